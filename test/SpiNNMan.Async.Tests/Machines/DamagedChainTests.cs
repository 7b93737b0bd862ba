using System.Buffers.Binary;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Machines;

/// <summary>Chains in the memory of a chip that were written over: walks along them end, take no more than there is, and say so.</summary>
internal sealed class DamagedChainTests
{
    private const uint Start = 0x60400000;
    private const int BlockSize = 1 << 14;
    private const uint Whole = BlockSize + IobufBlockHeader.Size;
    private static readonly ChipLocation s_chip = new(1, 0);
    private static readonly CoreLocation s_damaged = new(1, 0, 1);
    private static readonly CoreLocation s_whole = new(1, 0, 2);

    [Test, CancelAfter(60_000)]
    public async Task Text_in_which_each_word_leads_to_the_next_is_read_once([Values(4u, 16u, 32u)] uint step, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        FillWithPointers(machine, 1 << 20, step);
        machine.Virtual.Run(s_whole, new HelloApplication { Text = "all well" });
        long before = machine.Transceiver.Connections[0].Statistics.Sent;

        IReadOnlyList<Iobuf> texts = await machine.FinishAsync(machine.Transceiver.Iobuf.GetAsync([s_damaged, s_whole], cancellationToken: cancellationToken));

        Assert.That(machine.Transceiver.Connections[0].Statistics.Sent - before, Is.LessThan(300));
        Assert.That(texts[0].Text, Has.Length.LessThanOrEqualTo(1 << 14));
        Assert.That(texts[0].Damage, Does.Contain("could only be followed to 0x604000"));
        Assert.That((texts[1].Text, texts[1].Damage), Is.EqualTo(("all well\n", (string?)null)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Text_that_leads_through_all_memory_in_empty_blocks_ends_at_once(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var blocks = new byte[1 << 20];
        for (int block = 0; block < blocks.Length; block += 16)
            BinaryPrimitives.WriteUInt32LittleEndian(blocks.AsSpan(block), Start + (uint)block + 16);
        machine.Virtual.WriteMemory(s_chip, Start, blocks);
        SetFirst(machine, Start);

        Iobuf text = await machine.FinishAsync(machine.Transceiver.Iobuf.GetAsync(s_damaged, cancellationToken));

        Assert.That((text.Text, text.Damage), Is.EqualTo(("", "It could only be followed to 0x60400000: another block follows one that is empty.")));
    }

    [Test, CancelAfter(60_000)]
    public async Task Text_that_is_followed_ends_where_it_was_written_over_and_says_so_once(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        FillWithPointers(machine, 1 << 20, 4);
        machine.Virtual.Run(s_whole, new TickingApplication());
        var damages = new List<string>();
        int characters = 0;

        await machine.DoAsync(async () =>
        {
            int ticks = 0;
            await foreach (Iobuf text in machine.Transceiver.Iobuf.SubscribeAsync([s_damaged, s_whole], TimeSpan.FromMilliseconds(100), cancellationToken))
            {
                characters += text.Core == s_damaged ? text.Text.Length : 0;
                if (text.Damage is { } damage)
                    damages.Add(damage);

                if (text.Core == s_whole && ++ticks == 20)
                    return;
            }
        });

        Assert.That(characters, Is.LessThanOrEqualTo(1 << 14));
        Assert.That(damages, Has.Count.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task Cores_that_lead_to_one_text_do_not_all_read_it(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        CoreLocation[] cores = [.. Enumerable.Range(1, 16).Select(static core => new CoreLocation(s_chip, (byte)core))];
        for (uint block = 0; block < 4; block++)
            WriteBlock(machine, Start + (block * Whole), block < 3 ? Start + ((block + 1) * Whole) : 0, BlockSize);
        foreach (CoreLocation core in cores)
            SetFirst(machine, Start, core);
        long before = machine.Transceiver.Connections[0].Statistics.Sent;

        IReadOnlyList<Iobuf> texts = await machine.FinishAsync(machine.Transceiver.Iobuf.GetAsync(cores, cancellationToken: cancellationToken));

        Assert.That(machine.Transceiver.Connections[0].Statistics.Sent - before, Is.LessThan(300), "a text takes 257 requests");
        Assert.That(texts.Select(static text => text.Text.Length), Is.EqualTo(new[] { 4 * BlockSize }.Concat(Enumerable.Repeat(0, 15))));
        Assert.That(texts[0].Damage, Is.Null);
        Assert.That(texts.Skip(1).Select(static text => text.Damage), Is.All.EqualTo("It could only be followed to 0x60400000: this memory is part of the text of another core."));
    }

    [Test, CancelAfter(60_000)]
    public async Task Text_that_leads_into_the_text_of_another_core_ends_there_and_the_other_is_whole(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        WriteBlock(machine, Start, Start + Whole, BlockSize);
        WriteBlock(machine, Start + Whole, 0, 5);
        SetFirst(machine, Start);
        SetFirst(machine, Start + Whole, s_whole);

        IReadOnlyList<Iobuf> texts = await machine.FinishAsync(machine.Transceiver.Iobuf.GetAsync([s_damaged, s_whole], cancellationToken: cancellationToken));

        Assert.That((texts[0].Text.Length, texts[0].Damage), Is.EqualTo((BlockSize, "It could only be followed to 0x60404010: this memory is part of the text of another core.")));
        Assert.That((texts[1].Text, texts[1].Damage), Is.EqualTo(("xxxxx", (string?)null)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Text_that_was_another_cores_is_followed_when_the_other_has_given_it_up(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        WriteBlock(machine, Start, 0, 5);
        SetFirst(machine, Start);
        SetFirst(machine, Start, s_whole);
        var told = new List<Iobuf>();

        await machine.DoAsync(async () =>
        {
            await foreach (Iobuf text in machine.Transceiver.Iobuf.SubscribeAsync([s_damaged, s_whole], TimeSpan.FromMilliseconds(100), cancellationToken))
            {
                told.Add(text);
                if (told.Count == 2)
                    SetFirst(machine, 0);
                if (told.Count == 3)
                    return;
            }
        });

        Assert.That(told.Select(static text => (text.Core, text.Text)), Is.EquivalentTo(new[] { (s_damaged, "xxxxx"), (s_whole, ""), (s_whole, "xxxxx") }));
        Assert.That(told.Single(static text => text.Damage is not null).Core, Is.EqualTo(s_whole));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_report_of_a_failure_reads_no_text_twice(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        var block = new byte[16 + 5];
        BinaryPrimitives.WriteUInt32LittleEndian(block, Start);
        BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(12), 5);
        "hello"u8.CopyTo(block.AsSpan(16));
        machine.Virtual.WriteMemory(s_chip, Start, block);

        string tail = await machine.FinishAsync(OutputReader.ReadAsync(machine.Transceiver.Connections[0], s_chip, Start, 512, cancellationToken));

        Assert.That(tail, Is.EqualTo("hello"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_heap_of_blocks_without_end_is_walked_as_far_as_heaps_can_be(CancellationToken cancellationToken)
    {
        var guard = new ChainGuard(time: null, most: 100);
        uint address = Start;
        while (guard.TryEnter(address, HeapElement.HeaderSize))
            address += HeapElement.HeaderSize;

        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        Assert.That(address, Is.EqualTo(Start + (100 * HeapElement.HeaderSize)));
        Assert.That(guard.Damage, Does.Contain("more than 100 parts"));
    }

    [Test]
    public void What_lies_over_what_was_read_is_not_read_whichever_address_it_has()
    {
        var guard = new ChainGuard(time: null);

        Assert.That(guard.TryEnter(Start, 16), Is.True);
        Assert.That(guard.TryExtend(Start, 100), Is.True);
        Assert.That(guard.TryEnter(Start + 100, 16), Is.True);
        Assert.That(new ChainGuard(time: null).TryEnter(Start + 1, 16), Is.False, "it is not aligned");
        Assert.That(guard.TryEnter(0x70400000 + 8, 16), Is.False, "the same memory without the write buffer");
        Assert.That(guard.Damage, Does.Contain("0x70400008").And.Contain("read before"));
        Assert.That(guard.TryEnter(0x60000000, 16), Is.False, "what is damaged stays so");
    }

    private static void FillWithPointers(SimulatedMachine machine, int size, uint step)
    {
        var words = new byte[size];
        for (int word = 0; word < size; word += sizeof(uint))
            BinaryPrimitives.WriteUInt32LittleEndian(words.AsSpan(word), Start + (uint)word + step);

        machine.Virtual.WriteMemory(s_chip, Start, words);
        SetFirst(machine, Start);
    }

    private static void WriteBlock(SimulatedMachine machine, uint address, uint next, int length)
    {
        var block = new byte[IobufBlockHeader.Size + length];
        new IobufBlockHeader(next, 0, 0, (uint)length).Write(block);
        block.AsSpan(IobufBlockHeader.Size).Fill((byte)'x');
        machine.Virtual.WriteMemory(s_chip, address, block);
    }

    private static void SetFirst(SimulatedMachine machine, uint address, CoreLocation? core = null)
    {
        var pointer = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(pointer, address);
        machine.Virtual.WriteMemory(s_chip, MemoryMap.GetCoreInfoAddress((core ?? s_damaged).Core) + CoreInfo.IobufAddressOffset, pointer);
    }

    /// <summary>Prints a line every tenth of a second.</summary>
    private sealed class TickingApplication : IVirtualCoreApplication
    {
        public string Name => "ticking";

        public void OnStart(IVirtualCore core) => core.Schedule(TimeSpan.FromMilliseconds(100), () => Tick(core));

        private static void Tick(IVirtualCore core)
        {
            core.Print("tick\n");
            core.Schedule(TimeSpan.FromMilliseconds(100), () => Tick(core));
        }

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
        }
    }
}
