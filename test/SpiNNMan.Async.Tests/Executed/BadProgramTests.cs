using System.Buffers.Binary;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Executed;

/// <summary>What a program does wrong is its own core's matter.</summary>
[CancelAfter(120_000)]
internal sealed class BadProgramTests
{
    private const int WatchdogOffset = 0x43;

    private static readonly CoreLocation s_bad = Bench.Core(1);
    private static readonly CoreLocation s_good = Bench.Core(2);

    [TestCase(1, 1, TestName = "Jumps through zero")]
    [TestCase(2, 2, TestName = "An undefined instruction")]
    [TestCase(3, 3, TestName = "A call of a supervisor that is not there")]
    [TestCase(4, 4, TestName = "Jumps to where nothing is")]
    [TestCase(5, 5, TestName = "Writes to where nothing is")]
    [TestCase(6, 5, TestName = "Reads across words")]
    [TestCase(7, 16, TestName = "Gives up by itself")]
    [TestCase(13, 5, TestName = "Writes on and on from a register of the DMA controller")]
    public async Task A_program_that_fails_shows_why(int how, int error, CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        ApplicationSession application = await bench.StartAsync("fails", [s_bad], (uint)how);
        CoreInfo info = bench.WaitFor(s_bad, CoreState.RunTimeException);
        CoreInfos failed = await bench.RunAsync(application.GetCoreInfosAsync([CoreState.RunTimeException], cancellationToken));

        Assert.That(info.RunTimeError, Is.EqualTo((RunTimeError)error));
        Assert.That(failed.Select(static one => (one.Core, one.ApplicationName)), Is.EqualTo(new[] { (s_bad, "fails") }), "as a host lists it");
        if (how < 7)
            Assert.That((info.LinkRegister, info.StackPointer), Is.Not.EqualTo((0u, 0u)), "where it was");
    }

    [TestCase(8, TestName = "Runs round for ever")]
    [TestCase(9, TestName = "Runs round for ever and listens to nobody")]
    [TestCase(10, TestName = "Waits for a lock that it has itself")]
    [TestCase(11, TestName = "Keeps the lock of the messages")]
    [TestCase(12, TestName = "Fills the queue of packets")]
    [TestCase(15, TestName = "Keeps the lock of the heaps")]
    [TestCase(16, TestName = "Sends messages to itself for ever")]
    public async Task A_program_that_never_sleeps_stops_neither_the_monitor_nor_others(int how, CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        ApplicationSession application = await bench.StartAsync("fails", [s_bad], (uint)how);
        bench.WaitFor(s_bad, CoreState.Running);
        await bench.StartAsync("timer", [s_good, Bench.Core(2, 1, 1)], argument: 20);
        bench.WaitFor(s_good, CoreState.Finished);
        SdramAllocation block = await bench.RunAsync(application.AllocateSdramAsync(Bench.Root, 1000, cancellationToken: cancellationToken));

        Assert.That(bench.UserOf(s_good, 1), Is.EqualTo(20));
        Assert.That(block.Address, Is.Not.Zero);
        Assert.That(bench.Machine.Look(s_bad).State, Is.EqualTo(CoreState.Running));

        await bench.RunAsync(application.StopAsync(cancellationToken));
        bench.Wait(5);
        Assert.That(bench.Machine.Look(s_bad).State, Is.EqualTo(CoreState.Idle), "and can be stopped");
        Assert.That(bench.Word(Bench.Root, 0xe2000100 + (4 * 5)) & bench.Word(Bench.Root, 0xe2000180), Is.AnyOf(0u, 1u << 31));
    }

    [Test]
    public async Task A_core_that_does_not_look_into_its_mailbox_is_reported_like_one_of_a_board(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        await bench.StartAsync("fails", [s_bad], 9);
        bench.WaitFor(s_bad, CoreState.Running);
        SdpMessage? first = await bench.AskAsync(s_bad, 1, new byte[16]);
        SdpMessage? second = await bench.AskAsync(s_bad, 1, new byte[16]);

        Assert.That(first, Is.Null, "it is in the mailbox");
        Assert.That(second.HasValue, "there is no room for it");
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(second!.Value.Data.Span), Is.EqualTo(0x86), "a time-out");
    }

    [Test]
    public async Task The_watchdog_stops_what_gives_no_sign_of_life(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        bench.Virtual.WriteMemory(Bench.Root, 0xe5007f00 + WatchdogOffset, [2]);
        await bench.StartAsync("fails", [s_bad], 9);
        await bench.StartAsync("timer", [s_good], argument: uint.MaxValue);
        bench.WaitFor(s_bad, CoreState.Watchdog);
        bench.Wait(500);

        Assert.That(bench.Machine.Look(s_good).State, Is.EqualTo(CoreState.Running), "it answers");
    }

    [TestCase(14, TestName = "Overwrites all that cores share")]
    [TestCase(17, TestName = "Switches off the router and all cores")]
    public async Task A_program_can_spoil_its_chip_but_no_other(int how, CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        CoreLocation elsewhere = Bench.Core(2, 1, 1);
        await bench.StartAsync("timer", [elsewhere], argument: 50);
        CoreLocation bad = Bench.Core(1, 0, 1);
        await bench.StartAsync("fails", [bad], (uint)how);
        bench.WaitFor(elsewhere, CoreState.Finished);

        Assert.That(bench.UserOf(elsewhere, 1), Is.EqualTo(50));
        Assert.That((await bench.AskVersionAsync(Bench.Root)).Name, Is.EqualTo("SC&MP"));
    }

    [Test]
    public async Task An_image_without_a_place_to_begin_is_data(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        byte[] image = Bench.Program("store");
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(48), uint.MaxValue);
        await bench.StartAsync(image, [s_bad]);
        bench.Wait(5);

        Assert.That(bench.Machine.Look(s_bad).State, Is.EqualTo(CoreState.Running), "and the core shows the states of a program that does nothing");
        Assert.That(bench.Word(Bench.Root, 0x60100000), Is.Zero);
    }

    [TestCaseSource(nameof(BrokenImages))]
    public async Task A_broken_image_is_the_matter_of_its_core(string what, byte[] image, CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        await bench.LoadAsync(image, s_bad);
        bench.Wait(20);
        await bench.StartAsync("timer", [s_good], argument: 5);
        CoreState state = bench.Machine.Look(s_bad).State;

        Assert.That(state, Is.AnyOf(CoreState.Initialising, CoreState.RunTimeException), what);
        bench.WaitFor(s_good, CoreState.Finished);
    }

    private static IEnumerable<TestCaseData> BrokenImages()
    {
        byte[] good = Bench.Program("store");
        yield return Case("For another processor", [.. good.AsSpan(0, 96), .. Enumerable.Repeat(Convert.FromHexString("554889e5b800000000c9c390"), 300).SelectMany(static bytes => bytes)]);
        yield return Case("Cut off after its table", good[..96]);
        yield return Case("Cut off in the middle", good[..1000]);
        yield return Case("Begins where nothing is", Change(good, 52, 0x80000000));
        yield return Case("Begins in data memory", Change(good, 52, 0x00400000));
        yield return Case("Copies to where nothing is", Change(good, 4, 0x90000000));
        yield return Case("Copies to the router", Change(good, 4, 0xe1004000));
        yield return Case("Copies from where nothing is", Change(Change(good, 0, 1), 8, 0x90000000));
        yield return Case("Copies more than there is", Change(good, 12, uint.MaxValue));
        yield return Case("Fills without an end", Change(Change(good, 40, uint.MaxValue), 36, 0x60000000));
        yield return Case("Begins at an odd address", Change(good, 52, 3));

        static TestCaseData Case(string what, byte[] image) => new TestCaseData(what, image).SetArgDisplayNames(what);
    }

    private static byte[] Change(byte[] image, int at, uint word)
    {
        byte[] changed = [.. image];
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at), word);
        return changed;
    }
}
