using System.Globalization;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Campaign.Plans;

/// <summary>All that happens in a world from outside; it follows from a seed.</summary>
internal sealed record WorldPlan(int Seed, ClientKind Client, BoardType Board, IReadOnlyList<Option> Options, IReadOnlyList<Fault> Faults, IReadOnlyList<Step> Steps)
{
    /// <summary>The longest that a world lasts, after which what has not ended hangs.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromHours(1);

    /// <summary>The names of all that can be left out of it.</summary>
    public IReadOnlyList<string> Parts => [.. Faults.Select(fault => fault.Name), .. Options.Select(option => option.Name), .. Steps.Select(step => step.Name)];

    public static WorldPlan FromSeed(int seed) => PlanMaker.Make(seed);

    /// <summary>The same without some of its parts.</summary>
    public WorldPlan Without(IReadOnlySet<string> names) => this with
    {
        Faults = [.. Faults.Where(fault => !names.Contains(fault.Name))],
        Options = [.. Options.Where(option => !names.Contains(option.Name))],
        Steps = [.. Steps.Where(step => !names.Contains(step.Name))],
    };

    public override string ToString() => string.Join(
        Environment.NewLine,
        [
            string.Create(CultureInfo.InvariantCulture, $"seed {Seed}: {Client} on {Board}"),
            .. Options.Select(option => $"  {option}"),
            .. Faults.Select(fault => $"  {fault}"),
            .. Steps.Select(step => $"  {step}"),
        ]);
}
