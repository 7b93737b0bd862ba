using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Tests.Memory.Streaming;

/// <summary>Each way in which a stream can fail, made to happen.</summary>
internal sealed class StreamingFailureTests
{
    private const uint Address = StreamingBench.Address;
    private const uint Start = 100;
    private const uint Missing = 1000;
    private const uint Location = 200;
    private const uint Block = 2000;
    private const uint Tell = 2001;
    private const int Out = 5;
    private const int In = 6;
    private const uint EndBit = 1u << 31;

    private static readonly ChipLocation s_chip = new(1, 1);
    private static readonly StreamingOptions s_options = StreamingBench.Options with { Verification = StreamingVerification.None, KeepsPrograms = true };

    private InterceptedNetwork _network = null!;

    [Test, CancelAfter(60_000)]
    public async Task A_start_that_is_lost_is_sent_again(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        _network.LosesOut = LosesFirst(static datagram => InterceptedNetwork.Is(datagram, Out, Start), 2);
        StreamingStatistics read = await ReadAsync(machine, streaming, 20_000);

        Assert.That(read.Waited, Is.GreaterThan(TimeSpan.Zero).And.LessThan(TimeSpan.FromMilliseconds(50)));
        Assert.That(read.Fallbacks, Is.Empty);
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_tag_that_was_taken_away_is_set_again([Values] bool whileReading, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        await machine.DoAsync(() => machine.Transceiver.Tags.SetAsync(1, "10.9.9.9", 4711, cancellationToken: cancellationToken));
        StreamingStatistics moved = whileReading ? await ReadAsync(machine, streaming, 20_000) : await WriteAsync(machine, streaming, 20_000);

        Assert.That(moved.Fallbacks, Is.Empty);
        Assert.That(moved.Elapsed, Is.LessThan(TimeSpan.FromMilliseconds(100)));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task An_end_that_is_lost_costs_milliseconds([Values(20_000, 26_400)] int length, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        _network.LosesIn = LosesFirst(datagram => IsOfStream(datagram, length / StreamDatagram.MaxData | EndBit), 1);
        StreamingStatistics read = await ReadAsync(machine, streaming, length);

        // Without a last short datagram nothing is missing when the end is.
        Assert.That(read.Waited > TimeSpan.Zero, Is.EqualTo(length % StreamDatagram.MaxData != 0));
        Assert.That(read.Elapsed, Is.LessThan(TimeSpan.FromMilliseconds(50)));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_list_that_is_lost_is_sent_again_and_has_one_message(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        _network.LosesIn = LosesFirst(static datagram => datagram.Length == 272, 200);
        _network.LosesOut = LosesFirst(static datagram => InterceptedNetwork.Is(datagram, Out, Missing), 2);
        StreamingStatistics read = await ReadAsync(machine, streaming, 200 * StreamDatagram.MaxData);

        Assert.That(read.Lost, Is.GreaterThanOrEqualTo(200));
        uint[][] lists = [.. _network.Sent.Select(static datagram => InterceptedNetwork.WordsOf(datagram, Out)).Where(static words => words is [Missing, ..])];
        Assert.That(lists, Has.Length.GreaterThanOrEqualTo(4));
        Assert.That(lists.Select(static words => (words[2], words.Length <= 68)), Has.All.EqualTo((1u, true)));
        Assert.That(read.Elapsed, Is.LessThan(TimeSpan.FromMilliseconds(100)));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task Words_that_get_lost_within_the_machine_are_noticed_and_the_stream_begins_again(CancellationToken cancellationToken)
    {
        // Routers that drop nothing lose nothing, so the timeouts are set back behind the back of the streams.
        await using SimulatedMachine machine = await OpenAsync(cancellationToken, static options => options.With(static () => new ExtraMonitorApplication { WordLoss = 0.002, Seed = 7 }));
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        await machine.DoAsync(() => streaming.Monitors.SetRouterTimeoutsAsync(RouterTimeout.Usual, RouterTimeout.Zero));
        StreamingStatistics read = await ReadAsync(machine, streaming, 100 * StreamDatagram.MaxData);

        Assert.That(read.Restarts, Is.GreaterThan(0));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_monitor_that_dies_is_reported_with_its_text_and_its_chip_goes_by_SCP([Values] bool whileReading, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        await KillMonitorAsync(machine, streaming);

        if (whileReading)
        {
            StreamingStatistics read = await ReadAsync(machine, streaming, 20_000);
            Assert.That(read.Fallbacks.Single().Reason, Does.Contain("1,1,1").And.Contains("RunTimeException").And.Contains("Write address not set"));
            Assert.That(streaming.Unserved.Single().Key, Is.EqualTo(s_chip));
        }
        else
        {
            // The gatherer does not know, and says that all is there: only the comparison finds it.
            MemoryStreaming compared = streaming;
            byte[] data = StreamingBench.Pattern(20_000);
            StreamingStatistics written = await machine.DoAsync(() => compared.WriteAsync(s_chip, Address, data));
            Assert.That(written.StreamedBytes, Is.EqualTo(20_000));
            Assert.That(machine.Read(s_chip, Address, data.Length), Is.Not.EqualTo(data));
        }

        Assert.That((await ReadAsync(machine, streaming, 20_000, new ChipLocation(1, 0))).StreamedBytes, Is.EqualTo(20_000), "others go on");
        await machine.FinishAsync(streaming.DisposeAsync());
    }

    [Test, CancelAfter(60_000)]
    public async Task Data_that_did_not_get_into_memory_are_written_again_by_SCP([Values(StreamingVerification.Sample, StreamingVerification.Full)] StreamingVerification verification, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options with { Verification = verification });
        await KillMonitorAsync(machine, streaming);
        byte[] data = StreamingBench.Pattern(20_000);
        StreamingStatistics written = await machine.DoAsync(() => streaming.WriteAsync(s_chip, Address, data));

        Assert.That(written.Repaired, Is.EqualTo(20_000));
        Assert.That(machine.Read(s_chip, Address, data.Length), Is.EqualTo(data));
        await machine.FinishAsync(streaming.DisposeAsync());
    }

    [Test, CancelAfter(60_000)]
    public async Task A_gatherer_that_dies_is_reported_and_its_board_goes_by_SCP(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        CoreLocation gatherer = streaming.Monitors.Gatherers.Values.Single();
        uint next = await TransactionOfAsync(machine, gatherer) + 1;
        _network.LastSocket!.Send(StreamMessage.LocationOf(gatherer, next, 0x50000000, s_chip, 1));
        byte[] data = StreamingBench.Pattern(20_000);
        StreamingStatistics written = await machine.DoAsync(() => streaming.WriteAsync(s_chip, Address, data));

        Assert.That(written.Fallbacks.Single().Reason, Does.Contain(gatherer.ToString()).And.Contains("RunTimeException"));
        Assert.That(machine.Read(s_chip, Address, data.Length), Is.EqualTo(data));
        Assert.That(streaming.Unserved, Has.Count.EqualTo(4));
        Assert.That((await ReadAsync(machine, streaming, 20_000)).Fallbacks, Has.Count.EqualTo(1));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task Another_host_that_reads_at_the_same_time_is_refused(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        CoreLocation monitor = streaming.Monitors.Cores[s_chip];
        bool isDone = false;
        _network.LosesIn = datagram =>
        {
            // The other one begins before the last datagram of this one has come.
            if (!isDone && IsOfStream(datagram, 20_000 / StreamDatagram.MaxData | EndBit))
            {
                isDone = true;
                _network.LastSocket!.Send(StreamMessage.StartOf(monitor, BitConverter.ToUInt32(datagram, 4) + 1, Address, 40));
            }

            return false;
        };

        StreamingException? error = await Assert.CatchAsync<StreamingException>(() => ReadAsync(machine, streaming, 20_000));
        Assert.That(error!.Message, Does.StartWith("Another host streams"));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task Another_host_that_writes_at_the_same_time_is_refused(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        CoreLocation gatherer = streaming.Monitors.Gatherers.Values.Single();
        bool isDone = false;
        _network.LosesIn = datagram =>
        {
            // The other one writes a block of its own between two transactions of this one.
            if (!isDone && datagram.Length == 8 && BitConverter.ToUInt32(datagram) == 2003)
            {
                isDone = true;
                uint next = BitConverter.ToUInt32(datagram, 4) + 1;
                var block = new byte[StreamMessage.MaxSize];
                int length = StreamMessage.WriteBlock(block, gatherer, next, 0, new byte[StreamMessage.MaxBlock]);
                _network.LastSocket!.Send(StreamMessage.LocationOf(gatherer, next, Address + 0x10000, s_chip, 1));
                _network.LastSocket!.Send(block.AsSpan(0, length));
                _network.LastSocket!.Send(StreamMessage.TellOf(gatherer, next));
            }

            return false;
        };

        StreamingException? error = await Assert.CatchAsync<StreamingException>(() => WriteAsync(machine, streaming, 20_000));
        Assert.That(error!.Message, Does.StartWith("Another host streams"));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_monitor_that_is_deaf_for_lists_gives_what_is_missing_by_SCP(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        CoreLocation monitor = streaming.Monitors.Cores[s_chip];
        await ReadAsync(machine, streaming, 20_000);
        uint last = await TransactionOfAsync(machine, monitor);
        _network.LastSocket!.Send(StreamMessage.ClearOf(monitor, last));
        _network.LastSocket!.Send(StreamMessage.MissingOf(monitor, last, [1]));
        _network.LosesIn = LosesFirst(static datagram => IsOfStream(datagram, 3), 1);
        StreamingStatistics read = await ReadAsync(machine, streaming, 20_000);

        Assert.That(read.Fallbacks.Single(), Is.EqualTo(new StreamingFallback(s_chip, 264, $"the extra monitor on {monitor} answers no list of missing datagrams")));
        Assert.That(read.StreamedBytes, Is.EqualTo(20_000 - 264));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task The_second_block_is_never_the_first_to_arrive([Values(1, 2, 3, 5, 30)] int blocks, [Values(1, 2)] int rounds, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options with { SmallestStream = 1 });

        // Every block but the second one is lost, in the first rounds.
        int told = 0;
        _network.LosesOut = datagram =>
        {
            told += InterceptedNetwork.Is(datagram, In, Tell) ? 1 : 0;
            return InterceptedNetwork.WordsOf(datagram, In) is [Block, _, var number, ..] && number != 1 && told <= rounds;
        };
        await WriteAsync(machine, streaming, blocks * StreamMessage.MaxBlock);

        Assert.That(machine.Look(streaming.Monitors.Cores[s_chip]).State, Is.EqualTo(CoreState.Running));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_list_of_more_than_66_blocks_is_taken_from_all_its_datagrams(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        await WriteAsync(machine, streaming, 200_000);
        _network.LosesOut = LosesFirst(static datagram => InterceptedNetwork.WordsOf(datagram, In) is [Block, _, > 4, ..], 150);
        StreamingStatistics written = await WriteAsync(machine, streaming, 100_000);

        Assert.That(written.Lost, Is.EqualTo(150));
        Assert.That(written.Elapsed, Is.LessThan(TimeSpan.FromMilliseconds(100)));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_place_that_is_lost_is_sent_again(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        _network.LosesOut = LosesFirst(static datagram => InterceptedNetwork.Is(datagram, In, Location), 3);
        StreamingStatistics written = await WriteAsync(machine, streaming, 20_000);

        Assert.That(written.Fallbacks, Is.Empty);
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task Answers_that_are_lost_are_asked_for_again(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        int count = 0;
        _network.LosesIn = datagram => datagram.Length is 8 or 12 && BitConverter.ToUInt32(datagram) is 2002 or 2003 && count++ % 3 != 2;
        StreamingStatistics written = await WriteAsync(machine, streaming, 20_000);

        Assert.That((count > 3, written.Fallbacks.Count), Is.EqualTo((true, 0)));
        await machine.EndAsync(streaming);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_transfer_that_another_program_left_open_makes_the_board_go_by_SCP(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(cancellationToken);
        MemoryStreaming streaming = await machine.OpenStreamingAsync(s_options);
        CoreLocation gatherer = streaming.Monitors.Gatherers.Values.Single();
        _network.LastSocket!.Send(StreamMessage.LocationOf(gatherer, await TransactionOfAsync(machine, gatherer) + 1, Address, s_chip, 5));
        await machine.RunAsync(Task.Delay(TimeSpan.FromMilliseconds(1), machine.World.Time, cancellationToken), cancellationToken);
        byte[] data = StreamingBench.Pattern(20_000);
        StreamingStatistics written = await machine.DoAsync(() => streaming.WriteAsync(s_chip, Address, data));

        Assert.That(written.Fallbacks.Single().Reason, Does.Contain("left a transfer open"));
        Assert.That(machine.Read(s_chip, Address, data.Length), Is.EqualTo(data));
        await machine.EndAsync(streaming);
    }

    private static async Task KillMonitorAsync(SimulatedMachine machine, MemoryStreaming streaming)
    {
        // The recorded death: block 1 comes first.
        CoreLocation gatherer = streaming.Monitors.Gatherers.Values.Single();
        uint next = await TransactionOfAsync(machine, gatherer) + 1;
        var block = new byte[StreamMessage.MaxSize];
        var network = (InterceptedNetwork)machine.Transceiver.Connections[0].Settings.Network;
        network.LastSocket!.Send(StreamMessage.LocationOf(gatherer, next, Address + 0x10000, s_chip, 2));
        foreach (uint number in new uint[] { 1, 0 })
        {
            int length = StreamMessage.WriteBlock(block, gatherer, next, number, new byte[StreamMessage.MaxBlock]);
            network.LastSocket!.Send(block.AsSpan(0, length));
        }

        network.LastSocket!.Send(StreamMessage.TellOf(gatherer, next));
        await machine.RunAsync(Task.Delay(TimeSpan.FromMilliseconds(5), machine.World.Time), CancellationToken.None);
        Assert.That(machine.Look(streaming.Monitors.Cores[s_chip]).State, Is.EqualTo(CoreState.RunTimeException));
    }

    private static async Task<uint> TransactionOfAsync(SimulatedMachine machine, CoreLocation core) =>
        await machine.DoAsync(() => machine.Transceiver.Memory.ReadWordAsync(core.Chip, MemoryMap.GetUserRegisterAddress(core.Core, 1)));

    private static bool IsOfStream(byte[] datagram, uint first) => datagram.Length is >= 8 and <= 272 && datagram.Length % 4 == 0 && BitConverter.ToUInt32(datagram) == first;

    private static bool IsOfStream(byte[] datagram, long first) => IsOfStream(datagram, (uint)first);

    private static Func<byte[], bool> LosesFirst(Func<byte[], bool> which, int count)
    {
        int lost = 0;
        return datagram => which(datagram) && lost++ < count;
    }

    private static async Task<StreamingStatistics> ReadAsync(SimulatedMachine machine, MemoryStreaming streaming, int length, ChipLocation? chip = null)
    {
        byte[] data = StreamingBench.Pattern(length, length);
        machine.Virtual.WriteMemory(chip ?? s_chip, Address, data);
        var found = new byte[length];
        StreamingStatistics read = await machine.DoAsync(() => streaming.ReadAsync(chip ?? s_chip, Address, found));
        Assert.That(found, Is.EqualTo(data));
        return read;
    }

    private static async Task<StreamingStatistics> WriteAsync(SimulatedMachine machine, MemoryStreaming streaming, int length)
    {
        byte[] data = StreamingBench.Pattern(length, length);
        StreamingStatistics written = await machine.DoAsync(() => streaming.WriteAsync(s_chip, Address, data));
        Assert.That(machine.Read(s_chip, Address, length), Is.EqualTo(data));
        return written;
    }

    private async Task<SimulatedMachine> OpenAsync(CancellationToken cancellationToken, Func<VirtualMachineOptions, VirtualMachineOptions>? change = null)
    {
        VirtualMachineOptions options = SimulatedMachine.OptionsFor(TestMachine.Spin3);
        return await SimulatedMachine.OpenAsync(
            change?.Invoke(options) ?? options, cancellationToken, with => with with { Connection = with.Connection with { Network = _network = new InterceptedNetwork(with.Connection.Network) } });
    }
}
