using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>A program whose instructions a core executes, as the model sees it.</summary>
internal interface ICoreExecution
{
    /// <summary>Puts a message into the mailbox of the core, after the messages that already wait.</summary>
    /// <param name="message">The message, beginning with its header.</param>
    /// <param name="refused">Called if the core does not take it in time.</param>
    /// <returns><see langword="false"/> if there is no free buffer.</returns>
    bool TryDeliver(ReadOnlySpan<byte> message, Action refused);

    /// <summary>Puts a signal into the mailbox of the core.</summary>
    void Send(Signal signal);

    /// <summary>Interrupts the core, so that it looks into its mailbox.</summary>
    void Interrupt();

    /// <summary>Stops the core's clock for good.</summary>
    void Stop();
}
