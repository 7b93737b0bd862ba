using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Ethernet;
using SpiNNMan.Async.Simulation.Machine;

namespace SpiNNMan.Async.Simulation.Monitor;

/// <summary>The way from a board to the network.</summary>
internal sealed record BoardPort(BoardAddress Address, IDeviceWire Wire, DeviceCounters Counters)
{
    /// <summary>The list of what does not work, as the serial ROM has it; empty if there is none.</summary>
    public ReadOnlyMemory<byte> FaultList { get; set; }
}
