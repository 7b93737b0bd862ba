using System.Collections.Immutable;
using System.Globalization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Routing;

/// <summary>The counts of a router between two readings of its counters.</summary>
/// <remarks>Counters wrap after 2^32. A counter that was cleared in between looks the same. Protocol: models.md, "Router diagnostics".</remarks>
public sealed class RouterCounterChange
{
    private RouterCounterChange(ImmutableArray<uint> counts) => Counts = counts;

    /// <summary>The counts, in the order of <see cref="RouterRegister"/>.</summary>
    public ImmutableArray<uint> Counts { get; }

    /// <summary>The count of one counter.</summary>
    public uint this[RouterRegister register] => Counts[(int)register];

    /// <summary>All packets that were dropped.</summary>
    public long Dropped => Counts.Skip((int)RouterRegister.DroppedMulticast).Take(4).Sum(static count => (long)count);

    /// <summary>Whether nothing was counted.</summary>
    public bool IsEmpty => Counts.All(static count => count == 0);

    /// <summary>The counts between two readings of the same router.</summary>
    public static RouterCounterChange Between(in RouterDiagnostics before, in RouterDiagnostics after)
    {
        return new RouterCounterChange([.. after.Counters.Zip(before.Counters, static (later, earlier) => unchecked(later - earlier))]);
    }

    /// <summary>The counts of the routers of chips between two readings.</summary>
    /// <param name="before">The first reading.</param>
    /// <param name="after">The second one.</param>
    /// <returns>The changes of all chips that are in both.</returns>
    public static IReadOnlyDictionary<ChipLocation, RouterCounterChange> Between(
        IReadOnlyDictionary<ChipLocation, RouterDiagnostics> before, IReadOnlyDictionary<ChipLocation, RouterDiagnostics> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return after.Where(chip => before.ContainsKey(chip.Key)).ToDictionary(static chip => chip.Key, chip => Between(before[chip.Key], chip.Value));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        ", ",
        Counts.Select(static (count, index) => (count, register: (RouterRegister)index)).Where(static one => one.count != 0)
            .Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.register} {one.count}")));
}
