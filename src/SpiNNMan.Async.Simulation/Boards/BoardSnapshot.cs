using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>What a simulated board and its chips do: a snapshot that does not change any more.</summary>
/// <param name="Number">The number of the board in its machine.</param>
/// <param name="State">What it is doing.</param>
/// <param name="IsMute">Whether nothing comes back from it.</param>
/// <param name="Firmware">The version it was booted with, or <see langword="null"/>.</param>
/// <param name="Statistics">What it has done so far.</param>
/// <param name="Chips">Its chips that work; if it is not booted, all it has.</param>
/// <remarks>Taking one makes no chip that nobody has asked for. Protocol: virtual-machine.md, "Counters".</remarks>
public sealed record BoardSnapshot(int Number, BoardState State, bool IsMute, SoftwareVersion? Firmware, DeviceStatistics Statistics, IReadOnlyList<ChipSnapshot> Chips);
