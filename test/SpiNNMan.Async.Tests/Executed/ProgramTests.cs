using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Executed;

/// <summary>What programs do by themselves, and with the memory that they share with the monitor.</summary>
[CancelAfter(60_000)]
internal sealed class ProgramTests
{
    [Test]
    public async Task A_program_writes_to_memory_and_ends(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        await bench.StartAsync("store", Bench.Cores(3, 1));
        CoreInfo info = bench.WaitFor(Bench.Core(3), CoreState.Finished);

        Assert.That(((int)info.RunTimeError, info.ApplicationName, info.PhysicalCore), Is.EqualTo((3, "store", (byte)3)));
        Assert.That(bench.Word(Bench.Root, 0x60100000), Is.EqualTo(0xc0ffee03));
        byte[] read = await bench.RunAsync(bench.Transceiver.Memory.ReadAsync(Bench.Core(0), 0x60100000, 4, cancellationToken));
        Assert.That(read, Is.EqualTo(new byte[] { 0x03, 0xee, 0xff, 0xc0 }), "as the monitor reads it");
    }

    [Test]
    public async Task Output_is_read_as_that_of_a_board(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        await bench.StartAsync("greet", Bench.Cores(1, 17));
        for (int core = 1; core < 18; core++)
        {
            bench.WaitFor(Bench.Core(core), CoreState.Finished);
            Assert.That(await bench.IobufAsync(Bench.Core(core)), Is.EqualTo($"Hello from core {core:x8}\nIt is what it executes.\n"));
        }
    }

    [Test]
    public async Task A_timer_keeps_the_time_of_the_machine(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        TimeSpan begin = bench.Machine.World.Time.Elapsed;
        await bench.StartAsync("timer", Bench.Cores(1, 1), argument: 100);
        bench.WaitFor(Bench.Core(1), CoreState.Finished);

        Assert.That(bench.UserOf(Bench.Core(1), 1), Is.EqualTo(100));
        Assert.That(bench.UserOf(Bench.Core(1), 2), Is.InRange(99, 101), "by the clock that the monitor keeps in memory");
        Assert.That(bench.Machine.World.Time.Elapsed - begin, Is.InRange(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(120)));
    }

    [Test]
    public async Task A_chain_of_transfers_moves_blocks_to_and_fro(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        for (uint word = 0; word < 256; word++)
            bench.SetWord(Bench.Root, 0x60180000 + (4 * word), word * 3);

        await bench.StartAsync("dma", Bench.Cores(2, 1));
        bench.WaitFor(Bench.Core(2), CoreState.Finished);

        Assert.That(bench.UserOf(Bench.Core(2), 1), Is.EqualTo(8));
        Assert.That(Enumerable.Range(0, 256).Select(word => bench.Word(Bench.Root, 0x60181000 + (4 * (uint)word))), Is.EqualTo(Enumerable.Range(0, 256).Select(word => (uint)(word * 3) + 4)));
    }

    [Test]
    public async Task A_lock_lets_one_core_through_at_a_time(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        await bench.StartAsync("locks", Bench.Cores(1, 17));
        for (int core = 1; core < 18; core++)
            bench.WaitFor(Bench.Core(core), CoreState.Finished);

        Assert.That(bench.Word(Bench.Root, 0x601c0000), Is.EqualTo(17_000));
    }

    [Test]
    public async Task Soft_and_fast_interrupts_nest(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        await bench.StartAsync("nesting", Bench.Cores(1, 1));
        bench.WaitFor(Bench.Core(1), CoreState.Finished);

        Assert.That(bench.UserOf(Bench.Core(1), 1), Is.EqualTo(0x13542));
    }

    [Test]
    public async Task Programs_and_monitor_share_heaps_tags_and_routing_entries(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        SdramSpace before = await bench.SpaceAsync();
        ApplicationSession application = await bench.StartAsync("heap", Bench.Cores(1, 17), argument: 20);
        List<uint> blocks = [];
        for (int round = 0; round < 20; round++)
        {
            // Hosts take memory while programs do.
            blocks.Add((await bench.RunAsync(application.AllocateSdramAsync(Bench.Root, 100_000, cancellationToken: cancellationToken))).Address);
        }

        bench.Wait(5);
        uint[] entries = [.. Enumerable.Range(1, 17).Select(core => bench.UserOf(Bench.Core(core), 2))];
        Assert.That(entries, Is.Unique);
        Assert.That(entries, Has.None.Zero);
        blocks.AddRange(Enumerable.Range(1, 17).Select(core => bench.UserOf(Bench.Core(core), 1)));
        Assert.That(blocks, Is.Unique);
        Assert.That(blocks, Has.None.Zero);
        for (int core = 1; core < 18; core++)
            Assert.That(bench.Word(Bench.Root, 0x67884038 + (4 * (((uint)application.ApplicationId << 8) | (uint)core))), Is.EqualTo(bench.UserOf(Bench.Core(core), 1)), "the tag");

        IReadOnlyList<MulticastRoute> routes = await bench.RoutesAsync();
        Assert.That(routes.Where(static route => (route.Key & 0xff00) == 0xaa00).Select(static route => route.Key & 0xff), Is.EquivalentTo(Enumerable.Range(1, 17)));

        await bench.RunAsync(application.DisposeAsync().AsTask());
        Assert.That(await bench.SpaceAsync(), Is.EqualTo(before), "all of it comes back when the application is stopped");
        Assert.That(await bench.RoutesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_program_of_a_newer_generation_fails_by_itself(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken, new VirtualMachineOptions { Board = BoardType.Spin3, Firmware = new SoftwareVersion(3, 4, 2) });

        Assert.That(() => bench.StartAsync("store", Bench.Cores(1, 1)), Throws.InstanceOf<SpinnakerException>().With.Message.Contains("version"));
    }
}
