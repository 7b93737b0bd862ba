using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Firmware;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The parts of a board that its software uses, and the board's connection to the network.</summary>
internal sealed record BoardPort(BoardParts Parts, IDeviceWire Wire)
{
    public BoardAddress Address => Parts.Address;

    public DeviceCounters Counters => Parts.Counters;

    public SerialRom SerialRom => Parts.SerialRom;
}
