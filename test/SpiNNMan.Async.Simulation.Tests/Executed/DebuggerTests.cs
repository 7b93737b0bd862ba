using System.Net;
using System.Text;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Executed;

/// <summary>A debugger of a machine whose chips execute the boot image.</summary>
internal sealed class DebuggerTests
{
    private const uint Counter = ChipBench.Counters + 4;

    [Test, CancelAfter(120_000)]
    public async Task A_debugger_stops_the_chips_steps_a_core_and_lets_them_go(CancellationToken token)
    {
        await using ChipBench bench = await ChipBench.StartAsync();
        bench.Time.Advance(TimeSpan.FromMilliseconds(100));
        await using DebugServer server = bench.Machine.ListenForDebuggers(new IPEndPoint(IPAddress.Loopback, 0));
        using var debugger = new RemoteDebugger(server.EndPoint);

        Assert.That(await debugger.AskAsync("?", token), Does.StartWith("T05"));
        uint stopped = Count(bench);
        bench.Time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.That(Count(bench), Is.EqualTo(stopped), "time stands still");

        string threads = await debugger.AskAsync("qXfer:threads:read::0,4000", token);
        Assert.That(threads, Does.Contain("name=\"0,0,0\"").And.Contain("name=\"1,1,17\""));
        Assert.That(await debugger.AskAsync("Hg2", token), Is.EqualTo("OK"));
        Assert.That(await debugger.AskAsync($"m{Counter:x},4", token), Is.EqualTo(Convert.ToHexStringLower(BitConverter.GetBytes(stopped))));

        // The core sleeps until its next millisecond, and then executes one instruction.
        await debugger.SendAsync("vCont;s:2", token);
        Task<string> stop = debugger.ReceiveAsync(token);
        while (!stop.IsCompleted)
        {
            bench.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        Assert.That(await stop, Does.StartWith("T05").And.Contain("thread:2;"));
        Assert.That(Count(bench), Is.InRange(stopped, stopped + 1));

        Assert.That(await debugger.AskAsync("D", token), Is.EqualTo("OK"));
        await server.DisposeAsync();
        bench.Time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.That(Count(bench), Is.GreaterThan(stopped + 40));
        Assert.That((await bench.Run(bench.Client.GetVersionAsync(new CoreLocation(0, 0, 0), token))).Name, Is.EqualTo("Boot image"));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_debugger_sees_boards_that_lose_their_power_and_get_it_back(CancellationToken token)
    {
        await using ChipBench bench = await ChipBench.StartAsync();
        bench.Time.Advance(TimeSpan.FromMilliseconds(100));
        await using DebugServer server = bench.Machine.ListenForDebuggers(new IPEndPoint(IPAddress.Loopback, 0));
        using var debugger = new RemoteDebugger(server.EndPoint);
        await debugger.AskAsync("?", token);
        await debugger.AskAsync("Z0,0,4", token);

        bench.Board.SwitchOff();
        Assert.That(Encoding.UTF8.GetString(Convert.FromHexString(await debugger.AskAsync("qThreadExtraInfo,1", token))), Does.EndWith("no power"));
        bench.Board.SwitchOn();
        Assert.That(Encoding.UTF8.GetString(Convert.FromHexString(await debugger.AskAsync("qThreadExtraInfo,1", token))), Does.EndWith("physical 0"));
        Assert.That(await debugger.AskAsync("m60000000,4", token), Is.EqualTo("00000000"));
    }

    [Test, CancelAfter(120_000)]
    public async Task Packets_are_traced_and_times_are_measured(CancellationToken token)
    {
        string profile = Path.GetTempFileName();
        try
        {
            await using ChipBench bench = await ChipBench.StartAsync();
            using StringWriter trace = new();
            RunTracing tracing = bench.Machine.StartTracing(new TracingOptions { Cores = "0,0,0 1,0,0", Trace = trace, ProfileFile = profile });
            bench.Time.Advance(TimeSpan.FromMilliseconds(100));
            await bench.ReadWord(1, 0, ChipBench.Counters);
            tracing.End();

            Assert.That(trace.ToString(), Does.Contain("0,0,0     sends PointToPoint").And.Contain("1,0,0     gets PointToPoint"));
            Assert.That(await File.ReadAllTextAsync(profile, token), Does.Match(@"(?m)^0,0,0;.* \d+\r?$"));
            Assert.That(tracing.Faults, Is.Empty);
        }
        finally
        {
            File.Delete(profile);
            File.Delete($"{profile}.speedscope.json");
        }
    }

    private static uint Count(ChipBench bench)
    {
        byte[] bytes = new byte[4];
        bench.Machine.ReadMemory(new ChipLocation(0, 0), Counter, bytes);
        return BitConverter.ToUInt32(bytes);
    }
}
