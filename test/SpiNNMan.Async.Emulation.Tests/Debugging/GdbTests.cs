using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Emulation.Debugging.Protocol;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Debugging;

/// <summary>Debian's gdb-multiarch with an emulated machine. Without it, these are skipped.</summary>
[CancelAfter(120_000)]
internal sealed class GdbTests
{
    [Test]
    public async Task It_attaches_lists_cores_and_reads_registers_and_memory(CancellationToken token)
    {
        string said = await RunAsync(token, "info threads", "break add", "continue", "info registers pc cpsr", "thread 2", "x/2xw 0", "print/x *(unsigned int *)0xf2000000", "info line *0xb0", "set var $r5 = 0x1234", "print/x $r5",
                "set var *(unsigned int *)0x60000200 = 0xabcdef", "x/xw 0x60000200");

        Assert.That(said, Does.Contain("0,0,1").And.Contain("1,0,2").And.Contain("application 16, running"));
        Assert.That(said, Does.Match(@"hit Breakpoint 1, add \(a=\d+, b=[^)]+\) at"));
        Assert.That(said, Does.Match(@"pc +0xb0 +0xb0 <add>"));
        Assert.That(said, Does.Contain("0xea000006"), "the first words of the program");
        Assert.That(said, Does.Contain("= 0x59111012"), "the chip's id");
        Assert.That(said, Does.Contain("debugged.c"));
        Assert.That(said, Does.Contain("= 0x1234").And.Contain("0x00abcdef"));
    }

    [Test]
    public async Task It_breaks_steps_and_finishes(CancellationToken token)
    {
        string said = await RunAsync(token, "break next", "continue", "delete", "stepi", "step", "step", "backtrace", "finish", "next", "info symbol $pc");

        Assert.That(said, Does.Match(@"hit Breakpoint 1, next \(turn=[^)]+\)"));
        Assert.That(said, Does.Match(@"#0 +add \(a=\d+, b=[^)]+\)[^#]*#1 .*next[^#]*#2 .*main"));
        Assert.That(said, Does.Contain("Value returned is"));
        Assert.That(said, Does.Contain("section .text"));
        Assert.That(said, Does.Not.Contain("SIGTRAP").And.Not.Contain("warning"));
    }

    [Test]
    public async Task It_watches_a_variable(CancellationToken token)
    {
        string said = await RunAsync(token, "monitor focus 0,0,1", "break add", "continue", "delete", "watch counter", "continue", "continue", "info symbol $pc", "rwatch ticks", "continue");

        Assert.That(said, Does.Contain("Hardware watchpoint 2: counter"));
        Assert.That(said.Split("Old value = "), Has.Length.EqualTo(4).Or.Length.EqualTo(3));
        Assert.That(said, Does.Contain("main + "));
        Assert.That(said, Does.Not.Contain("SIGTRAP"));
    }

    [Test]
    public async Task It_goes_back(CancellationToken token)
    {
        string said = await RunAsync(token, "monitor focus 0,0,1", "break add", "continue", "continue", "print counter", "stepi", "printf \"here %x\\n\", $pc", "reverse-stepi", "printf \"back %x\\n\", $pc", "reverse-continue", "print counter",
                "continue", "print counter", "monitor where", "monitor run-to 5ms", "delete", "continue", "monitor time");

        Assert.That(said, Does.Contain("here b4").And.Contain("back b0"));
        string[] values = [.. Regex.Matches(said, @"\$\d = (\d+)").Select(match => match.Groups[1].Value)];
        Assert.That(values, Has.Length.EqualTo(3));
        Assert.That((values[2], uint.Parse(values[1], CultureInfo.InvariantCulture)), Is.EqualTo((values[0], uint.Parse(values[0], CultureInfo.InvariantCulture) - Turn(values[0]))));
        Assert.That(said, Does.Contain("SIGINT"));
        Assert.That(said, Does.Match(@"(?m)5\.?\d* ms"));
    }

    [Test]
    public async Task In_non_stop_mode_it_stops_one_core(CancellationToken token)
    {
        await using DebugMachine machine = DebugMachine.Of("debugged").RunForDebugger();
        await using GdbServer server = GdbServer.Start(new IPEndPoint(IPAddress.Loopback, 0), machine.Debugger);
        await using GdbProcess gdb = await GdbProcess.StartAsync("debugged", token);
        await gdb.AskAsync("set non-stop on", token);
        await gdb.ConnectAsync(server.EndPoint.Port, token);
        Assert.That(await gdb.AskAsync("info threads", token), Does.Match("(?s)0,0,1.*running.*1,0,2.*running"));

        await gdb.AskAsync("thread 2", token);
        await gdb.AskAsync("interrupt", token);
        await gdb.WaitAsync("Thread 2 .*stopped", token);
        await gdb.AskAsync("monitor focus 1,0,2", token);
        await gdb.AskAsync("tbreak add", token);
        await gdb.AskAsync("continue &", token);
        await gdb.WaitAsync("Thread 2 .*hit Temporary breakpoint 1, add", token);
        await gdb.AskAsync("stepi &", token);
        await gdb.WaitAsync("0x000000b4", token);
        string threads = await gdb.AskAsync("info threads", token);

        Assert.That(threads, Does.Match(@"1 +Thread 1 .0,0,1. .*\(running\)"));
        Assert.That(threads, Does.Match(@"2 +Thread 2 .1,0,2. .*0x000000b4 in add"));
        Assert.That(machine.Debugger.IsStopped(0), Is.False);
        await gdb.AskAsync("detach", token);
    }

    private static uint Turn(string counter)
    {
        // The counter is the sum of 1 to the number of turns.
        uint value = uint.Parse(counter, CultureInfo.InvariantCulture);
        return (uint)((Math.Sqrt((8.0 * value) + 1) - 1) / 2);
    }

    private static async Task<string> RunAsync(CancellationToken token, params string[] commands)
    {
        await using DebugMachine machine = DebugMachine.Of("debugged").RunForDebugger();
        await using GdbServer server = GdbServer.Start(new IPEndPoint(IPAddress.Loopback, 0), machine.Debugger);
        await using GdbProcess gdb = await GdbProcess.StartAsync("debugged", token);
        await gdb.ConnectAsync(server.EndPoint.Port, token);
        foreach (string command in commands) await gdb.AskAsync(command, token);
        return gdb.Said;
    }
}
