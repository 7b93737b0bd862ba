using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Sending;

namespace SpiNNMan.Async.Live.Tests.Sending;

/// <summary>Looking for the keys of events takes no memory, however the caller names them.</summary>
internal sealed class EventSourcesTests
{
    private const int Turns = 20_000;

    private static readonly PartKeys s_part = new(new PopulationPart(null, [new KeyRange(0x10000, 0, 100)]));

    [Test]
    public void Atoms_in_an_array_allocate_nothing() => RequireNothingAllocated(new EventSources.Atoms(new int[] { 1, 2, 3 }), together: 3);

    [Test]
    public void Atoms_in_a_list_allocate_nothing() => RequireNothingAllocated(new EventSources.Atoms(new List<int> { 1, 2, 3 }), together: 0);

    [Test]
    public void One_atom_allocates_nothing() => RequireNothingAllocated(new EventSources.Atom(3), together: 0);

    [Test]
    public void Payloads_allocate_nothing() => RequireNothingAllocated(new EventSources.Payloads([(1, 5u), (2, 6u)]), together: 0);

    [Test]
    public void Keys_allocate_nothing() => RequireNothingAllocated(new EventSources.Keys([0x10000u, 0x10001u]), together: 0);

    private static void RequireNothingAllocated<TSource>(TSource events, int together)
        where TSource : struct, IEventSource
    {
        Assert.That(Look(events, 1), Is.EqualTo(together + events.Count));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Look(events, Turns);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The compiler of the runtime may take a little meanwhile.
        Assert.That(allocated, Is.LessThan(Turns));
    }

    private static int Look<TSource>(TSource events, int turns)
        where TSource : struct, IEventSource
    {
        Span<uint> keys = stackalloc uint[8];
        int found = 0;
        for (int turn = 0; turn < turns; turn++)
        {
            found += events.TryGetKeys(0, s_part, keys);
            for (int index = 0; index < events.Count; index++)
                found += events.TryGet(index, s_part, out _, out _) ? 1 : 0;
        }

        return found;
    }
}
