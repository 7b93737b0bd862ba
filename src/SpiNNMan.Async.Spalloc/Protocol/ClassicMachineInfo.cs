namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The answer to <see cref="ClassicCommands.GetJobMachineInfo"/>; all of it is null while the job has no boards.</summary>
internal sealed record ClassicMachineInfo
{
    /// <summary>Chips across.</summary>
    public int? Width { get; init; }

    /// <summary>Chips up.</summary>
    public int? Height { get; init; }

    public IReadOnlyList<BoardConnection>? Connections { get; init; }

    public string? MachineName { get; init; }

    /// <summary>[x, y, z] each.</summary>
    public IReadOnlyList<int[]>? Boards { get; init; }
}
