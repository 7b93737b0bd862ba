using SpiNNMan.Async.Simulation.Firmware.Commands;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The connection of a board to its network, as the monitors use it.</summary>
internal interface IEthernet : IBoardNetwork
{
    /// <summary>Sends a message out by the IP tag that it names.</summary>
    void Transmit(SdpBuffer message);

    /// <summary>How long it is still busy with messages that have come to it.</summary>
    TimeSpan Backlog { get; }

    /// <summary>The monitor waits until a time, and does nothing else.</summary>
    void WaitUntil(TimeSpan time);
}
