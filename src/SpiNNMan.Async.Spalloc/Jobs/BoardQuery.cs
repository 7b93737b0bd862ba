using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>A board or a chip that is looked for, by one of its names.</summary>
public sealed record BoardQuery
{
    private BoardQuery()
    {
    }

    /// <summary>The machine; <see langword="null"/> for a chip of a job.</summary>
    public string? Machine { get; private init; }

    /// <summary>The board in the grid.</summary>
    public LogicalBoard? Logical { get; private init; }

    /// <summary>Where the board is mounted.</summary>
    public PhysicalBoard? Physical { get; private init; }

    /// <summary>The board's address.</summary>
    public string? Address { get; private init; }

    /// <summary>The chip in the machine, or in the job.</summary>
    public ChipLocation? Chip { get; private init; }

    /// <summary>The job.</summary>
    public int? JobId { get; private init; }

    /// <summary>A board by its place in the grid.</summary>
    public static BoardQuery ByLogical(string machine, LogicalBoard board) => new() { Machine = Named(machine), Logical = board };

    /// <summary>A board by where it is mounted.</summary>
    public static BoardQuery ByPhysical(string machine, PhysicalBoard board) => new() { Machine = Named(machine), Physical = board };

    /// <summary>A board by its address. REST only.</summary>
    public static BoardQuery ByAddress(string machine, string address) => new() { Machine = Named(machine), Address = Named(address) };

    /// <summary>A chip by its coordinates in a machine.</summary>
    public static BoardQuery ByChip(string machine, ChipLocation chip) => new() { Machine = Named(machine), Chip = chip };

    /// <summary>A chip by its coordinates in a job.</summary>
    public static BoardQuery ByJobChip(int jobId, ChipLocation chip) => new() { JobId = jobId, Chip = chip };

    private static string Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > 0 ? name : throw new InvalidParameterException(nameof(name), name, "it is empty");
    }
}
