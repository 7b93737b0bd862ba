using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Tests.Memory.Streaming;

/// <summary>Streams of whole machines.</summary>
internal sealed class StreamingTests
{
    private const uint Address = StreamingBench.Address;

    [Test, CancelAfter(60_000)]
    public async Task Memory_of_any_length_and_alignment_goes_both_ways_on_any_chip([Values(TestMachine.Spin3, TestMachine.Spin5)] TestMachine kind, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(kind, cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(StreamingBench.Options with { SmallestStream = 1, Verification = StreamingVerification.None });
        foreach (ChipLocation chip in new[] { machine.Machine.Chips[0].Location, machine.Machine.Chips[^1].Location })
        {
            foreach ((uint offset, int length) in new[] { (0u, 0), (0u, 1), (1u, 2), (3u, 259), (0u, 260), (0u, 264), (1u, 521), (2u, 528), (3u, 20_000), (0u, 66_000) })
            {
                byte[] data = StreamingBench.Pattern(length, length);
                StreamingStatistics written = await machine.DoAsync(() => streaming.WriteAsync(chip, Address + offset, data));
                Assert.That(machine.Read(chip, Address + offset, length), Is.EqualTo(data), $"{length} bytes to {chip}, from {offset}");
                var found = new byte[length];
                StreamingStatistics read = await machine.DoAsync(() => streaming.ReadAsync(chip, Address + offset, found));

                Assert.That(found, Is.EqualTo(data), $"{length} bytes of {chip}, from {offset}");
                Assert.That((written.Bytes, read.Bytes), Is.EqualTo(((long)length, (long)length)));
                Assert.That((written.Lost, read.Lost, read.Duplicates, read.Restarts), Is.EqualTo((0L, 0L, 0L, 0L)));
                int words = (length - (int)(-offset & 3)) & ~3;
                Assert.That(read.StreamedBytes, Is.EqualTo(Math.Max(0, words)));
            }
        }

        Assert.That(streaming.Unserved, Is.Empty);
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task All_boards_are_read_and_written_at_once(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync();
        ChipLocation[] chips = [.. machine.Machine.EthernetChips.SelectMany(board => machine.Machine.ChipsOfBoard(board.Location).Take(4)).Select(static chip => chip.Location)];
        StreamedWrite[] writes = [.. chips.Select(static (chip, index) => new StreamedWrite(chip, Address, StreamingBench.Pattern(30_000, index)))];
        StreamedRead[] reads = [.. chips.Select(static chip => new StreamedRead(chip, Address, new byte[30_000]))];
        var progress = new Latest<TransferProgress>();

        StreamingStatistics written = await machine.DoAsync(() => streaming.WriteAsync(writes));
        StreamingStatistics read = await machine.DoAsync(() => streaming.ReadAsync(reads, progress));

        Assert.That(reads.Select(static one => one.Destination.ToArray()), Is.EqualTo(writes.Select(static one => one.Data.ToArray())));
        Assert.That((written.StreamedBytes, read.StreamedBytes, read.Bytes), Is.EqualTo((360_000L, 360_000L, 360_000L)));
        Assert.That(progress.Value, Is.EqualTo(new TransferProgress(360_000, 360_000)));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task Routers_have_their_settings_and_routes_back_afterwards(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin5, cancellationToken);
        MulticastRoute[] routes = [new(0x1000, 0xFFFFF000, new Route(LinkSet.Create(1), CoreSet.Create(3))), new(0x8000, 0xFFFFF000, new Route(LinkSet.Create(2), default))];
        var chip = new ChipLocation(2, 1);
        await machine.DoAsync(() => machine.Transceiver.Routing.LoadAsync(chip, routes, 40));
        IReadOnlyList<MulticastRoute> before = await machine.DoAsync(() => machine.Transceiver.Routing.GetAsync(chip));

        MemoryStreaming streaming = await machine.OpenStreamingAsync(StreamingBench.Options with { KeepsPrograms = true });
        Assert.That((await machine.StatusAsync(streaming)).Values, Has.All.Matches<ReinjectionStatus>(static status => status.IsStreaming && status.Packets == ReinjectedPackets.None));
        Assert.That((await machine.DoAsync(() => machine.Transceiver.Routing.GetAsync(chip))).Select(static route => route.Key), Has.No.Member(0x1000u));
        await machine.EndAsync(streaming);

        Assert.That(await machine.DoAsync(() => machine.Transceiver.Routing.GetAsync(chip)), Is.EqualTo(before));
        IReadOnlyDictionary<ChipLocation, ReinjectionStatus> after = await machine.StatusAsync(streaming);
        Assert.That(after, Has.Count.EqualTo(machine.Machine.Chips.Count));
        Assert.That(after.Values, Has.All.Matches<ReinjectionStatus>(static status => status.FirstTimeout == RouterTimeout.Usual && status.SecondTimeout == RouterTimeout.Zero && status.Packets == ReinjectedPackets.Multicast));
    }

    [Test, CancelAfter(60_000)]
    public async Task Programs_that_run_already_are_found_by_name_or_taken_where_they_are_said_to_be([Values] bool named, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        MemoryStreaming first = await machine.OpenStreamingAsync(StreamingBench.Options with { KeepsPrograms = true, Tag = 3 });
        await machine.EndAsync(first);

        var options = new StreamingOptions();
        if (named)
            options = options with { Monitors = [.. first.Monitors.Cores.Values], Gatherers = [.. first.Monitors.Gatherers.Values] };
        MemoryStreaming second = await machine.OpenStreamingAsync(options);
        byte[] data = StreamingBench.Pattern(50_000);
        StreamingStatistics written = await machine.DoAsync(() => second.WriteAsync(new ChipLocation(1, 1), Address, data));

        Assert.That(second.Monitors.Cores, Is.EqualTo(first.Monitors.Cores));
        Assert.That(written.StreamedBytes, Is.EqualTo(50_000));
        Assert.That(machine.Read(new ChipLocation(1, 1), Address, data.Length), Is.EqualTo(data));
        await machine.EndAsync(second);
    }

    [Test, CancelAfter(60_000)]
    public async Task Programs_that_were_loaded_are_gone_afterwards_with_their_memory(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(0, 0);
        SdramSpaceOf before = await SpaceOfAsync(machine, chip);
        MemoryStreaming streaming = await machine.OpenStreamingAsync();
        Assert.That(await SpaceOfAsync(machine, chip), Is.Not.EqualTo(before));
        await machine.EndAsync(streaming);

        Assert.That(await SpaceOfAsync(machine, chip), Is.EqualTo(before));
        Assert.That(machine.Machine.ApplicationCores.Select(machine.Look), Has.All.Matches<CoreInfo>(static core => core.State == CoreState.Idle));
        Assert.That(await Assert.CatchAsync<StreamingException>(() => machine.OpenStreamingAsync(new StreamingOptions())), Has.Message.Contains("no packet gatherer runs"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Programs_that_are_loaded_again_count_their_transactions_anew(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        for (int time = 0; time < 3; time++)
        {
            MemoryStreaming streaming = await machine.OpenStreamingAsync();
            byte[] data = StreamingBench.Pattern(50_000, time);
            StreamingStatistics written = await machine.DoAsync(() => streaming.WriteAsync(new ChipLocation(1, 0), Address, data));
            var found = new byte[data.Length];
            StreamingStatistics read = await machine.DoAsync(() => streaming.ReadAsync(new ChipLocation(1, 0), Address, found));
            Assert.That(found, Is.EqualTo(data));
            Assert.That(written.Fallbacks.Concat(read.Fallbacks), Is.Empty);
            await machine.EndAsync(streaming);
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task What_cannot_be_streamed_goes_by_SCP_and_says_why(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(1, 0);
        MemoryStreaming streaming = await machine.OpenStreamingAsync();
        StreamingStatistics small = await machine.DoAsync(() => streaming.ReadAsync(chip, Address, new byte[100]));
        StreamingStatistics system = await machine.DoAsync(() => streaming.ReadAsync(chip, MemoryMap.SystemRam, new byte[8192]));
        await machine.EndAsync(streaming);

        MemoryStreaming told = await machine.OpenStreamingAsync(StreamingBench.Options with { UsesScpOnly = true });
        byte[] data = StreamingBench.Pattern(10_000);
        StreamingStatistics plain = await machine.DoAsync(() => told.WriteAsync(chip, Address, data));
        await machine.EndAsync(told);

        Assert.That(small.Fallbacks.Single(), Is.EqualTo(new StreamingFallback(chip, 100, "it has fewer than 4096 bytes")));
        Assert.That(system.Fallbacks.Single().Reason, Does.Contain("only SDRAM"));
        Assert.That(plain.Fallbacks.Single(), Is.EqualTo(new StreamingFallback(chip, 10_000, "the options say so")));
        Assert.That(machine.Read(chip, Address, data.Length), Is.EqualTo(data));
        Assert.That((small.StreamedBytes, system.StreamedBytes, plain.StreamedBytes), Is.EqualTo((0L, 0L, 0L)));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_was_disposed_of_says_so_and_a_chip_that_is_not_there_is_named(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync();

        Assert.That(() => streaming.ReadAsync(new ChipLocation(9, 9), Address, new byte[4]), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("9,9"));
        Assert.That(() => streaming.WriteAsync(new ChipLocation(0, 0), uint.MaxValue, new byte[4]), Throws.TypeOf<InvalidParameterException>());
        await machine.EndAsync(streaming);
        Assert.That(() => streaming.ReadAsync(new ChipLocation(0, 0), Address, new byte[4]), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task A_machine_that_is_closed_ends_its_streams_first(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync();
        await machine.FinishAsync(machine.Transceiver.DisposeAsync());

        Assert.That(streaming.CleanUpError, Is.Null);
        Assert.That(() => streaming.ReadAsync(new ChipLocation(0, 0), Address, new byte[4]), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(machine.Machine.ApplicationCores.Select(machine.Look), Has.All.Matches<CoreInfo>(static core => core.State == CoreState.Idle));
    }

    private static async Task<SdramSpaceOf> SpaceOfAsync(SimulatedMachine machine, ChipLocation chip)
    {
        SpiNNMan.Async.Wire.Scp.Memory.SdramSpace space = await machine.DoAsync(() => machine.Transceiver.Sdram.GetSpaceAsync(chip));
        return new SdramSpaceOf(space.ToString());
    }

    private sealed record SdramSpaceOf(string Text);
}
