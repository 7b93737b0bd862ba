using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The state of a simulated board and its chips: a snapshot that does not change any more.</summary>
/// <param name="Number">The number of the board in its machine.</param>
/// <param name="State">The state of the board.</param>
/// <param name="IsMute">Whether the board sends nothing.</param>
/// <param name="Firmware">The version it was booted with, or <see langword="null"/>.</param>
/// <param name="Statistics">The counts of the board so far.</param>
/// <param name="Chips">The chips that work. If the board is not booted: all its chips.</param>
/// <remarks>A snapshot does not create chips that have not been used yet. Protocol: virtual-machine.md, "Counters".</remarks>
public sealed record BoardSnapshot(int Number, BoardState State, bool IsMute, SoftwareVersion? Firmware, DeviceStatistics Statistics, IReadOnlyList<ChipSnapshot> Chips);
