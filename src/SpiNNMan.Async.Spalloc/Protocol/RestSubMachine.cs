namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The answer to GET /jobs/ID/machine.</summary>
internal sealed record RestSubMachine
{
    /// <summary>Triads across.</summary>
    public int Width { get; init; }

    /// <summary>Triads up.</summary>
    public int Height { get; init; }

    /// <summary>1 for a single board, 3 for triads.</summary>
    public int Depth { get; init; }

    public string? MachineName { get; init; }

    public IReadOnlyList<BoardConnection> Connections { get; init; } = [];

    /// <summary>[x, y, z] each.</summary>
    public IReadOnlyList<int[]>? Boards { get; init; }

    public Uri? Power { get; init; }

    public Uri? MachineRef { get; init; }
}
