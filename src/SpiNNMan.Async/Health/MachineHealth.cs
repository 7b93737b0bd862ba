using System.Collections.Immutable;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Health;

/// <summary>A whole machine as it was when it was last looked at. It does not change.</summary>
/// <param name="Time">When.</param>
/// <param name="Boards">Its boards, in the order of the connections to them.</param>
/// <param name="Chips">Its chips, column by column.</param>
public sealed record MachineHealth(DateTimeOffset Time, ImmutableArray<BoardHealth> Boards, ImmutableArray<ChipHealth> Chips)
{
    /// <summary>The problems of now, the oldest first, up to <see cref="WatchOptions.MaxProblems"/>.</summary>
    public ImmutableArray<HealthProblem> Problems { get; init; } = [];

    /// <summary>How many further problems there are.</summary>
    public int ProblemsLeftOut { get; init; }

    /// <summary>The measurements of the BMPs, by board; empty if there is no BMP, or none answered.</summary>
    public ImmutableArray<BoardReading<AdcInfo>> Readings { get; init; } = [];

    /// <summary>Packets of applications that all routers took a second.</summary>
    public double PacketsPerSecond => Chips.Sum(static chip => chip.PacketsPerSecond ?? 0);

    /// <summary>Packets that all routers dropped a second.</summary>
    public double DropsPerSecond => Chips.Sum(static chip => chip.DropsPerSecond ?? 0);

    /// <summary>The largest part of the time of any board that watching takes, 0 to 1.</summary>
    public double Share => Boards.IsEmpty ? 0 : Boards.Max(static board => board.Share);

    /// <summary>How many of the cores that applications can run on are in each state, of chips that answer.</summary>
    public IReadOnlyDictionary<CoreState, int> CountCores()
    {
        var counts = new SortedDictionary<CoreState, int>();
        foreach (ChipHealth chip in Chips.Where(static chip => chip is { IsSilent: false, ReadAt: not null }))
        {
            foreach (int core in chip.Cores.Where(static core => core > 0))
                counts[chip.States[core]] = counts.GetValueOrDefault(chip.States[core]) + 1;
        }

        return counts;
    }
}
