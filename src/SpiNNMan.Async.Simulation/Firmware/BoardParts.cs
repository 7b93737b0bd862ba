using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>What a monitor finds on its board: how the board is known on its network, what it counts, and what it knows of itself without power.</summary>
internal sealed record BoardParts(BoardAddress Address, DeviceCounters Counters, SerialRom SerialRom);
