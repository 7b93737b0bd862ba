namespace SpiNNMan.Async.Cli.Results;

/// <summary>A board of a machine, or one that waits to be booted, as JSON.</summary>
internal sealed record BoardResult(string Address, string State)
{
    public int? X { get; init; }

    public int? Y { get; init; }

    public int? Chips { get; init; }

    public int? Cores { get; init; }

    public string? Problem { get; init; }
}
