namespace SpiNNMan.Async.Tests.Support;

/// <summary>What happens to datagrams on their way: probabilities, drawn from a seed.</summary>
internal sealed record LinkFaults
{
    public static LinkFaults None { get; } = new();

    public int Seed { get; init; }

    public double Loss { get; init; }

    public double Duplication { get; init; }

    /// <summary>The part of datagrams that come later than those sent after them.</summary>
    public double Reordering { get; init; }

    public TimeSpan ReorderingDelay { get; init; } = TimeSpan.FromMilliseconds(1);
}
