using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Iobufs;

/// <summary>What cores printed.</summary>
internal sealed class IobufTests
{
    private const uint Block = 0x60400000;

    [Test, CancelAfter(60_000)]
    public async Task Text_of_every_core_is_read_on_a_bad_network([Values] TestMachine kind, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(kind, cancellationToken);
        CoreLocation[] printed = [.. machine.Machine.EthernetChips.SelectMany(board => machine.Machine.ChipsOfBoard(board.Location).TakeLast(2))
            .SelectMany(static chip => chip.ApplicationCores.Take(3).Select(core => new CoreLocation(chip.Location, (byte)core)))];
        foreach (CoreLocation core in printed)
            machine.Virtual.Run(core, new HelloApplication { Text = $"I am {core}. {new string('x', 40 * core.Core)}" });
        CoreLocation[] asked = [.. printed, new CoreLocation(0, 0, 9), new CoreLocation(0, 0, 11)];
        machine.Virtual.Faults = SimulatedMachine.BadNetwork;

        IReadOnlyList<Iobuf> texts = await machine.FinishAsync(machine.Transceiver.Iobuf.GetAsync(asked, cancellationToken: cancellationToken));

        Assert.That(texts.Select(static text => text.Core), Is.EqualTo(asked));
        foreach (Iobuf text in texts)
            Assert.That(text.Text, Is.EqualTo(printed.Contains(text.Core) ? $"I am {text.Core}. {new string('x', 40 * text.Core.Core)}\n" : ""));
    }

    [Test, CancelAfter(60_000)]
    public async Task No_more_requests_are_made_than_there_must_be(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        for (byte core = 1; core <= 17; core++)
            machine.Virtual.Run(new CoreLocation(1, 1, core), new HelloApplication { Text = new string('y', core == 5 ? 20_000 : 200) });

        long before = machine.Transceiver.Connections[0].Statistics.Sent;
        IReadOnlyList<Iobuf> texts = await machine.FinishAsync(machine.Transceiver.Iobuf.GetAsync(
            Enumerable.Range(1, 17).Select(static core => new CoreLocation(1, 1, (byte)core)), cancellationToken: cancellationToken));
        long requests = machine.Transceiver.Connections[0].Statistics.Sent - before;

        // The size of blocks; nine pairs; sixteen short texts; 20,001 bytes in two blocks, each with 16 bytes before it.
        int longText = ((16384 + 16 + 255) / 256) + ((20_001 - 16384 + 16 + 255) / 256);
        Assert.That(texts[4].Text, Is.EqualTo(new string('y', 20_000) + "\n"));
        Assert.That(requests, Is.EqualTo(1 + 9 + 16 + longText));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_is_not_text_does_no_harm(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(1, 0);
        byte[] bad = [0xC3, 0x28, (byte)'a', 0xFF, 0x00, 0xE2, 0x82];
        SetBlock(machine, chip, core: 1, Block, Block, (uint)bad.Length, bad);                                // leads back to itself
        SetBlock(machine, chip, core: 2, Block + 0x10000, 0x12345678, uint.MaxValue, "endless"u8.ToArray());  // leads nowhere, and never ends
        SetBlock(machine, chip, core: 3, Block + 0x20000, 0, 2, "ok"u8.ToArray());
        SetFirst(machine, chip, core: 4, 0xDEADBEEF);
        SetFirst(machine, chip, core: 5, 0x30000000);
        CoreLocation[] cores = [.. Enumerable.Range(1, 5).Select(core => new CoreLocation(chip, (byte)core))];

        IReadOnlyDictionary<CoreLocation, ReadOnlyMemory<byte>> bytes = await machine.FinishAsync(machine.Transceiver.Iobuf.GetBytesAsync(cores, cancellationToken: cancellationToken));
        Iobuf text = await machine.FinishAsync(machine.Transceiver.Iobuf.GetAsync(cores[0], cancellationToken));

        Assert.That(bytes[cores[0]].ToArray(), Is.EqualTo(bad));
        Assert.That(text.Text, Is.EqualTo("\uFFFD(a\uFFFD\0\uFFFD"));
        Assert.That(bytes[cores[1]].Length, Is.EqualTo(16384));
        Assert.That(Encoding.ASCII.GetString(bytes[cores[2]].Span), Is.EqualTo("ok"));
        Assert.That((bytes[cores[3]].Length, bytes[cores[4]].Length), Is.EqualTo((0, 0)));
        Assert.That((await machine.FinishAsync(machine.Transceiver.Chips.ReadSystemVariablesAsync(chip, cancellationToken))).X, Is.EqualTo(1), "the monitor lives");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_chip_whose_monitor_is_dead_fails_its_own_cores_only(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin5, cancellationToken);
        machine.Virtual.KillMonitor(new ChipLocation(1, 2));

        MachineOperationException? error = await Assert.CatchAsync<MachineOperationException>(() => machine.FinishAsync(machine.Transceiver.Iobuf.GetAsync(
            [new CoreLocation(1, 2, 1), new CoreLocation(0, 0, 1), new CoreLocation(7, 7, 3)], cancellationToken: cancellationToken)));

        Assert.That(error!.Failures.Select(static failure => failure.Core.Chip), Is.EqualTo(new[] { new ChipLocation(1, 2) }));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_silent_board_fails_its_own_cores_only(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        machine.BoardOf(new ChipLocation(4, 8)).IsMute = true;

        MachineOperationException? error = await Assert.CatchAsync<MachineOperationException>(() => machine.FinishAsync(machine.Transceiver.Iobuf.GetAsync(cancellationToken: cancellationToken)));

        Assert.That(error!.Failures, Has.Count.EqualTo(48));
        Assert.That(error.Failures.Select(failure => machine.Machine[failure.Core.Chip].NearestEthernet).Distinct(), Is.EqualTo(new[] { new ChipLocation(4, 8) }));
    }

    [Test, CancelAfter(60_000)]
    public async Task Text_is_followed_as_it_grows_on_every_board_but_a_silent_one(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        CoreLocation[] cores = [new(0, 0, 1), new(9, 5, 2), new(5, 9, 3)];
        foreach (CoreLocation core in cores)
            machine.Virtual.Run(core, new Counter(core.Core));
        machine.Virtual.Faults = SimulatedMachine.BadNetwork;
        machine.World.Time.CreateTimer(_ => machine.BoardOf(new ChipLocation(5, 9)).IsMute = true, null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        var texts = cores.ToDictionary(static core => core, static _ => new StringBuilder());

        await machine.DoAsync(FollowAsync);

        string expected = string.Concat(Enumerable.Range(0, 100).Select(static index => $"{index} {new string('z', 300)}\n"));
        Assert.That(texts[cores[0]].ToString(), Is.EqualTo(expected));
        Assert.That(texts[cores[1]].ToString(), Is.EqualTo(expected));
        Assert.That(expected, Does.StartWith(texts[cores[2]].ToString()));
        Assert.That(texts[cores[2]].Length, Is.InRange(1, expected.Length - 1));

        async Task FollowAsync()
        {
            await foreach (Iobuf text in machine.Transceiver.Iobuf.SubscribeAsync(cores, cancellationToken: cancellationToken))
            {
                texts[text.Core].Append(text.Text);
                if (texts[cores[0]].Length >= 100 * 302 && texts[cores[1]].Length >= 100 * 302)
                    return;
            }
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task A_chip_that_dies_does_not_hold_up_the_others_of_its_board(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin5, cancellationToken);
        machine.Virtual.Run(new CoreLocation(0, 0, 1), new Counter(1));
        machine.Virtual.KillMonitor(new ChipLocation(1, 2));
        int looks = 0;

        await machine.DoAsync(FollowAsync);

        // It prints for ten seconds, and is looked at twice a second; a dead chip is given up after five.
        Assert.That(looks, Is.GreaterThan(15));

        async Task FollowAsync()
        {
            await foreach (Iobuf text in machine.Transceiver.Iobuf.SubscribeAsync([new CoreLocation(1, 2, 1), new CoreLocation(0, 0, 1)], cancellationToken: cancellationToken))
            {
                looks++;
                if (text.Text.Contains("\n99 ", StringComparison.Ordinal))
                    return;
            }
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task Following_ends_with_an_error_when_no_board_answers_and_at_once_when_cancelled(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2), machine.World.Time);

        await Assert.CatchAsync<OperationCanceledException>(() => machine.DoAsync(() => FollowAsync(stop.Token)));
        machine.BoardOf(new ChipLocation(0, 0)).IsMute = true;
        await Assert.CatchAsync<MachineOperationException>(() => machine.DoAsync(() => FollowAsync(cancellationToken)));
        Assert.Throws<InvalidParameterException>(() => machine.Transceiver.Iobuf.SubscribeAsync(interval: TimeSpan.Zero, cancellationToken: cancellationToken));

        async Task FollowAsync(CancellationToken token)
        {
            await foreach (Iobuf text in machine.Transceiver.Iobuf.SubscribeAsync([new CoreLocation(0, 0, 1)], cancellationToken: token))
                Assert.Fail($"nobody printed {text}");
        }
    }

    private static void SetFirst(SimulatedMachine machine, ChipLocation chip, int core, uint address)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, address);
        machine.Virtual.WriteMemory(chip, MemoryMap.GetCoreInfoAddress(core) + CoreInfo.IobufAddressOffset, bytes);
    }

    private static void SetBlock(SimulatedMachine machine, ChipLocation chip, int core, uint address, uint next, uint length, byte[] text)
    {
        var header = new byte[IobufBlockHeader.Size];
        new IobufBlockHeader(next, 0, 0, length).Write(header);
        machine.Virtual.WriteMemory(chip, address, [.. header, .. text]);
        SetFirst(machine, chip, core, address);
    }

    /// <summary>Prints a hundred long lines, one every 100 ms.</summary>
    private sealed class Counter(int core) : IVirtualCoreApplication
    {
        private int _count;

        public string Name => $"counter {core}";

        public void OnStart(IVirtualCore core)
        {
            core.Print($"{_count++} {new string('z', 300)}\n");
            if (_count < 100)
                core.Schedule(TimeSpan.FromMilliseconds(100), () => OnStart(core));
        }

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
        }
    }
}
