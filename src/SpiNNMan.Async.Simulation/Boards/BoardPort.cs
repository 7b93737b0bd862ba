using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Firmware;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>What software finds on a board, and the way from it to the network.</summary>
internal sealed record BoardPort(BoardParts Parts, IDeviceWire Wire)
{
    public BoardAddress Address => Parts.Address;

    public DeviceCounters Counters => Parts.Counters;

    public SerialRom SerialRom => Parts.SerialRom;
}
