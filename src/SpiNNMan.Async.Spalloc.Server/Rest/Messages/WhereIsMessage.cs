namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>Where a chip is.</summary>
internal sealed record WhereIsMessage(
    int? JobId,
    string? JobRef,
    IReadOnlyList<int>? JobChip,
    IReadOnlyList<int> Chip,
    IReadOnlyList<int> LogicalBoardCoordinates,
    string Machine,
    string MachineRef,
    IReadOnlyList<int> BoardChip,
    IReadOnlyList<int> PhysicalBoardCoordinates);
