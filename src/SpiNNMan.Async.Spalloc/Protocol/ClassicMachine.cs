namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>A machine in the answer to <see cref="ClassicCommands.ListMachines"/>.</summary>
internal sealed record ClassicMachine
{
    public string Name { get; init; } = "";

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Triads across.</summary>
    public int Width { get; init; }

    /// <summary>Triads up.</summary>
    public int Height { get; init; }

    /// <summary>[x, y, z] each.</summary>
    public IReadOnlyList<int[]> DeadBoards { get; init; } = [];

    /// <summary>[x, y, z, link] each.</summary>
    public IReadOnlyList<int[]> DeadLinks { get; init; } = [];
}
