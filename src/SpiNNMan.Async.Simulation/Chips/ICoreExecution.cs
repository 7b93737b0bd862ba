using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>A program whose instructions a core executes, as the model sees it.</summary>
internal interface ICoreExecution
{
    /// <summary>Puts a message into the mailbox of the core, after those that wait already.</summary>
    /// <param name="message">The message from its header on.</param>
    /// <param name="refused">Called if the core did not take it in time.</param>
    /// <returns><see langword="false"/> if there is no buffer for it.</returns>
    bool TryDeliver(ReadOnlySpan<byte> message, Action refused);

    /// <summary>Puts a signal into the mailbox of the core.</summary>
    void Send(Signal signal);

    /// <summary>Interrupts the core: it looks around.</summary>
    void Interrupt();

    /// <summary>Stops the core's clock for good.</summary>
    void Stop();
}
