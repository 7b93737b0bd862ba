using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Memory;

/// <summary>SDRAM that is allocated and freed.</summary>
internal sealed class SdramTests
{
    private const byte Application = 30;

    [Test, CancelAfter(60_000)]
    public async Task A_block_that_several_free_at_once_is_freed_once([Values] bool byApplication, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        MachineSdram sdram = machine.Transceiver.Sdram;
        var chip = new ChipLocation(0, 0);
        ChipHeap before = await machine.FinishAsync(sdram.GetHeapAsync(chip, cancellationToken: cancellationToken));
        SdramAllocation block = await machine.FinishAsync(sdram.AllocateAsync(chip, 64, Application, cancellationToken: cancellationToken));

        Task one = sdram.FreeAsync(chip, block.Address, cancellationToken);
        Task other = byApplication ? sdram.FreeOfApplicationAsync(Application, [chip], cancellationToken) : sdram.FreeAsync(chip, block.Address, cancellationToken);
        await machine.FinishAsync(Task.WhenAll(one, other).ContinueWith(static _ => { }, cancellationToken, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default));

        ChipHeap after = await machine.FinishAsync(sdram.GetHeapAsync(chip, cancellationToken: cancellationToken));
        Assert.That(after.Damage, Is.Null);
        Assert.That(after.Blocks, Is.EqualTo(before.Blocks));
        Assert.That(new[] { one, other }.Count(static task => task.IsCompletedSuccessfully), Is.GreaterThanOrEqualTo(1));
        Assert.That((await machine.FinishAsync(sdram.GetSpaceAsync(chip, cancellationToken))).Free, Is.Positive);
    }

    [Test, CancelAfter(60_000)]
    public async Task What_is_allocated_on_a_bad_network_is_there_once_and_gone_when_it_is_disposed_of([Values] TestMachine kind, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(kind, cancellationToken);
        Transceiver transceiver = machine.Transceiver;
        ChipLocation[] chips = [.. transceiver.Machine.EthernetChips.Select(board => transceiver.Machine.ChipsOfBoard(board.Location).Last().Location)];
        SdramSpace before = await machine.FinishAsync(transceiver.Sdram.GetSpaceAsync(chips[0], cancellationToken));

        // A request to free that comes twice is done twice, whatever a host does.
        machine.Virtual.Faults = SimulatedMachine.BadNetwork with { Ingress = SimulatedMachine.BadNetwork.Ingress with { Duplication = 0 } };

        SdramAllocation[] allocations = await machine.FinishAsync(Task.WhenAll(chips.SelectMany(chip =>
            Enumerable.Range(1, 5).Select(size => transceiver.Sdram.AllocateAsync(chip, (uint)size * 100, Application, cancellationToken: cancellationToken)))));
        ChipHeap during = await machine.FinishAsync(transceiver.Sdram.GetHeapAsync(chips[0], cancellationToken: cancellationToken));
        uint? found = await machine.FinishAsync(transceiver.Sdram.FindAsync(chips[0], Application, allocations[0].Tag, cancellationToken));

        // A request to free that the network itself duplicates spoils the heap of a board, whoever sends it.
        machine.Virtual.Faults = SimulatedMachine.BadNetwork with { Ingress = SimulatedMachine.BadNetwork.Ingress with { Duplication = 0 } };
        foreach (SdramAllocation allocation in allocations)
            await machine.FinishAsync(allocation.DisposeAsync());

        machine.Virtual.Faults = Simulation.Faults.FaultOptions.None;
        Assert.That(allocations.Select(static allocation => (allocation.Chip, allocation.Tag)), Is.Unique);
        Assert.That(during.AllocatedBlocks(Application).Select(static block => (block.BlockAddress + 8, (uint)block.Size)), Is.EquivalentTo(allocations.Take(5).Select(static allocation => (allocation.Address, allocation.Size))));
        Assert.That(found, Is.EqualTo(allocations[0].Address));
        Assert.That(await machine.FinishAsync(transceiver.Sdram.GetSpaceAsync(chips[0], cancellationToken)), Is.EqualTo(before));
        Assert.That((await machine.FinishAsync(transceiver.Sdram.GetHeapAsync(chips[^1], cancellationToken: cancellationToken))).AllocatedBlocks(Application), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_lost_reply_neither_loses_memory_nor_frees_it_twice([Range(0, 10)] int silentAfter, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        Transceiver transceiver = machine.Transceiver;
        var chip = new ChipLocation(0, 0);
        await machine.FinishAsync(transceiver.Sdram.AllocateAsync(chip, 64, Application, cancellationToken: cancellationToken));
        ChipHeap before = await machine.FinishAsync(transceiver.Sdram.GetHeapAsync(chip, cancellationToken: cancellationToken));

        FallSilent();
        SdramAllocation allocation = await machine.FinishAsync(transceiver.Sdram.AllocateAsync(chip, 1000, Application, cancellationToken: cancellationToken));
        ChipHeap during = await machine.FinishAsync(transceiver.Sdram.GetHeapAsync(chip, cancellationToken: cancellationToken));
        FallSilent();
        await machine.FinishAsync(allocation.FreeAsync(cancellationToken));
        ChipHeap after = await machine.FinishAsync(transceiver.Sdram.GetHeapAsync(chip, cancellationToken: cancellationToken));

        Assert.That(during.AllocatedBlocks(Application).Count(), Is.EqualTo(2));
        Assert.That(after.Blocks, Is.EqualTo(before.Blocks));
        Assert.That(after.Header, Is.EqualTo(before.Header));

        // In the middle of a request, earlier or later.
        void FallSilent() => machine.World.Time.CreateTimer(
            _ => machine.Mute(chip, TimeSpan.FromSeconds(2.5)), null, TimeSpan.FromMicroseconds(20 * silentAfter), Timeout.InfiniteTimeSpan);
    }

    [Test, CancelAfter(60_000)]
    public async Task What_is_no_allocation_is_not_freed(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(1, 1);
        SdramAllocation allocation = await machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(chip, 64, Application, cancellationToken: cancellationToken));
        await machine.FinishAsync(machine.Transceiver.Sdram.FreeAsync(chip, allocation.Address, cancellationToken));

        foreach (uint address in new uint[] { 0, 2, 0x10000000, allocation.Address, allocation.Address + 2, 0x68000000, 0xFFFFFFFC })
            await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(machine.Transceiver.Sdram.FreeAsync(chip, address, cancellationToken)), $"0x{address:X8}");
        await machine.FinishAsync(allocation.DisposeAsync());
        Assert.That((await machine.FinishAsync(machine.Transceiver.Sdram.GetSpaceAsync(chip, cancellationToken))).Free, Is.GreaterThan(0), "the monitor lives");
    }

    [Test, CancelAfter(60_000)]
    public async Task Too_much_is_refused_with_what_there_is(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(1, 0);

        InvalidPacketException? error = await Assert.ThrowsAsync<InvalidPacketException>(() => machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(chip, 200_000_000, Application, cancellationToken: cancellationToken)));
        SdramAllocation first = await machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(chip, 100, Application, tag: 5, cancellationToken));
        SdramAllocation again = await machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(chip, 100, Application, tag: 5, cancellationToken));

        Assert.That(error!.Message, Does.Match("200000000 bytes of SDRAM cannot be allocated on 1,0 for application 30: [0-9]+ are free in one piece"));
        Assert.That(again.Address, Is.EqualTo(first.Address), "a tag stands for one block");
        Assert.That((await Assert.ThrowsAsync<InvalidPacketException>(() => machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(chip, 104, Application, tag: 5, cancellationToken))))!.Message, Does.Contain("is the tag in use?"));
        await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(chip, 0, Application, cancellationToken: cancellationToken)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_cancelled_allocation_leaves_nothing(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(0, 0);
        Task<SdramAllocation> allocating;
        using (var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(400), machine.World.Time))
        {
            // The request that looks for a free tag is answered; the allocation that follows is not.
            Simulation.Faults.FaultOptions egress = machine.Virtual.Faults;
            allocating = machine.Transceiver.Sdram.AllocateAsync(chip, 1000, Application, cancellationToken: stop.Token);
            machine.World.Time.CreateTimer(_ => machine.Virtual.Faults = egress with { Egress = new() { Loss = 1 } }, null, TimeSpan.FromTicks(1), Timeout.InfiniteTimeSpan);
            machine.World.Time.CreateTimer(_ => machine.Virtual.Faults = egress, null, TimeSpan.FromMilliseconds(399), Timeout.InfiniteTimeSpan);
            await Assert.CatchAsync<OperationCanceledException>(() => machine.FinishAsync(allocating));
        }

        Assert.That((await machine.FinishAsync(machine.Transceiver.Sdram.GetHeapAsync(chip, cancellationToken: cancellationToken))).AllocatedBlocks(Application), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task Many_chips_of_all_boards_give_it_in_one_call_and_get_it_back(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        machine.Virtual.Faults = SimulatedMachine.BadNetwork with { Ingress = SimulatedMachine.BadNetwork.Ingress with { Duplication = 0 } };
        ChipLocation[] chips = [.. machine.Machine.Chips.Select(static chip => chip.Location)];

        SdramAllocations blocks = await machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync([.. chips, chips[0]], 1000, Application, cancellationToken: cancellationToken));
        machine.Virtual.Faults = Simulation.Faults.FaultOptions.None;
        IReadOnlyList<ChipLocation> during = await ChipsWithBlocksAsync(machine, cancellationToken);
        blocks[chips[7]].Release();
        await machine.FinishAsync(blocks.DisposeAsync());

        Assert.That(blocks.Select(static block => block.Chip), Is.EqualTo(chips));
        Assert.That(during, Is.EqualTo(chips));
        Assert.That(await ChipsWithBlocksAsync(machine, cancellationToken), Is.EqualTo(new[] { chips[7] }), "it was released");
        Assert.That(() => blocks[new ChipLocation(200, 200)], Throws.InstanceOf<KeyNotFoundException>());
        Assert.That(() => machine.Transceiver.Sdram.AllocateAsync([new(200, 200)], 1000, Application, cancellationToken: cancellationToken), Throws.InstanceOf<InvalidParameterException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task If_some_chips_have_none_to_give_the_others_get_theirs_back(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        ChipLocation[] full = [new(5, 9), new(10, 6)];
        foreach (ChipLocation chip in full)
            await machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(chip, 100_000_000, Application + 1, cancellationToken: cancellationToken));

        MachineOperationException? error = await Assert.ThrowsAsync<MachineOperationException>(() => machine.FinishAsync(
            machine.Transceiver.Sdram.AllocateAsync(machine.Machine.Chips.Select(static chip => chip.Location), 50_000_000, Application, cancellationToken: cancellationToken)));

        Assert.That(error!.Failures.Select(static failure => failure.Core.Chip), Is.EquivalentTo(full));
        Assert.That(error.Failures[0].Error.Message, Does.Contain("free in one piece"));
        Assert.That(await ChipsWithBlocksAsync(machine, cancellationToken), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task What_a_board_that_fell_silent_keeps_is_told(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            SimulatedMachine.OptionsFor(TestMachine.Torus) with { ServiceTime = ServiceTime.Hardware }, cancellationToken);
        ChipLocation silent = machine.Machine.EthernetChips[1].Location;
        machine.World.Time.CreateTimer(_ => machine.BoardOf(silent).IsMute = true, null, TimeSpan.FromMilliseconds(10), Timeout.InfiniteTimeSpan);

        MachineOperationException? error = await Assert.ThrowsAsync<MachineOperationException>(() => machine.FinishAsync(
            machine.Transceiver.Sdram.AllocateAsync(machine.Machine.Chips.Select(static chip => chip.Location), 1000, Application, cancellationToken: cancellationToken)));
        machine.BoardOf(silent).IsMute = false;

        ChipLocation[] kept = [.. error!.Failures.Where(static failure => failure.Error.Message.Contains("could not be freed", StringComparison.Ordinal)).Select(static failure => failure.Core.Chip)];
        Assert.That(kept, Is.Not.Empty.And.All.Matches<ChipLocation>(chip => machine.Machine[chip].NearestEthernet == silent));
        Assert.That((await ChipsWithBlocksAsync(machine, cancellationToken)).Where(chip => machine.Machine[chip].NearestEthernet != silent), Is.Empty);
        Assert.That(await ChipsWithBlocksAsync(machine, cancellationToken), Is.SupersetOf(kept));
    }

    [Test, CancelAfter(60_000)]
    public async Task Cancelled_halfway_many_chips_keep_nothing([Values(3, 10, 25)] int milliseconds, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            SimulatedMachine.OptionsFor(TestMachine.Torus) with { ServiceTime = ServiceTime.Hardware }, cancellationToken);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(milliseconds), machine.World.Time);
        long start = machine.World.Time.GetTimestamp();

        await Assert.CatchAsync<OperationCanceledException>(() => machine.FinishAsync(
            machine.Transceiver.Sdram.AllocateAsync(machine.Machine.Chips.Select(static chip => chip.Location), 1000, Application, cancellationToken: stop.Token)));

        Assert.That(machine.World.Time.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(2)), "of simulated time");
        Assert.That(await ChipsWithBlocksAsync(machine, cancellationToken), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task All_of_an_application_is_freed_on_all_boards_but_the_silent_one(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        Transceiver transceiver = machine.Transceiver;
        ChipLocation[] chips = [new(0, 0), new(5, 9), new(9, 5), new(10, 6)];
        foreach (ChipLocation chip in chips)
        {
            await machine.FinishAsync(transceiver.Sdram.AllocateAsync(chip, 100, Application, cancellationToken: cancellationToken));
            await machine.FinishAsync(transceiver.Sdram.AllocateAsync(chip, 100, Application + 1, cancellationToken: cancellationToken));
        }

        machine.BoardOf(new ChipLocation(5, 9)).IsMute = true;
        MachineOperationException? error = await Assert.CatchAsync<MachineOperationException>(() => machine.FinishAsync(transceiver.Sdram.FreeOfApplicationAsync(Application, cancellationToken: cancellationToken)));
        machine.BoardOf(new ChipLocation(5, 9)).IsMute = false;
        int rest = await machine.FinishAsync(transceiver.Sdram.FreeOfApplicationAsync(Application + 1, cancellationToken: cancellationToken));

        Assert.That(error!.Failures, Has.Count.EqualTo(48));
        Assert.That(rest, Is.EqualTo(4));
        Assert.That((await machine.FinishAsync(transceiver.Sdram.GetHeapAsync(new ChipLocation(10, 6), cancellationToken: cancellationToken))).AllocatedBlocks(), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task Every_heap_is_walked_and_a_damaged_one_is_told_of([Values] HeapKind kind, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(1, 1);

        ChipHeap heap = await machine.FinishAsync(machine.Transceiver.Sdram.GetHeapAsync(chip, kind, cancellationToken));
        machine.Virtual.WriteMemory(chip, heap.Blocks[0].BlockAddress, [0, 0, 0, 0x10]);
        ChipHeap damaged = await machine.FinishAsync(machine.Transceiver.Sdram.GetHeapAsync(chip, kind, cancellationToken));

        Assert.That(heap.FreeBytes, Is.GreaterThan(1000));
        Assert.That(heap.LargestFree, Is.InRange(1000, heap.FreeBytes));
        Assert.That((heap.Damage, damaged.Blocks.Count), Is.EqualTo(((string?)null, 0)));
        Assert.That(damaged.Damage, Does.Contain("its header puts the next block at 0x10000000"));
        Assert.That((await machine.FinishAsync(machine.Transceiver.Chips.ReadSystemVariablesAsync(chip, cancellationToken))).X, Is.EqualTo(1), "the monitor lives");
    }

    [Test, CancelAfter(60_000)]
    public async Task Allocations_that_fail_use_no_tags_up(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var chip = new ChipLocation(1, 1);
        machine.BoardOf(chip).IsMute = true;
        for (int time = 0; time < 300; time++)
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(1), machine.World.Time);
            await Assert.CatchAsync<OperationCanceledException>(() => machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(chip, 100, Application, cancellationToken: stop.Token)));
        }

        machine.BoardOf(chip).IsMute = false;
        SdramAllocation allocation = await machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(chip, 100, Application, cancellationToken: cancellationToken));

        Assert.That(allocation.Tag, Is.EqualTo(255));
    }

    [Test, CancelAfter(60_000)]
    public async Task Tags_that_others_have_freed_are_used_again(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        Transceiver transceiver = machine.Transceiver;
        var chip = new ChipLocation(1, 1);
        for (int round = 0; round < 2; round++)
        {
            for (int tag = 0; tag < 255; tag++)
                (await machine.FinishAsync(transceiver.Sdram.AllocateAsync(chip, 100, Application, cancellationToken: cancellationToken))).Release();

            await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(transceiver.Sdram.AllocateAsync(chip, 100, Application, cancellationToken: cancellationToken)));
            await machine.FinishAsync(transceiver.Applications.StopAsync(Application, cancellationToken: cancellationToken));
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task A_lost_reply_of_monitors_that_know_no_repetition_loses_no_memory([Values(null, 9)] int? tag, [Values(0, 1, 2, 3, 5, 8)] int silentAfter, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(SimulatedMachine.OptionsFor(TestMachine.Spin3) with { Firmware = new SoftwareVersion(3, 1, 0) }, cancellationToken);
        var chip = new ChipLocation(0, 0);
        SdramSpace before = await machine.FinishAsync(machine.Transceiver.Sdram.GetSpaceAsync(chip, cancellationToken));

        machine.World.Time.CreateTimer(_ => machine.Mute(chip, TimeSpan.FromSeconds(2.5)), null, TimeSpan.FromMicroseconds(30 * silentAfter), Timeout.InfiniteTimeSpan);
        SdramAllocation allocation = await machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(chip, 1000, Application, (byte?)tag, cancellationToken));
        ChipHeap during = await machine.FinishAsync(machine.Transceiver.Sdram.GetHeapAsync(chip, cancellationToken: cancellationToken));
        await machine.FinishAsync(allocation.FreeAsync(cancellationToken));

        Assert.That(during.AllocatedBlocks(Application).Select(static block => block.BlockAddress + 8), Is.EqualTo(new[] { allocation.Address }));
        Assert.That(await machine.FinishAsync(machine.Transceiver.Sdram.GetSpaceAsync(chip, cancellationToken)), Is.EqualTo(before));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_lost_reply_to_an_allocation_without_a_tag_leaves_its_outcome_unknown([Values("3.1.0", "4.0.0")] string firmware, CancellationToken cancellationToken)
    {
        int[] numbers = [.. firmware.Split('.').Select(int.Parse)];
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            SimulatedMachine.OptionsFor(TestMachine.Spin3) with { Firmware = new SoftwareVersion(numbers[0], numbers[1], numbers[2]) }, cancellationToken);
        var chip = new ChipLocation(0, 0);
        long before = machine.Transceiver.Connections[0].Statistics.Sent;

        machine.BoardOf(chip).IsMute = true;
        SpinnakerTimeoutException? error = await Assert.ThrowsAsync<SpinnakerTimeoutException>(() => machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(chip, 1000, Application, tag: 0, cancellationToken)));
        long sent = machine.Transceiver.Connections[0].Statistics.Sent - before;
        machine.BoardOf(chip).IsMute = false;
        ChipHeap after = await machine.FinishAsync(machine.Transceiver.Sdram.GetHeapAsync(chip, cancellationToken: cancellationToken));

        Assert.That(error!.OutcomeUnknown, Is.True);
        Assert.That(sent, Is.EqualTo(1));
        Assert.That(after.AllocatedBlocks(Application).Count(), Is.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_session_loses_no_memory_to_monitors_that_know_no_repetition(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(SimulatedMachine.OptionsFor(TestMachine.Spin3) with { Firmware = new SoftwareVersion(3, 1, 0) }, cancellationToken);
        var chip = new ChipLocation(0, 0);
        ApplicationSession session = await machine.FinishAsync(machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("idle"), [new CoreLocation(0, 0, 1)], cancellationToken: cancellationToken));

        machine.World.Time.CreateTimer(_ => machine.Mute(chip, TimeSpan.FromSeconds(1.5)), null, TimeSpan.FromMicroseconds(110), Timeout.InfiniteTimeSpan);
        uint address = (await machine.FinishAsync(session.AllocateSdramAsync(chip, 1000, tag: 7, cancellationToken))).Address;
        ChipHeap during = await machine.FinishAsync(machine.Transceiver.Sdram.GetHeapAsync(chip, cancellationToken: cancellationToken));

        Assert.That(during.AllocatedBlocks(session.ApplicationId).Where(static block => block.Tag == 7).Select(static block => block.BlockAddress + 8), Is.EqualTo(new[] { address }));
        InvalidPacketException? error = await Assert.ThrowsAsync<InvalidPacketException>(() => machine.FinishAsync(session.AllocateSdramAsync(chip, 1000, tag: 7, cancellationToken)));
        Assert.That(error!.Message, Does.Contain("tag 7 is in use"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Who_frees_a_block_that_somebody_else_frees_waits_for_it(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        SdramAllocation allocation = await machine.FinishAsync(machine.Transceiver.Sdram.AllocateAsync(new ChipLocation(1, 1), 64, Application, cancellationToken: cancellationToken));

        Task first = allocation.FreeAsync(cancellationToken);
        Task second = allocation.FreeAsync(cancellationToken);

        Assert.That(second.IsCompleted, Is.False);
        await machine.FinishAsync(Task.WhenAll(first, second));
        await machine.FinishAsync(allocation.FreeAsync(cancellationToken));
    }

    private static async Task<IReadOnlyList<ChipLocation>> ChipsWithBlocksAsync(SimulatedMachine machine, CancellationToken cancellationToken)
    {
        var chips = new List<ChipLocation>();
        foreach (MachineChip chip in machine.Machine.Chips)
        {
            if ((await machine.FinishAsync(machine.Transceiver.Sdram.GetHeapAsync(chip.Location, cancellationToken: cancellationToken))).AllocatedBlocks(Application).Any())
                chips.Add(chip.Location);
        }

        return chips;
    }
}
