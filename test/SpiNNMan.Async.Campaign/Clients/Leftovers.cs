using System.Globalization;
using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Campaign.Worlds;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;

namespace SpiNNMan.Async.Campaign.Clients;

/// <summary>Looks whether a board still has tags, or blocks of memory, though all callers were told that they are free.</summary>
internal sealed class Leftovers(World world)
{
    /// <summary>The lowest identifier of applications of users.</summary>
    private const byte FirstApplicationId = 16;

    private const int ManyBlocks = 1 << 20;
    private const int Tags = 8;

    private readonly bool[] _uncertainTags = new bool[Tags];
    private int _uncertainBlocks;

    /// <summary>A caller cannot know whether some blocks are free.</summary>
    public void NoteBlocks(int blocks) => Interlocked.Add(ref _uncertainBlocks, blocks);

    /// <summary>A caller cannot know whether the blocks of a session are free.</summary>
    public void NoteSession() => Interlocked.Exchange(ref _uncertainBlocks, ManyBlocks);

    /// <summary>A caller cannot know whether a tag is free.</summary>
    public void NoteTag(int tag) => Volatile.Write(ref _uncertainTags[tag], true);

    /// <summary>Asks the board, by a network without faults. Call it when nobody uses the board any more.</summary>
    public async Task CheckAsync()
    {
        if (!IsKnowable())
            return;

        var options = new ScampConnectionOptions { Network = world.Observer, TimeProvider = world.Clock, RunContinuationsAsynchronously = false };
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(world.Board, options);
        for (int tag = 0; tag < Tags; tag++)
        {
            if (!_uncertainTags[tag] && (await scamp.GetIPTagAsync(tag)).IsInUse)
                world.Report(new Finding(FindingKind.Leak, "tags", string.Create(CultureInfo.InvariantCulture, $"tag {tag} is in use, and all callers had cleared it")));
        }

        var left = new List<string>();
        foreach (ChipLocation chip in world.Machine.Boards.SelectMany(static board => board.Chips).Select(static chip => chip.Location))
        {
            ChipHeap heap = await HeapWalk.RunAsync(scamp, chip, HeapKind.Sdram, CancellationToken.None);
            left.AddRange(heap.AllocatedBlocks().Where(static block => block.ApplicationId >= FirstApplicationId).Select(block => $"{block} on {chip}"));
        }

        if (left.Count > _uncertainBlocks)
            world.Report(new Finding(FindingKind.Leak, "blocks", string.Create(CultureInfo.InvariantCulture, $"{left.Count} are allocated, and callers know of at most {_uncertainBlocks}: {left[0]}")));
    }

    /// <summary>Whether the board did what callers asked for, once, and in this order.</summary>
    private bool IsKnowable() =>
        world is { HasMachine: true, IsLying: false, IsDisposing: false, IsLenient: false }
        && !world.Plan.Faults.Any(static fault => fault.Kind is FaultKind.Duplication or FaultKind.Reordering or FaultKind.Corruption or FaultKind.Mutation or FaultKind.Lie);
}
