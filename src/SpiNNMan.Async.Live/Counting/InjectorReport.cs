using System.Globalization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Counting;

/// <summary>The events and datagrams that were sent to the core of an injector, and those that it says it got.</summary>
/// <param name="Label">The label.</param>
/// <param name="Core">The core.</param>
public sealed record InjectorReport(string Label, CoreLocation Core)
{
    /// <summary>Datagrams that were sent from here.</summary>
    public long SentDatagrams { get; init; }

    /// <summary>Events that were sent from here.</summary>
    public long SentEvents { get; init; }

    /// <summary>The counts of the injector meanwhile; <see langword="null"/> if it is not known.</summary>
    public InjectorCounts? Machine { get; init; }

    /// <summary>Why what the injector counted is not known; <see langword="null"/> if it is.</summary>
    public string? WhyUnknown { get; init; }

    /// <summary>Datagrams that did not come to the core: at least so many, for others may have sent some as well. <see langword="null"/> if it is not known.</summary>
    public long? MissingDatagrams => Machine is { } machine ? Math.Max(0, SentDatagrams - machine.Messages) : null;

    /// <inheritdoc/>
    public override string ToString() => Machine is { } machine
        ? string.Create(CultureInfo.InvariantCulture, $"'{Label}' on {Core}: {SentDatagrams:N0} messages sent, {machine.Messages:N0} received; {SentEvents:N0} events sent, {machine.Packets:N0} injected, {machine.WrongKeys:N0} with wrong keys, {machine.Late:N0} late")
        : string.Create(CultureInfo.InvariantCulture, $"'{Label}' on {Core}: {SentDatagrams:N0} messages sent; how many came is not known, {WhyUnknown}");
}
