using System.Buffers.Binary;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Executed;

/// <summary>Messages and signals to and from programs that execute.</summary>
[CancelAfter(60_000)]
internal sealed class MessageTests
{
    private static readonly CoreLocation s_first = Bench.Core(1);
    private static readonly CoreLocation s_second = Bench.Core(2, 1, 1);

    [Test]
    public async Task A_message_comes_back_changed([Values(1, 7)] int port, CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        await bench.StartAsync("answer", [s_first, s_second]);
        foreach (CoreLocation core in new[] { s_first, s_second })
        {
            SdpMessage reply = (await bench.AskAsync(core, port, Message(command: 1, first: 41))).GetValueOrDefault();

            Assert.That(reply.Header.Source, Is.EqualTo(new SdpEndpoint(core, (byte)port)));
            Assert.That(FirstOf(reply), Is.EqualTo(42));
        }
    }

    [Test]
    public async Task A_message_goes_on_from_core_to_core_and_then_to_the_host(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        CoreLocation next = Bench.Core(5);
        await bench.StartAsync("answer", [s_first, next]);
        SdpMessage reply = (await bench.AskAsync(s_first, 1, Message(command: 99, first: 41, second: (3 << 5) | 5))).GetValueOrDefault();

        Assert.That((FirstOf(reply), bench.UserOf(s_first, 1), bench.UserOf(next, 1)), Is.EqualTo((43u, 1u, 1u)));
        Assert.That(reply.Header.Source, Is.EqualTo(new SdpEndpoint(next, 3)));
    }

    [Test]
    public async Task Port_0_is_answered_by_the_program_itself(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        await bench.StartAsync("answer", [s_second]);
        VersionInfo version = await bench.RunAsync(bench.Transceiver.GetConnection(s_second.Chip).GetVersionAsync(s_second, cancellationToken).AsTask());
        byte[] own = await bench.RunAsync(bench.Transceiver.Memory.ReadAsync(s_second, 0, 8, cancellationToken));
        await bench.RunAsync(bench.Transceiver.Memory.WriteAsync(s_second, 0x00408000, new byte[] { 1, 2, 3, 4 }, cancellationToken: cancellationToken));
        byte[] written = await bench.RunAsync(bench.Transceiver.Memory.ReadAsync(s_second, 0x00408000, 4, cancellationToken));

        Assert.That((version.Name, version.Core, version.PhysicalCore), Is.EqualTo(("KIT", s_second, (byte)2)));
        Assert.That(own, Is.EqualTo(Convert.FromHexString("18f09fe518f09fe5")), "the vectors in its instruction memory");
        Assert.That(written, Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task Many_messages_find_room_one_after_the_other(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        await bench.StartAsync("answer", Bench.Cores(1, 17));
        for (int round = 0; round < 5; round++)
        {
            for (int core = 1; core < 18; core++)
                Assert.That(FirstOf((await bench.AskAsync(Bench.Core(core), 1, Message(1, (uint)round))).GetValueOrDefault()), Is.EqualTo(round + 1));
        }

        Assert.That(bench.Word(Bench.Root, 0xe5007f6c) & 0xffff, Is.Zero, "no buffer is kept");
    }

    [Test]
    public async Task Signals_come_to_the_program(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        ApplicationSession application = await bench.StartAsync("answer", [s_first]);
        List<CoreState> states = [];
        foreach (Signal signal in new[] { Signal.User0, Signal.Pause, Signal.Continue, Signal.User3 })
        {
            await bench.RunAsync(application.SendSignalAsync(signal, cancellationToken));
            bench.Wait(2);
            states.Add(bench.Machine.Look(s_first).State);
        }

        Assert.That(states, Is.EqualTo(new[] { CoreState.Running, CoreState.Paused, CoreState.Running, CoreState.Running }));
        Assert.That(bench.UserOf(s_first, 2), Is.EqualTo(0x0a06070d));
    }

    [Test]
    public async Task Barriers_open_by_signals_in_turn(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        CoreLocation[] cores = [.. Bench.Cores(1, 3), s_second];
        ApplicationSession application = await bench.StartAsync("gates", cores, argument: 3);
        foreach ((CoreState state, Signal signal) in new[] { (CoreState.Sync0, Signal.Sync0), (CoreState.Sync1, Signal.Sync1), (CoreState.Sync0, Signal.Sync0) })
        {
            bench.Wait(5);
            Assert.That(cores.Select(core => bench.Machine.Look(core).State), Is.All.EqualTo(state));
            await bench.RunAsync(application.SendSignalAsync(signal, cancellationToken));
        }

        bench.Wait(5);
        Assert.That(cores.Select(core => bench.Machine.Look(core).State), Is.All.EqualTo(CoreState.Finished));
    }

    [Test]
    public async Task A_stopped_program_executes_no_more(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        ApplicationSession application = await bench.StartAsync("timer", [s_first], argument: uint.MaxValue);
        bench.Wait(5);
        await bench.RunAsync(application.StopAsync(cancellationToken));
        bench.Wait(10);
        CoreInfo stopped = bench.Machine.Look(s_first);
        await bench.StartAsync("store", [s_first]);

        Assert.That((stopped.State, stopped.ApplicationId), Is.EqualTo((CoreState.Idle, (byte)0)));
        Assert.That(bench.WaitFor(s_first, CoreState.Finished).ApplicationName, Is.EqualTo("store"), "and another can be started there");
    }

    [Test]
    public async Task Programs_that_are_acted_stand_beside_those_that_execute(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        CoreLocation acted = Bench.Core(4);
        await bench.StartAsync("answer", [s_first]);
        bench.Virtual.Run(acted, new EchoApplication());
        SdpMessage back = (await bench.AskAsync(s_first, 1, Message(command: 99, first: 7, second: (2 << 5) | 4))).GetValueOrDefault();

        Assert.That((FirstOf(back), back.Header.Source), Is.EqualTo((8u, new SdpEndpoint(acted, 2))), "from one to the other, and from there to the host");
    }

    private static byte[] Message(ushort command, uint first = 0, uint second = 0)
    {
        var data = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(data, command);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), first);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(8), second);
        return data;
    }

    private static uint FirstOf(SdpMessage message) => BinaryPrimitives.ReadUInt32LittleEndian(message.Data.Span[4..]);
}
