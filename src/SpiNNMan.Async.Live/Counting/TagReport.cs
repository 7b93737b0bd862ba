using System.Globalization;
using System.Net;

namespace SpiNNMan.Async.Live.Counting;

/// <summary>The data that the gatherers of a tag say they sent, and the data that came here.</summary>
/// <param name="Board">The board's address.</param>
/// <param name="Tag">The tag.</param>
/// <remarks>
/// Live data has no sequence numbers, so losses and doubles are known only as a balance. The numbers here are the least that must have been lost or doubled. Protocol: live.md, "Counts".
/// </remarks>
public sealed record TagReport(IPAddress Board, byte Tag)
{
    /// <summary>The labels of the gatherers.</summary>
    public IReadOnlyList<string> Gatherers { get; init; } = [];

    /// <summary>Events that came.</summary>
    public long ReceivedEvents { get; init; }

    /// <summary>Datagrams that came.</summary>
    public long ReceivedDatagrams { get; init; }

    /// <summary>The counts of all gatherers meanwhile, together; <see langword="null"/> if it is not known.</summary>
    public GathererCounts? Machine { get; init; }

    /// <summary>Why what the gatherers counted is not known; <see langword="null"/> if it is.</summary>
    public string? WhyUnknown { get; init; }

    /// <summary>Whether a gatherer sends only so many messages a step, and drops the rest without counting. Then what is missing may never have been sent.</summary>
    public bool HasLimitPerStep { get; init; }

    /// <summary>Events that were gathered and did not come: at least so many. <see langword="null"/> if it is not known.</summary>
    public long? MissingEvents => Machine is { } machine ? Math.Max(0, machine.Gathered - ReceivedEvents) : null;

    /// <summary>Events that came more than once: at least so many. <see langword="null"/> if it is not known.</summary>
    public long? DoubledEvents => Machine is { } machine ? Math.Max(0, ReceivedEvents - machine.Gathered) : null;

    /// <summary>Datagrams that were sent and did not come: at least so many. <see langword="null"/> if it is not known.</summary>
    public long? MissingDatagrams => Machine is { } machine ? Math.Max(0, machine.Messages - ReceivedDatagrams) : null;

    /// <inheritdoc/>
    public override string ToString()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"tag {Tag} of {Board}");
        if (Machine is not { } machine)
            return string.Create(CultureInfo.InvariantCulture, $"{name}: {ReceivedEvents:N0} received; how many were gathered is not known, {WhyUnknown}");

        long lost = machine.LostWithoutPayload + machine.LostWithPayload;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {machine.Gathered:N0} gathered, {ReceivedEvents:N0} received{(lost > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {lost:N0} lost in the gatherer before that") : "")}{(HasLimitPerStep && MissingEvents > 0 ? "; the gatherer has a limit per step, and drops what is above it" : "")}");
    }
}
