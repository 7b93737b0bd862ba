using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async;

/// <summary>Something that happened while a machine was opened.</summary>
/// <param name="Step">The step it belongs to.</param>
/// <param name="Message">The event in words.</param>
/// <param name="Elapsed">The time since the machine was asked for.</param>
public sealed record TransceiverEvent(TransceiverStep Step, string Message, TimeSpan Elapsed)
{
    /// <summary>How many of <see cref="Total"/> are done: boot messages, or chips.</summary>
    public int Done { get; init; }

    /// <summary>How many there are; 0 where there is nothing to count.</summary>
    public int Total { get; init; }

    /// <summary>The fault, if the event is about one.</summary>
    public DiscoveryFinding? Finding { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Message;
}
