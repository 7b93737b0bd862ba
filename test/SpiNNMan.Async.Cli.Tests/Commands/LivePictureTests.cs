using Spectre.Console;
using SpiNNMan.Async.Cli.VirtualMachines;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>The live picture of a virtual machine, as text.</summary>
internal sealed class LivePictureTests
{
    [Test]
    public async Task Shows_the_chips_of_one_board()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Network = new InMemoryNetwork() });
        foreach (byte core in (byte[])[1, 2, 3])
            machine.Run(new CoreLocation(2, 0, core), new IdleApplication());
        machine.Run(new CoreLocation(3, 0, 1), new BarrierApplication());
        machine.Run(new CoreLocation(4, 0, 1), new CrashApplication());
        machine.KillMonitor(new ChipLocation(1, 0));
        machine.KeepBusy(new ChipLocation(0, 1), TimeSpan.FromMinutes(1));
        await Task.Yield();
        string[] lines = Draw(machine, 120, 40);

        Assert.That(lines[0], Does.StartWith($"spin5 at {machine.Boards[0].EndPoint}  SC&MP 4.0.0  up 00:01:05"));
        Assert.That(lines, Has.Some.Matches<string>(line => line!.StartsWith("0  ·   ×   3  ~1 ", StringComparison.Ordinal)));
        Assert.That(lines, Has.Some.Matches<string>(line => line!.StartsWith("1  …   ·", StringComparison.Ordinal)));
        Assert.That(lines, Has.Some.Contains("something happened").And.Some.Contains("> sta_"));
        Assert.That(lines, Has.Some.Contains("Commands").And.Some.Contains("Lost"));
    }

    [Test]
    public async Task Shows_what_comes_and_what_is_lost()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3 });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint);
        await scamp.GetVersionAsync();
        machine.Boards[0].IsMute = true;
        Assert.That(Draw(machine, 120, 40), Has.Some.Matches(@"Version\s+1\s+0").And.Some.Contains("mute"));
        Assert.That(Draw(machine, 79, 24), Has.Some.EqualTo("Commands: Version 1"));
    }

    [Test]
    public async Task Shows_the_boards_of_many()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(2, 2), Network = new InMemoryNetwork() });
        machine.Boards[0].SwitchOff();
        machine.Boards[1].SwitchOff();
        machine.Boards[1].SwitchOn();
        machine.Boards[5].IsMute = true;
        machine.Run(new CoreLocation(0, 12, 1), new IdleApplication());
        string[] lines = Draw(machine, 120, 40);

        Assert.That(lines, Has.Some.StartsWith("12 boards: 1 Off, 1 Rom, 10 Ready"));
        Assert.That(lines.SkipWhile(line => !line.StartsWith("12 boards", StringComparison.Ordinal)).Skip(2).Take(2).Select(line => line.Split("  ")[0].Trim().Replace(" ", "", StringComparison.Ordinal) + line.Split("  ")[1].Trim().Replace(" ", "", StringComparison.Ordinal)), Is.EqualTo(new[] { "rRRRRR", "×oRRRm" }));
    }

    [TestCase(80, 24)]
    [TestCase(100, 24)]
    [TestCase(120, 30)]
    [TestCase(200, 60)]
    public async Task Fits_the_terminal(int width, int height)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Network = new InMemoryNetwork() });
        string[] lines = Draw(machine, width, height);

        Assert.That(lines, Has.Length.LessThanOrEqualTo(height));
        Assert.That(lines.Max(line => line.Length), Is.LessThanOrEqualTo(width));
        Assert.That(lines, Has.Some.StartsWith("0  ·").And.Some.Contains("> sta_"));
    }

    [Test]
    public void Bars_grow_with_the_traffic() =>
        Assert.That(new[] { 0, 1, 10, 100, 1000, 10_000, 1e9 }.Select(TrafficBar.Of), Is.Ordered.And.EqualTo(" ▁▂▄▆██"));

    private static string[] Draw(VirtualMachine machine, int width, int height)
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        MachineReading reading = MachineReading.Take(machine, MachineReading.Take(machine, null, TimeSpan.Zero), TimeSpan.FromSeconds(1));
        console.Write(new LivePicture("spin5", machine).Draw(reading, TimeSpan.FromSeconds(65), ["something happened", new string('x', 300)], answer: null, "sta", (width, height)));
        return [.. output.ToString().Split('\n').Select(line => line.TrimEnd())];
    }
}
