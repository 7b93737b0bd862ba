namespace SpiNNMan.Async.Cli.Results;

/// <summary>A board of a machine, or one that waits to be booted, as JSON.</summary>
internal sealed record BoardResult(string IpAddress, string BoardState)
{
    public int? X { get; init; }

    public int? Y { get; init; }

    public int? ChipCount { get; init; }

    public int? CoreCount { get; init; }

    public string? Message { get; init; }
}
