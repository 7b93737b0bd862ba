using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The way from a board to the network, and what the board knows of itself without power.</summary>
internal sealed record BoardPort(BoardAddress Address, IDeviceWire Wire, DeviceCounters Counters, SerialRom SerialRom);
