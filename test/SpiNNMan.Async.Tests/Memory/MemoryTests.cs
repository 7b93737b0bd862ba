using System.Buffers;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Memory;

/// <summary>Memory of whole machines.</summary>
internal sealed class MemoryTests
{
    private const uint Address = 0x60400000;

    [Test, CancelAfter(60_000)]
    public async Task Memory_of_any_length_and_alignment_is_written_and_read_on_any_board([Values] TestMachine kind, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(kind, cancellationToken);
        machine.Virtual.Faults = SimulatedMachine.BadNetwork;
        foreach (ChipLocation board in machine.Machine.EthernetChips.Select(static chip => chip.Location))
        {
            ChipLocation chip = machine.Machine.ChipsOfBoard(board).Last().Location;
            foreach ((uint offset, int length) in new[] { (0u, 0), (0u, 1), (1u, 255), (2u, 257), (3u, 2048) })
            {
                byte[] data = Pattern(length, offset);
                await machine.FinishAsync(machine.Transceiver.Memory.WriteAsync(chip, Address + offset, data, cancellationToken: cancellationToken));
                Assert.That(machine.Read(chip, Address + offset, length), Is.EqualTo(data));
                Assert.That(await machine.FinishAsync(machine.Transceiver.Memory.ReadAsync(chip, Address + offset, length, cancellationToken)), Is.EqualTo(data));
            }
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task Many_blocks_go_over_the_boards_they_are_for([Values(TestMachine.Spin5, TestMachine.Torus, TestMachine.Frame)] TestMachine kind, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(kind, cancellationToken);
        machine.Virtual.Faults = SimulatedMachine.BadNetwork;
        IReadOnlyList<MachineChip> chips = machine.Machine.Chips;
        MemoryWrite[] writes = [.. chips.Select(static (chip, index) => new MemoryWrite(chip.Location, Address, Pattern(300, (uint)index)))];
        MemoryRead[] reads = [.. chips.Select(static chip => new MemoryRead(chip.Location, Address, new byte[300]))];
        var progress = new Latest<TransferProgress>();

        await machine.FinishAsync(machine.Transceiver.Memory.WriteAsync(writes, cancellationToken: cancellationToken));
        await machine.FinishAsync(machine.Transceiver.Memory.ReadAsync(reads, progress, cancellationToken));

        Assert.That(reads.Select(static read => read.Destination.ToArray()), Is.EqualTo(writes.Select(static write => write.Data.ToArray())));
        Assert.That(progress.Value, Is.EqualTo(new TransferProgress(300 * chips.Count, 300 * chips.Count)));
        Assert.That(machine.Transceiver.Connections.Skip(1).Select(static connection => connection.Statistics.Sent), Has.All.GreaterThan(96));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_that_falls_silent_halfway_costs_its_own_blocks_only(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        IReadOnlyList<MachineChip> chips = machine.Machine.Chips;
        MemoryRead[] reads = [.. chips.Select(static chip => new MemoryRead(chip.Location, Address, new byte[2000]))];
        var silent = new ChipLocation(8, 4);
        foreach (MachineChip chip in chips)
            machine.Virtual.WriteMemory(chip.Location, Address, Pattern(2000, chip.Location.X));

        var progress = new OnProgress<TransferProgress>(value => machine.BoardOf(silent).IsMute |= value.BytesDone > 100_000);
        Task reading = machine.Transceiver.Memory.ReadAsync(reads, progress, cancellationToken);

        MachineOperationException? error = await Assert.CatchAsync<MachineOperationException>(() => machine.FinishAsync(reading));
        Assert.That(error!.Failures.Select(failure => machine.Machine[failure.Core.Chip].NearestEthernet).Distinct(), Is.EqualTo(new[] { silent }));
        Assert.That(error.Failures.Select(static failure => failure.Error), Has.All.InstanceOf<SpinnakerTimeoutException>());
        foreach ((MachineChip chip, MemoryRead read) in chips.Zip(reads).Where(one => one.First.NearestEthernet != silent))
            Assert.That(read.Destination.ToArray(), Is.EqualTo(Pattern(2000, chip.Location.X)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_chip_that_hears_but_is_not_heard_fails_alone(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin5, cancellationToken);
        var corner = new ChipLocation(7, 7);
        for (int link = 0; link < LinkSet.MaxLinks; link++)
            machine.Virtual.BreakLink(corner, link);

        MemoryWrite[] writes = [.. machine.Machine.Chips.Select(static chip => new MemoryWrite(chip.Location, Address, Pattern(1000, chip.Location.X)))];
        MachineOperationException? error = await Assert.CatchAsync<MachineOperationException>(() => machine.FinishAsync(machine.Transceiver.Memory.WriteAsync(writes, cancellationToken: cancellationToken)));

        Assert.That(error!.Failures.Select(static failure => failure.Core.Chip), Is.EqualTo(new[] { corner }));
        foreach (MemoryWrite write in writes.Where(write => write.Core.Chip != corner))
            Assert.That(machine.Read(write.Core.Chip, Address, 1000), Is.EqualTo(write.Data.ToArray()));
    }

    [Test, CancelAfter(60_000)]
    public async Task Much_that_is_asked_of_a_dead_chip_is_given_up_with_the_first_of_it(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin5, cancellationToken);
        (ChipLocation dead, ChipLocation last) = (new ChipLocation(1, 1), new ChipLocation(7, 7));
        machine.Virtual.WriteMemory(last, Address, Pattern(1000, 7));
        MemoryRead[] reads = [.. Enumerable.Range(0, 200).Select(index => new MemoryRead(dead, Address + (1000 * (uint)index), new byte[1000])), new MemoryRead(last, Address, new byte[1000])];
        machine.Virtual.KillMonitor(dead);
        TimeSpan start = machine.World.Time.Elapsed;

        MachineOperationException<IReadOnlyList<MemoryRead>>? error = await Assert.CatchAsync<MachineOperationException<IReadOnlyList<MemoryRead>>>(
            () => machine.FinishAsync(machine.Transceiver.Memory.ReadAsync(reads, cancellationToken: cancellationToken)));

        Assert.That(machine.World.Time.Elapsed - start, Is.LessThan(TimeSpan.FromSeconds(7)), "one after the other it takes minutes");
        Assert.That((error!.Failures.Count, error.Attempted), Is.EqualTo((200, 201)));
        Assert.That(error.PartialResult.Select(static block => block.Destination.ToArray()), Is.EqualTo(new[] { Pattern(1000, 7) }));
        Assert.That(error.Message, Does.Contain("P2PNoReply"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Filling_goes_to_the_byte([Values(0, 1, 3)] int offset, [Values(0, 1, 2, 4, 5, 11, 1024)] int length, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(1, 0);

        await machine.FinishAsync(machine.Transceiver.Memory.FillAsync(chip, Address + (uint)offset, length, 0x44332211, cancellationToken: cancellationToken));

        byte[] expected = new byte[length + 16];
        for (int index = 0; index < length; index++)
            expected[8 + index] = (byte)(0x11 * ((index % 4) + 1));
        Assert.That(machine.Read(chip, Address + (uint)offset - 8, expected.Length), Is.EqualTo(expected));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_stream_reads_writes_and_seeks_within_its_range(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(1, 1);
        byte[] data = Pattern(5000, 1);
        await using Stream memory = machine.Transceiver.Memory.Open(chip, Address + 1, 5000);

        await machine.FinishAsync(memory.WriteAsync(data, cancellationToken));
        memory.Seek(-1000, SeekOrigin.End);
        var tail = new byte[2000];
        int read = await machine.FinishAsync(memory.ReadAsync(tail, cancellationToken));
        int atEnd = await machine.FinishAsync(memory.ReadAsync(tail, cancellationToken));
        memory.Position = 4999;

        Assert.That(machine.Read(chip, Address + 1, 5000), Is.EqualTo(data));
        Assert.That((read, atEnd), Is.EqualTo((1000, 0)));
        Assert.That(tail[..1000], Is.EqualTo(data[4000..]));
        await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(memory.WriteAsync(new byte[2], cancellationToken)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Chunks_come_in_order_and_reading_ends_with_the_reader(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        byte[] data = Pattern(10_000, 2);
        machine.Virtual.WriteMemory(new ChipLocation(0, 1), Address, data);
        var writer = new ArrayBufferWriter<byte>();

        await machine.FinishAsync(machine.Transceiver.Memory.ReadAsync(new ChipLocation(0, 1), Address, 10_000L, writer, cancellationToken: cancellationToken));
        byte[] first = await machine.DoAsync(TakeFirstAsync);
        long answered = machine.Transceiver.Connections[0].Statistics.Answered;

        Assert.That(writer.WrittenSpan.ToArray(), Is.EqualTo(data));
        Assert.That(first, Is.EqualTo(data[..1024]));
        Assert.That(answered, Is.LessThan(120), "the second kilobyte may have been on its way, not all of them");

        async Task<byte[]> TakeFirstAsync()
        {
            await foreach (ReadOnlyMemory<byte> chunk in machine.Transceiver.Memory.ReadChunksAsync(new ChipLocation(0, 1), Address, 1 << 20, 1024, cancellationToken))
                return chunk.ToArray();
            return [];
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task What_a_stream_brings_is_written_and_one_that_ends_early_is_an_error(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(1, 1);
        byte[] data = Pattern(600_001, 3);

        long written = await machine.FinishAsync(machine.Transceiver.Memory.WriteAsync(chip, Address, new MemoryStream(data), cancellationToken: cancellationToken));
        long part = await machine.FinishAsync(machine.Transceiver.Memory.WriteAsync(chip, Address + 0x100000, new MemoryStream(data), length: 1000, cancellationToken: cancellationToken));

        Assert.That((written, part), Is.EqualTo((600_001L, 1000L)));
        Assert.That(machine.Read(chip, Address, data.Length), Is.EqualTo(data));
        Assert.That(machine.Read(chip, Address + 0x100000, 1001), Is.EqualTo((byte[])[.. data[..1000], 0]));
        await Assert.ThrowsAsync<EndOfStreamException>(() => machine.FinishAsync(machine.Transceiver.Memory.WriteAsync(chip, Address, new MemoryStream(data), length: 600_002, cancellationToken: cancellationToken)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Chunks_of_a_sequence_are_written_one_after_the_other(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(0, 0);
        byte[] data = Pattern(777, 9);

        long written = await machine.FinishAsync(machine.Transceiver.Memory.WriteAsync(chip, Address, Cut(), cancellationToken));

        Assert.That(written, Is.EqualTo(777));
        Assert.That(machine.Read(chip, Address, 777), Is.EqualTo(data));

        async IAsyncEnumerable<ReadOnlyMemory<byte>> Cut()
        {
            await Task.CompletedTask;
            yield return data.AsMemory(0, 300);
            yield return data.AsMemory(300);
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task Differences_are_named_by_their_first_byte(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(1, 0);
        byte[] data = Pattern(3000, 4);

        uint sum = await machine.FinishAsync(machine.Transceiver.Memory.WriteWithChecksumAsync(chip, Address, new byte[] { 1, 0, 0, 0, 2, 0, 0, 0, 0, 1 }, cancellationToken: cancellationToken));
        await machine.FinishAsync(machine.Transceiver.Memory.WriteAsync(chip, Address, data, cancellationToken: cancellationToken));
        await machine.FinishAsync(machine.Transceiver.Memory.VerifyAsync(chip, Address, data, cancellationToken: cancellationToken));
        machine.Virtual.WriteMemory(chip, Address + 2999, [(byte)~data[2999]]);
        machine.Virtual.WriteMemory(chip, Address + 1234, [(byte)~data[1234]]);

        Assert.That(sum, Is.EqualTo(3 + 256));
        MemoryVerificationException? error = await Assert.ThrowsAsync<MemoryVerificationException>(() => machine.FinishAsync(machine.Transceiver.Memory.VerifyAsync(chip, Address, data, cancellationToken: cancellationToken)));
        Assert.That(error!.Difference, Is.EqualTo(new MemoryDifference(chip, Address + 1234, data[1234], (byte)~data[1234])));
        Assert.That(error.Message, Does.Contain("0x604004D2 of 1,0,0"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_chip_whose_monitor_is_dead_is_read_and_written_over_a_link(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin5, cancellationToken);
        machine.Virtual.Faults = SimulatedMachine.BadNetwork;
        (ChipLocation here, ChipLocation dead) = (new ChipLocation(0, 0), new ChipLocation(1, 1));
        byte[] data = Pattern(601, 5);
        machine.Virtual.WriteMemory(dead, Address, Enumerable.Repeat((byte)0xEE, 700).ToArray());
        machine.Virtual.KillMonitor(dead);
        var back = new byte[601];

        await machine.FinishAsync(machine.Transceiver.Memory.WriteNeighbourAsync(here, link: 1, Address + 3, data, cancellationToken: cancellationToken));
        await machine.FinishAsync(machine.Transceiver.Memory.ReadNeighbourAsync(here, link: 1, Address + 3, back, cancellationToken: cancellationToken));

        Assert.That(back, Is.EqualTo(data));
        Assert.That(machine.Read(dead, Address, 606), Is.EqualTo((byte[])[0xEE, 0xEE, 0xEE, .. data, 0xEE, 0xEE]));
        await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(machine.Transceiver.Memory.ReadNeighbourAsync(here, 6, Address, back, cancellationToken: cancellationToken)));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_flood_reaches_every_chip_whatever_gets_lost([Values(TestMachine.Spin3, TestMachine.Torus)] TestMachine kind, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(kind, cancellationToken);
        machine.Virtual.Faults = SimulatedMachine.BadNetwork with { FloodFillLoss = 0.001 };
        byte[] data = Pattern(70_003, 6);
        var progress = new Latest<TransferProgress>();

        await machine.FinishAsync(machine.Transceiver.Memory.WriteFloodAsync(Address, data, progress: progress, cancellationToken: cancellationToken));

        Assert.That(machine.Machine.Chips.Where(chip => !machine.Read(chip.Location, Address, data.Length).AsSpan().SequenceEqual(data)), Is.Empty);
        Assert.That(progress.Value.BytesDone, Is.GreaterThanOrEqualTo(70_000));
    }

    [Test, CancelAfter(60_000)]
    public async Task Cancelling_ends_a_transfer_at_once_and_leaves_the_connection_usable(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        using var stop = new CancellationTokenSource();
        MemoryRead[] reads = [.. machine.Machine.Chips.Select(static chip => new MemoryRead(chip.Location, Address, new byte[5000]))];
        var progress = new OnProgress<TransferProgress>(value =>
        {
            if (value.BytesDone > 50_000)
                stop.Cancel();
        });

        OperationCanceledException? error = await Assert.CatchAsync<OperationCanceledException>(() => machine.FinishAsync(machine.Transceiver.Memory.ReadAsync(reads, progress, stop.Token)));

        Assert.That(error!.CancellationToken == stop.Token, Is.True);
        Assert.That(await machine.FinishAsync(machine.Transceiver.Memory.ReadAsync(new ChipLocation(9, 5), Address, 4, cancellationToken)), Has.Length.EqualTo(4));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_is_in_memory_is_read_as_what_it_is(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        machine.Virtual.Faults = SimulatedMachine.BadNetwork;
        Transceiver transceiver = machine.Transceiver;
        var chip = new ChipLocation(9, 5);
        machine.Virtual.Run(new CoreLocation(chip, 7), new EchoApplication(), applicationId: 42);

        SystemVariables variables = await machine.FinishAsync(transceiver.Chips.ReadSystemVariablesAsync(chip, cancellationToken));
        await machine.FinishAsync(transceiver.Chips.WriteSystemVariableAsync(chip, SystemVariable.UserTemp1, 0x12345678, cancellationToken));
        await machine.FinishAsync(transceiver.Chips.WriteUserRegisterAsync(new CoreLocation(chip, 7), 2, 77, cancellationToken));
        await machine.FinishAsync(transceiver.Memory.WriteStructAsync(chip, Address, new Sample(1, 2, 3.5f), cancellationToken));
        CoreInfos infos = await machine.FinishAsync(transceiver.Applications.GetCoreInfosAsync(cancellationToken: cancellationToken));

        Assert.That((variables.X, variables.Y, variables.Width), Is.EqualTo(((byte)9, (byte)5, (byte)12)));
        Assert.That(await machine.FinishAsync(transceiver.Chips.ReadSystemVariableAsync(chip, SystemVariable.UserTemp1, cancellationToken)), Is.EqualTo(0x12345678));
        Assert.That(await machine.FinishAsync(transceiver.Chips.ReadUserRegisterAsync(new CoreLocation(chip, 7), 2, cancellationToken)), Is.EqualTo(77));
        Assert.That(await machine.FinishAsync(transceiver.Memory.ReadStructAsync<Sample>(chip, Address, cancellationToken)), Is.EqualTo(new Sample(1, 2, 3.5f)));
        Assert.That(await machine.FinishAsync(transceiver.Memory.ReadStructsAsync<ushort>(chip, Address, 2, cancellationToken)), Is.EqualTo(new ushort[] { 1, 0 }));
        Assert.That((await machine.FinishAsync(transceiver.Applications.GetCoreInfoAsync(new CoreLocation(chip, 7), cancellationToken))).ApplicationId, Is.EqualTo(42));
        Assert.That(infos.Cores, Is.EquivalentTo(transceiver.Machine.ApplicationCores));
        Assert.That(infos.Where(static info => info.ApplicationId == 42).Select(static info => info.Core), Is.EqualTo(new[] { new CoreLocation(chip, 7) }));
    }

    private static byte[] Pattern(int length, uint seed)
    {
        var bytes = new byte[length];
        new Random((int)seed).NextBytes(bytes);
        return bytes;
    }

    private readonly record struct Sample(byte One, int Two, float Three);
}
