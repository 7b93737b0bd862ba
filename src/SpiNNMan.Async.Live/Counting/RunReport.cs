namespace SpiNNMan.Async.Live.Counting;

/// <summary>The result of a run, when it has stopped or pauses.</summary>
public sealed record RunReport
{
    /// <summary>The counts of received data since the run was announced.</summary>
    public ReceiveCounts Received { get; init; } = new();

    /// <summary>Each tag, with what the gatherers counted.</summary>
    public IReadOnlyList<TagReport> Tags { get; init; } = [];

    /// <summary>Each core that something was sent to, with what it counted.</summary>
    public IReadOnlyList<InjectorReport> Injectors { get; init; } = [];

    /// <summary>Whether nothing is known to be missing: nothing was dropped here, and all that was counted on the machine came. <see langword="null"/> if nothing is known to be missing, but not everything can be known.</summary>
    public bool? IsComplete
    {
        get
        {
            bool isMissing = Received.Dropped > 0 || Received.DatagramsDropped > 0 || Received.DatagramsDroppedBySystem > 0
                || Tags.Any(static tag => tag.MissingEvents > 0 || tag.Machine is { LostWithPayload: > 0 } or { LostWithoutPayload: > 0 })
                || Injectors.Any(static injector => injector.MissingDatagrams > 0);
            if (isMissing)
                return false;

            return Tags.Any(static tag => tag.Machine is null) || Injectors.Any(static injector => injector.Machine is null) ? null : true;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, Tags.Select(static tag => tag.ToString()).Concat(Injectors.Select(static injector => injector.ToString())));
}
