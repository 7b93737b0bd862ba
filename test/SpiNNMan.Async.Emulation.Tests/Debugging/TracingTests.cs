using System.Text.Json;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Debugging.Symbols;
using SpiNNMan.Async.Emulation.Debugging.Tracing;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Debugging;

/// <summary>Traces, profiles, coverage and lists of errors; none of which changes the run.</summary>
internal sealed class TracingTests
{
    private static readonly ProgramSymbols s_symbols = ProgramSymbols.Read(TestMachine.Resource("debugged.elf"));

    [Test]
    public void A_trace_has_instructions_with_their_functions_and_accesses_and_interrupts()
    {
        using TestMachine machine = new();
        using StringWriter output = new();
        ChipCore core = machine.Start(0, 1, "debugged");
        Tracer tracer = new("0,0,1", output, s_symbols);
        tracer.Attach(core);
        core.Arm.Stops.Observer = tracer;

        machine.Run(0.03);

        string[] lines = output.ToString().Split(Environment.NewLine);
        Assert.That(lines[0], Does.Match(@"^ +0\.\d{3} 0,0,1 +00000000 ea000006 _start$"));
        Assert.That(lines, Has.Some.Match(@"000000d0 e5820000 next\+18 \(.*debugged\.c:20\) -> 60000000$"));
        Assert.That(lines, Has.Some.Match(@"0,0,1 +irq at (next|add|main)"));
    }

    [Test]
    public void A_trace_without_instructions_has_packets()
    {
        using TestMachine machine = new();
        using StringWriter output = new();
        machine.Route(0, 0, 0x77, uint.MaxValue, 0, 2);
        ChipCore receiver = machine.Start(0, 1, 0xeafffffe);
        new Tracer("0,0,1", output, ProgramSymbols.None).Attach(receiver);
        new Tracer("0,0,2", output, ProgramSymbols.None).Attach(machine.Chip.Cores[2]);

        machine.Send(0, 2, [0x02, 0x1234, 0x77]);
        machine.Run(0.02);

        Assert.That(output.ToString(), Does.Contain("0,0,2     sends Multicast key 00000077 payload 00001234").And.Contain("0,0,1     gets Multicast key 00000077 payload 00001234"));
    }

    [Test]
    public void A_profile_knows_who_called_and_counts_every_clock()
    {
        using TestMachine machine = new();
        ChipCore core = machine.Start(0, 1, "debugged");
        Profiler profiler = new("0,0,1", s_symbols);
        core.Arm.Stops.Observer = profiler;
        machine.Run(1);

        Dictionary<string, long> stacks = profiler.Root.Stacks().ToDictionary(stack => string.Join(';', stack.Stack), stack => stack.Clocks, StringComparer.Ordinal);
        Assert.That(stacks.Keys, Does.Contain("0,0,1;_start;main").Or.Contain("0,0,1;reset;main"), string.Join('\n', stacks.Keys));
        string root = stacks.Keys.First(key => key.EndsWith(";main", StringComparison.Ordinal));
        Assert.That(stacks.Keys, Does.Contain($"{root};next;add").And.Contain($"{root};next"));
        Assert.That(stacks.Keys, Has.Some.EndsWith("[irq];tick"));
        Assert.That(stacks.Values.Sum(), Is.InRange(core.Arm.Time - 100, core.Arm.Time), "every clock is counted once");

        using StringWriter folded = new();
        ProfileFiles.WriteFolded(folded, [profiler.Root]);
        Assert.That(folded.ToString(), Does.Match($@"(?m)^{root};next;add \d+\r?$"));
        using MemoryStream json = new();
        ProfileFiles.WriteSpeedscope(json, [profiler.Root]);
        using JsonDocument document = JsonDocument.Parse(json.ToArray());
        JsonElement profile = document.RootElement.GetProperty("profiles")[0];
        Assert.That(profile.GetProperty("samples").GetArrayLength(), Is.EqualTo(profile.GetProperty("weights").GetArrayLength()));
        Assert.That(profile.GetProperty("endValue").GetInt64(), Is.EqualTo(5 * stacks.Values.Sum()));
        Assert.That(document.RootElement.GetProperty("shared").GetProperty("frames").EnumerateArray().Select(frame => frame.GetProperty("name").GetString()), Does.Contain("add"));
    }

    [Test]
    public void Coverage_tells_lines_that_were_not_reached()
    {
        using TestMachine machine = new();
        ChipCore core = machine.Start(0, 1, "debugged");
        Coverage coverage = new(s_symbols);
        core.Arm.Stops.Observer = new Observers(coverage);
        machine.Run(0.005);

        Dictionary<uint, long> lines = coverage.Lines().Where(line => line.Key.File.EndsWith("debugged.c", StringComparison.Ordinal)).ToDictionary(line => line.Key.Line, line => line.Value);
        Assert.That((lines[16], lines[20]), Is.EqualTo((lines[20], lines[20])).And.Not.EqualTo((0L, 0L)));
        Assert.That(lines[9], Is.Zero, "no interrupt has come yet");
        using StringWriter output = new();
        coverage.Write(output);
        Assert.That(output.ToString(), Does.Match(@"SF:.*debugged\.c\r?\n").And.Contain("DA:9,0").And.Contain("end_of_record"));
    }

    [Test]
    public void Errors_are_told_with_their_line_and_who_called()
    {
        ProgramSymbols symbols = ProgramSymbols.Read(TestMachine.Resource("faulty.elf"));
        using TestMachine machine = new();
        ChipCore core = machine.Start(0, 1, "faulty");
        FaultLog faults = new(symbols);
        faults.Attach(core, "0,0,1");
        machine.Run(0.01);

        Assert.That(faults.Count, Is.EqualTo(1));
        Assert.That(faults.Faults[0], Does.Match(@"^0\.000\d+ ms 0,0,1 reached 50000000, where nothing is, at look \(.*faulty\.c:5\), called from main\+\w+ \(.*faulty\.c:10\)$"));
    }

    [Test]
    public void None_of_it_changes_the_run()
    {
        using TestMachine plain = new();
        using TestMachine watched = new();
        plain.Start(0, 1, "debugged");
        ChipCore core = watched.Start(0, 1, "debugged");
        Tracer tracer = new("0,0,1", TextWriter.Null, s_symbols);
        tracer.Attach(core);
        new FaultLog(s_symbols).Attach(core, "0,0,1");
        core.Arm.Stops.Observer = new Observers(tracer, new Profiler("", s_symbols), new Coverage(s_symbols));

        plain.Run(2);
        watched.Run(2);

        Assert.That(watched.Hash(), Is.EqualTo(plain.Hash()));
    }
}
