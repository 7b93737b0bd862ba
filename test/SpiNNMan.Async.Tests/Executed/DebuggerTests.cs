using System.Net;
using System.Text;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Executed;

/// <summary>A debugger of programs that execute beneath modelled monitors.</summary>
[CancelAfter(120_000)]
internal sealed class DebuggerTests
{
    private const string BreakAtStart = "Z0,0,4";
    private const int WatchdogOffset = 0x43;

    /// <summary>Where the timer program counts, in the memory of its core.</summary>
    private const uint Ticks = 0x00400144;

    private static readonly CoreLocation s_core = Bench.Core(1);

    [Test]
    public async Task A_debugger_that_comes_first_stops_programs_at_their_first_instruction(CancellationToken token)
    {
        await using Bench bench = await Bench.OpenAsync(token);
        await using DebugServer server = Listen(bench);
        using var debugger = new RemoteDebugger(server.EndPoint);

        Assert.That(await debugger.AskAsync("?", token), Does.StartWith("T05").And.Contain("thread:1;"));
        Assert.That(await ThreadAsync(debugger, 1, token), Is.EqualTo("0,0,1 executes nothing, application 0, Idle, physical 1"));
        Assert.That(await debugger.AskAsync(BreakAtStart, token), Is.EqualTo("OK"));
        await debugger.SendAsync("vCont;c", token);
        await bench.LoadAsync(Bench.Program("store"), Bench.Core(3));

        Assert.That(await UntilStoppedAsync(bench, debugger, token), Does.StartWith("T05").And.Contain("thread:2;"));
        Assert.That(await ThreadAsync(debugger, 2, token), Does.StartWith("0,0,3 application 99, ").And.EndsWith("physical 3"));
        Assert.That(await RegisterAsync(debugger, 15, token), Is.Zero);
        Assert.That(await debugger.AskAsync("D", token), Is.EqualTo("OK"));
        await server.DisposeAsync();
        bench.WaitFor(Bench.Core(3), CoreState.Finished);
        Assert.That(bench.Word(Bench.Root, 0x60100000), Is.EqualTo(0xc0ffee03));
    }

    [Test]
    public async Task Time_stands_still_for_programs_and_not_for_the_monitor(CancellationToken token)
    {
        await using Bench bench = await Bench.OpenAsync(token);
        bench.Virtual.WriteMemory(Bench.Root, MemoryMap.SystemVariables + WatchdogOffset, [2]);
        await bench.StartAsync("timer", [s_core], argument: 100);
        bench.Wait(20);
        await using DebugServer server = Listen(bench);
        using var debugger = new RemoteDebugger(server.EndPoint);
        await debugger.AskAsync("?", token);
        uint ticks = await WordAsync(debugger, Ticks, token);
        bench.Wait(500);

        Assert.That(await WordAsync(debugger, Ticks, token), Is.EqualTo(ticks).And.InRange(20, 40));
        Assert.That((await bench.AskVersionAsync(Bench.Root)).Version.Major, Is.EqualTo(4));
        Assert.That(await debugger.AskAsync("D", token), Is.EqualTo("OK"));
        await server.DisposeAsync();

        CoreInfo info = bench.WaitFor(s_core, CoreState.Finished, CoreState.Watchdog);
        Assert.That(info.State, Is.EqualTo(CoreState.Finished), "the watchdog has seen that it could not answer");
        Assert.That(bench.UserOf(s_core, 1), Is.EqualTo(100));
    }

    [Test]
    public async Task Stops_and_steps_change_nothing(CancellationToken token)
    {
        byte[] undisturbed = await RunAsync(0, token);
        byte[] disturbed = await RunAsync(300, token);

        Assert.That(disturbed, Is.EqualTo(undisturbed));
    }

    [Test]
    public async Task A_program_is_stopped_and_another_started_while_a_debugger_holds_it(CancellationToken token)
    {
        await using Bench bench = await Bench.OpenAsync(token);
        ApplicationSession application = await bench.StartAsync("timer", [s_core, Bench.Core(2)], argument: 1000);
        bench.Wait(10);
        await using DebugServer server = Listen(bench);
        using var debugger = new RemoteDebugger(server.EndPoint);
        await debugger.AskAsync("?", token);
        await debugger.SendAsync("vCont;s:1", token);
        await UntilStoppedAsync(bench, debugger, token);
        await bench.RunAsync(application.StopAsync(token));

        Assert.That(await ThreadAsync(debugger, 1, token), Does.StartWith("0,0,1 executes nothing, "));
        await bench.LoadAsync(Bench.Program("store"), s_core);
        Assert.That(await debugger.AskAsync(BreakAtStart, token), Is.EqualTo("OK"));
        Assert.That(await debugger.AskAsync("z0,0,4", token), Is.EqualTo("OK"));
        Assert.That(await debugger.AskAsync("D", token), Is.EqualTo("OK"));
        await server.DisposeAsync();
        bench.WaitFor(s_core, CoreState.Finished);
        Assert.That(bench.Word(Bench.Root, 0x60100000), Is.EqualTo(0xc0ffee01));
    }

    [Test]
    public async Task A_debugger_sees_what_there_was_when_power_goes(CancellationToken token)
    {
        await using Bench bench = await Bench.OpenAsync(token);
        await bench.StartAsync("timer", [s_core], argument: 1000);
        bench.Wait(10);
        await using DebugServer server = Listen(bench);
        using var debugger = new RemoteDebugger(server.EndPoint);
        await debugger.AskAsync("?", token);
        bench.Virtual.Boards[0].SwitchOff();

        Assert.That(await ThreadAsync(debugger, 1, token), Is.EqualTo("0,0,1 no power"));
        Assert.That(await debugger.AskAsync("m0,4", token), Has.Length.EqualTo(8));
        Assert.That(await debugger.AskAsync("D", token), Is.EqualTo("OK"));
        await server.DisposeAsync();
        await using DebugServer later = Listen(bench);
        using var another = new RemoteDebugger(later.EndPoint);
        Assert.That(await another.AskAsync("?", token), Does.StartWith("E.no executed core"));
    }

    [Test]
    public async Task Cores_stop_by_themselves_while_others_go_on(CancellationToken token)
    {
        await using Bench bench = await Bench.OpenAsync(token);
        await bench.StartAsync("timer", [s_core, Bench.Core(2)], argument: 10_000);
        bench.Wait(10);
        await using DebugServer server = Listen(bench);
        using var debugger = new RemoteDebugger(server.EndPoint);
        await debugger.AskAsync("QNonStop:1", token);
        Assert.That(await debugger.AskAsync("vCont;t:1", token), Does.StartWith("Stop:").Or.EqualTo("OK"));
        uint[] before = await TicksAsync();
        bench.Wait(100);
        uint[] after = await TicksAsync();

        Assert.That(after[0], Is.EqualTo(before[0]));
        Assert.That(after[1], Is.InRange(before[1] + 99, before[1] + 101));

        async Task<uint[]> TicksAsync()
        {
            await debugger.AskAsync("Hg1", token);
            uint first = await WordAsync(debugger, Ticks, token);
            await debugger.AskAsync("Hg2", token);
            return [first, await WordAsync(debugger, Ticks, token)];
        }
    }

    private static async Task<byte[]> RunAsync(int steps, CancellationToken token)
    {
        await using Bench bench = await Bench.OpenAsync(token);
        await bench.StartAsync("timer", Bench.Cores(1, 4), argument: 30);
        bench.Wait(10);
        if (steps > 0)
        {
            await using DebugServer server = Listen(bench);
            using var debugger = new RemoteDebugger(server.EndPoint);
            await debugger.AskAsync("?", token);
            await debugger.AskAsync(BreakAtStart, token);
            for (int step = 0; step < steps; step++)
            {
                // A step ends at once if the core has something to do; else when time has passed.
                await debugger.SendAsync($"vCont;s:{1 + (step % 4)}", token);
                await UntilStoppedAsync(bench, debugger, token);
            }

            Assert.That(await debugger.AskAsync("D", token), Is.EqualTo("OK"));
        }

        foreach (CoreLocation core in Bench.Cores(1, 4))
            bench.WaitFor(core, CoreState.Finished);

        byte[] memory = new byte[0x8000];
        bench.Virtual.ReadMemory(Bench.Root, 0x60000000, memory);
        return [.. memory, .. Bench.Cores(1, 4).SelectMany(core => BitConverter.GetBytes(bench.UserOf(core, 1)))];
    }

    private static DebugServer Listen(Bench bench) => bench.Virtual.ListenForDebuggers(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>Lets time pass until the debugger is told that a core has stopped.</summary>
    private static async Task<string> UntilStoppedAsync(Bench bench, RemoteDebugger debugger, CancellationToken token)
    {
        Task<string> stop = debugger.ReceiveAsync(token);
        while (!stop.IsCompleted)
        {
            bench.Wait(0.1);
            await Task.Yield();
        }

        return await stop;
    }

    private static async Task<string> ThreadAsync(RemoteDebugger debugger, int number, CancellationToken token) =>
        Encoding.UTF8.GetString(Convert.FromHexString(await debugger.AskAsync($"qThreadExtraInfo,{number:x}", token)));

    private static async Task<uint> WordAsync(RemoteDebugger debugger, uint address, CancellationToken token) =>
        BitConverter.ToUInt32(Convert.FromHexString(await debugger.AskAsync($"m{address:x},4", token)));

    private static async Task<uint> RegisterAsync(RemoteDebugger debugger, int register, CancellationToken token) =>
        BitConverter.ToUInt32(Convert.FromHexString(await debugger.AskAsync($"p{register:x}", token)));
}
