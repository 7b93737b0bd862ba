using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Campaign.Worlds;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Campaign.Clients;

/// <summary>What callers do with a whole machine.</summary>
internal sealed class TransceiverSteps(World world, Transceiver transceiver, Leftovers leftovers)
{
    private const byte ApplicationId = 40;

    /// <summary>The one whose memory is freed as a whole: a block that is freed twice hangs a monitor.</summary>
    private const byte FreedApplicationId = 41;

    private static readonly string[] s_programs = ["hello", "printer", "idle", "crash", "ticks"];
    private static readonly CallTerms s_refusable = new() { MayBeRefused = true };
    private static readonly TimeSpan s_cleanUp = TimeSpan.FromSeconds(8);

    private int _writes;

    public async Task RunCallerAsync(IEnumerable<Step> steps)
    {
        foreach (Step step in steps)
        {
            if (step.Think > TimeSpan.Zero)
                await Task.Delay(step.Think, world.Client);

            await PerformAsync(step);
        }
    }

    private async Task PerformAsync(Step step)
    {
        var random = new Random(step.Seed);
        IReadOnlyList<MachineChip> chips = transceiver.Machine.Chips;
        ChipLocation chip = chips.Count == 0 ? default : chips[random.Next(chips.Count)].Location;
        TimeSpan? cancel = step.CancelAfter;
        switch (step.Kind)
        {
            case StepKind.ReadSmall:
                await DoAsync("ReadMemoryAsync", cancel, async token => await transceiver.Memory.ReadAsync(new CoreLocation(chip, 0), Patterns.Start, random.Next(1, 2000), token));
                break;
            case StepKind.WriteAndRead:
                await WriteAndReadAsync(chip, random, cancel);
                break;
            case StepKind.Iobufs:
                await DoAsync("GetIobufsAsync", cancel, token => transceiver.Iobuf.GetAsync(cancellationToken: token));
                break;
            case StepKind.CoreInfos:
                await DoAsync("GetCoreInfosAsync", cancel, token => transceiver.Applications.GetCoreInfosAsync(cancellationToken: token));
                break;
            case StepKind.Heap:
                await DoAsync("GetHeapAsync", cancel, token => transceiver.Sdram.GetHeapAsync(chip, (HeapKind)random.Next(3), token));
                break;
            case StepKind.Routes:
                await RoutesAsync(chip, random, cancel);
                break;
            case StepKind.AllocateAndFree:
                await AllocateAsync(chip, random, cancel);
                break;
            case StepKind.FreeOfApplication:
                await DoAsync("AllocateSdramAsync of a block each", cancel, async token => _ = await transceiver.Sdram.AllocateAsync(chips.Select(static one => one.Location), 64, FreedApplicationId, cancellationToken: token));
                if (!(await DoAsync("FreeSdramOfApplicationAsync", cancel, token => transceiver.Sdram.FreeOfApplicationAsync(FreedApplicationId, cancellationToken: token))).IsOk)
                    leftovers.NoteSession();

                break;
            case StepKind.CountCores:
                await DoAsync("CountCoresAsync", cancel, token => transceiver.Applications.CountCoresAsync(ApplicationId, CoreState.Running, token));
                break;
            case StepKind.Tags:
                int tag = random.Next(8);
                CallOutcome<bool> set = await DoAsync("SetIPTagAsync", cancel, token => transceiver.Tags.SetAsync(tag, new System.Net.IPEndPoint(World.ClientAddress, 4000), cancellationToken: token));
                await DoAsync("GetTagsAsync", cancel, token => transceiver.Tags.GetAsync(cancellationToken: token));
                CallOutcome<bool> cleared = await DoAsync("ClearIPTagAsync", cancel, token => transceiver.Tags.ClearAsync(tag, cancellationToken: token));
                if (!set.IsOk || !cleared.IsOk)
                    leftovers.NoteTag(tag);

                break;
            case StepKind.Variables:
                await DoAsync("ReadSystemVariablesAsync", cancel, async token => await transceiver.Chips.ReadSystemVariablesAsync(chip, token));
                break;
            case StepKind.Stream:
                await StreamAsync(chip, random, cancel);
                break;
            case StepKind.Session:
                await SessionAsync(random, cancel);
                break;
            case StepKind.P2PTable:
                await DoAsync("GetP2PTableAsync", cancel, token => transceiver.Routing.GetP2PTableAsync(chip, token));
                break;
            case StepKind.Diagnostics:
                await DoAsync("GetRouterDiagnosticsAsync", cancel, token => transceiver.Routing.GetDiagnosticsAsync(chips: null, token));
                break;
            case StepKind.Discover:
                CallOutcome<(Machine Machine, DiscoveryReport Report)> found = await world.Calls.MakeAsync(
                    "DiscoverAsync", CallTerms.Open with { CancelPromise = s_cleanUp }, cancel, token => transceiver.DiscoverAsync(cancellationToken: token));
                if (found is { IsOk: true, Value.Machine.Chips.Count: 0 })
                    world.Report(new Finding(FindingKind.Nonsense, "DiscoverAsync", "a machine without chips"));

                break;
        }
    }

    private Task<CallOutcome<bool>> DoAsync(string name, TimeSpan? cancelAfter, Func<CancellationToken, Task> act) =>
        world.Calls.MakeAsync(name, s_refusable with { CancelPromise = s_cleanUp }, cancelAfter, act);

    private async Task WriteAndReadAsync(ChipLocation chip, Random random, TimeSpan? cancelAfter)
    {
        var data = new byte[random.Next(1, 5000)];
        random.NextBytes(data);
        uint address = Patterns.Free + (uint)(8192 * (Interlocked.Increment(ref _writes) - 1));
        TimeSpan start = world.Now;
        IProgress<TransferProgress>? progress = random.Next(40) == 0 ? new UserProgress<TransferProgress>(world, random.Next()) : null;
        CallTerms terms = s_refusable with { MayThrowUsers = progress is not null };
        CallOutcome<bool> written = await world.Calls.MakeAsync(
            progress is null ? "WriteMemoryAsync" : "WriteMemoryAsync with progress that fails", terms, cancelAfter,
            async token => await transceiver.Memory.WriteAsync(new CoreLocation(chip, 0), address, data, progress, token));
        if (!written.IsOk)
            return;

        CallOutcome<byte[]> read = await world.Calls.MakeAsync("ReadMemoryAsync", s_refusable, null, async token => await transceiver.Memory.ReadAsync(new CoreLocation(chip, 0), address, data.Length, token));
        if (read.IsOk && !read.Value.AsSpan().SequenceEqual(data) && !world.IsLying && !world.HasFault(FaultKind.Corruption, start) && !world.HasFault(FaultKind.Mutation, start) && !world.HasFault(FaultKind.Restart, start))
            world.Report(new Finding(FindingKind.WrongReply, "WriteMemoryAsync and ReadMemoryAsync", $"{data.Length} bytes at {address:X8} of {chip} differ"));
    }

    private async Task StreamAsync(ChipLocation chip, Random random, TimeSpan? cancelAfter)
    {
        await DoAsync(
            "OpenMemory", cancelAfter,
            async token =>
            {
                await using Stream stream = transceiver.Memory.Open(new CoreLocation(chip, 0), Patterns.Start, 4096);
                var buffer = new byte[random.Next(1, 2048)];
                await stream.ReadExactlyAsync(buffer, token);
            });
    }

    private async Task RoutesAsync(ChipLocation chip, Random random, TimeSpan? cancelAfter)
    {
        MulticastRoute[] routes = [.. Enumerable.Range(0, random.Next(1, 20)).Select(index => new MulticastRoute((uint)index, 0xFFFF_FFFF, new Route(LinkSet.Create(random.Next(6)), default)))];
        await DoAsync("LoadMulticastRoutesAsync", cancelAfter, token => transceiver.Routing.LoadAsync(chip, routes, ApplicationId, token));
        await DoAsync("GetMulticastRoutesAsync", cancelAfter, token => transceiver.Routing.GetAsync(chip, cancellationToken: token));
        await DoAsync("ClearMulticastRoutesAsync", cancelAfter, token => transceiver.Routing.ClearAsync(ApplicationId, cancellationToken: token));
    }

    private async Task AllocateAsync(ChipLocation chip, Random random, TimeSpan? cancelAfter)
    {
        TimeSpan start = world.Now;
        int generation = world.Generation;
        uint size = (uint)(4 * random.Next(1, 5000));
        byte? tag = random.Next(3) == 0 ? (byte)random.Next(1, 256) : null;
        CallOutcome<SdramAllocation> block = await world.Calls.MakeAsync(
            "AllocateSdramAsync", s_refusable with { CancelPromise = s_cleanUp }, cancelAfter, token => transceiver.Sdram.AllocateAsync(chip, size, ApplicationId, tag, token));

        // An address that was changed on the way is not the caller's to free: the board would believe it.
        bool isFree = block.IsOk && world.Generation == generation && !world.HasFault(FaultKind.Mutation, start) && !world.HasFault(FaultKind.Corruption, start)
            && (await DoAsync("SdramAllocation.FreeAsync", null, token => block.Value!.FreeAsync(token))).IsOk;
        if (!isFree)
            leftovers.NoteBlocks(1);
    }

    private async Task SessionAsync(Random random, TimeSpan? cancelAfter)
    {
        var image = new ApplicationImage(VirtualApplicationImage.Create(s_programs[random.Next(s_programs.Length)], 256 * random.Next(1, 12)));
        CoreLocation[] cores = [.. transceiver.Machine.ApplicationCores.Where(_ => random.Next(4) == 0)];
        if (cores.Length == 0)
            return;

        CallOutcome<ApplicationSession> started = await world.Calls.MakeAsync(
            "StartApplicationAsync", new CallTerms { MayBeRefused = true, MayFail = true, CancelPromise = s_cleanUp }, cancelAfter, token => transceiver.Applications.StartAsync(image, cores, cancellationToken: token));
        if (!started.IsOk)
        {
            leftovers.NoteSession();
            return;
        }

        ApplicationSession session = started.Value!;
        await DoAsync("ApplicationSession.CountCoresAsync", cancelAfter, token => session.CountCoresAsync(CoreState.Running, token));
        await DoAsync("ApplicationSession.GetIobufAsync", cancelAfter, token => session.GetIobufAsync(cancellationToken: token));
        if (random.Next(2) == 0)
            await DoAsync("ApplicationSession.AllocateSdramAsync", cancelAfter, async token => await session.AllocateSdramAsync(cores[0].Chip, 1024, cancellationToken: token));

        TimeSpan start = world.Now;
        CallOutcome<bool> ended = await world.Calls.MakeAsync("ApplicationSession.DisposeAsync", new CallTerms { Promise = s_cleanUp }, null, _ => session.DisposeAsync().AsTask());
        if (!ended.IsOk || session.CleanUpError is not null)
            leftovers.NoteSession();
        if (session.CleanUpError is not null && world.IsUndisturbedSince(start))
            world.Report(new Finding(FindingKind.Unserved, "ApplicationSession.DisposeAsync", session.CleanUpError.Message));
        if (session.CleanUpError is null && world.IsUndisturbedSince(start) && cores.FirstOrDefault(core => IsUsed(core, session.ApplicationId)) is { Core: > 0 } left)
            world.Report(new Finding(FindingKind.Leak, "cores of a session", $"{left} still has application {session.ApplicationId}"));
    }

    private bool IsUsed(CoreLocation core, byte applicationId)
    {
        var block = new byte[CoreInfo.Size];
        if (!world.HasMachine)
            return false;

        world.Machine.ReadMemory(core.Chip, MemoryMap.GetCoreInfoAddress(core.Core), block);
        return CoreInfo.TryParse(core, block, out CoreInfo info, out _) && info.ApplicationId == applicationId && info.State != CoreState.Idle;
    }
}
