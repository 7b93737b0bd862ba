using SpiNNMan.Async.Simulation.Firmware.Commands;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The way out of a board, as the monitors use it.</summary>
internal interface IEthernet : IBoardNetwork
{
    /// <summary>Sends a message out by the IP tag it names.</summary>
    void Transmit(SdpBuffer message);

    /// <summary>How long it is busy with what has come to it.</summary>
    TimeSpan Backlog { get; }

    /// <summary>The monitor waits for something until a time, and does nothing else.</summary>
    void WaitUntil(TimeSpan time);
}
