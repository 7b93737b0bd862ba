using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>Where a board or a chip is, as JSON.</summary>
internal sealed record BoardPlaceResult
{
    public string? MachineName { get; init; }

    public int? TriadX { get; init; }

    public int? TriadY { get; init; }

    public int? TriadZ { get; init; }

    public int? Cabinet { get; init; }

    public int? Frame { get; init; }

    public int? Board { get; init; }

    public int? X { get; init; }

    public int? Y { get; init; }

    public int? XOnBoard { get; init; }

    public int? YOnBoard { get; init; }

    public int? JobId { get; init; }

    public int? XInJob { get; init; }

    public int? YInJob { get; init; }

    public static BoardPlaceResult From(BoardPlace place) => new()
    {
        MachineName = place.Machine,
        TriadX = place.Logical?.X,
        TriadY = place.Logical?.Y,
        TriadZ = place.Logical?.Z,
        Cabinet = place.Physical?.Cabinet,
        Frame = place.Physical?.Frame,
        Board = place.Physical?.Board,
        X = place.Chip?.X,
        Y = place.Chip?.Y,
        XOnBoard = place.BoardChip?.X,
        YOnBoard = place.BoardChip?.Y,
        JobId = place.JobId,
        XInJob = place.JobChip?.X,
        YInJob = place.JobChip?.Y,
    };
}
