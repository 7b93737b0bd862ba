using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The parts of a board that its monitor uses: the address on the network, the counters, and the serial ROM.</summary>
internal sealed record BoardParts(BoardAddress Address, DeviceCounters Counters, SerialRom SerialRom);
