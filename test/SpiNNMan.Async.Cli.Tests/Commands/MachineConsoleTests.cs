using SpiNNMan.Async.Cli.VirtualMachines;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Commands that are typed while a virtual machine runs.</summary>
internal sealed class MachineConsoleTests
{
    private VirtualMachine _machine = null!;
    private MachineConsole _console = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), Network = new InMemoryNetwork() });
        _console = new MachineConsole(_machine);
    }

    [TearDown]
    public async Task StopAsync() => await _machine.DisposeAsync();

    [Test]
    public void Faults_of_the_network_are_set_each_way_or_one_way()
    {
        Assert.That(Do("loss 0.01"), Is.EqualTo("loss 0.01"));
        Assert.That(Do("jitter 2.5 out"), Is.EqualTo("in: loss 0.01; out: loss 0.01, jitter 2.5 ms"));
        Assert.That(Do("DELAY 10 in"), Is.EqualTo("in: loss 0.01, delay 10 ms; out: loss 0.01, jitter 2.5 ms"));
        Assert.That(Do("flood 0.5"), Does.EndWith("flood fills: loss 0.5"));
        Assert.That(_machine.Faults, Is.EqualTo(new FaultOptions
        {
            Ingress = new LinkFaults { Loss = 0.01, Delay = TimeSpan.FromMilliseconds(10) },
            Egress = new LinkFaults { Loss = 0.01, Jitter = TimeSpan.FromMilliseconds(2.5) },
            FloodFillLoss = 0.5,
        }));
        Do("duplicate 0.1");
        Do("reorder 0.2");
        Assert.That(Do("corrupt 0.3"), Does.Contain("duplicate 0.1, reorder 0.2, corrupt 0.3"));
        Assert.That(Do("faults off"), Is.EqualTo("no faults"));
        Assert.That(_machine.Faults, Is.EqualTo(FaultOptions.None));
    }

    [Test]
    public void A_board_may_have_a_bad_network_of_its_own()
    {
        Do("loss 0.01");
        Assert.That(Do("delay 3 out board 0"), Is.EqualTo("board 0: in: loss 0.01; out: loss 0.01, delay 3 ms"));
        Assert.That(Do("faults"), Is.EqualTo("loss 0.01\nboard 0: in: loss 0.01; out: loss 0.01, delay 3 ms"));
        Assert.That(Do("status"), Does.Contain("network: loss 0.01; board 0: in: loss 0.01; out: loss 0.01, delay 3 ms; "));
        Assert.That(_machine.Boards[0].Faults!.Egress.Delay, Is.EqualTo(TimeSpan.FromMilliseconds(3)));

        Assert.That(FaultCommands.DescribeBriefly(_machine), Is.EqualTo("loss 0.01; other faults at 1 board"));

        Assert.That(Do("faults off board 0"), Is.EqualTo("board 0: loss 0.01"));
        Assert.That(_machine.Boards[0].Faults, Is.Null);
    }

    [Test]
    public void Boards_fall_silent_die_and_come_back()
    {
        Do("mute 1");
        Assert.That(_machine.Boards.Select(board => board.IsMute), Is.EqualTo(new[] { false, true, false }));
        Assert.That(Do("status"), Does.Contain("board 1: Ready with SC&MP 4.0.0, mute"));
        Do("unmute all");
        Assert.That(_machine.Boards.Select(board => board.IsMute), Is.All.False);
        Do("kill 2");
        Assert.That(_machine.Boards[2].State, Is.EqualTo(BoardState.Off));
        Do("revive 2");
        Assert.That(_machine.Boards[2].State, Is.EqualTo(BoardState.Rom));
    }

    [Test]
    public void Parts_of_chips_fail()
    {
        Do("kill 3,4");
        Assert.That(_machine.Boards[0].Chips.Single(chip => chip.Location == new ChipLocation(3, 4)).Failure, Is.Not.Null);
        Do("busy 1,1 500");
        Assert.That(_machine.Boards[0].TakeSnapshot().Chips.Single(chip => chip.Location == new ChipLocation(1, 1)).IsBusy, Is.True);
        Assert.That(Do("link 3,3 ne off"), Does.Contain("north-east").And.Contain("cut"));
        Assert.That(Do("link 3,3 1 on"), Does.Contain("works"));
        Assert.That(Do("heat 1 51.5"), Is.EqualTo("board 1 has 51.5 degrees"));
        Assert.That(_machine.Boards.Select(static board => board.Temperature), Is.EqualTo(new[] { 30, 51.5, 30 }));
    }

    [Test]
    public void Speed_is_changed()
    {
        Do("speed real");
        Assert.That(_machine.ServiceTime, Is.EqualTo(ServiceTime.Hardware));
        Do("speed fast");
        Assert.That(_machine.ServiceTime, Is.EqualTo(ServiceTime.None));
    }

    [Test]
    public void It_tells_where_boards_are_and_what_can_be_said()
    {
        Assert.That(Do("boards").Split('\n'), Has.Length.EqualTo(3).And.All.Contains("commands").And.All.Contains("BMP"));
        string help = Do("help");
        foreach (string command in (string[])["status", "boards", "loss", "duplicate", "jitter", "faults", "flood", "speed", "mute", "unmute", "kill", "revive", "busy", "heat", "link", "quit"])
            Assert.That(help, Does.Contain(command));
    }

    [Test]
    public void Quit_is_the_only_one_that_ends_it()
    {
        Assert.That(_console.Execute(" quit ").Quits, Is.True);
        Assert.That(_console.Execute("status").Quits, Is.False);
        Assert.That(_console.Execute("quit now"), Is.EqualTo(new ConsoleAnswer("quit now", Ok: false, "quit now: 'now' is too much. 'help' lists the commands.")));
    }

    [TestCase("fly", "no such command")]
    [TestCase("loss", "a share, 0 to 1")]
    [TestCase("loss 0.1 board 7", "the number of a board")]
    [TestCase("faults off board", "the number of a board")]
    [TestCase("loss 2", "0 to 1")]
    [TestCase("loss nan", "0 to 1")]
    [TestCase("loss 0.5 sideways", "'sideways' is too much")]
    [TestCase("delay -1", "milliseconds")]
    [TestCase("mute 3", "0 to 2")]
    [TestCase("mute 1.5", "0 to 2")]
    [TestCase("kill 9,99", "no such chip")]
    [TestCase("kill 9,x", "no chip")]
    [TestCase("busy 1,1", "milliseconds")]
    [TestCase("heat 3 40", "0 to 2")]
    [TestCase("heat 1 126", "0 to 125")]
    [TestCase("link 1,1 up off", "no link")]
    [TestCase("link 1,1 e", "'on' or 'off'")]
    [TestCase("speed slow", "'fast' or 'real'")]
    public void What_makes_no_sense_is_told_and_changes_nothing(string line, string problem)
    {
        ConsoleAnswer answer = _console.Execute(line);

        Assert.That((answer.Ok, answer.Quits), Is.EqualTo((false, false)));
        Assert.That(answer.Text, Does.StartWith(line).And.Contain(problem));
        Assert.That(_machine.Faults, Is.EqualTo(FaultOptions.None));
    }

    [Test]
    public async Task A_machine_that_is_not_booted_says_so_when_a_chip_is_asked_for()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Booted = false, Network = new InMemoryNetwork() });

        Assert.That(new MachineConsole(machine).Execute("kill 0,0").Text, Does.Contain("not booted"));
    }

    private string Do(string line)
    {
        ConsoleAnswer answer = _console.Execute(line);
        Assert.That(answer.Ok, Is.True, answer.Text);
        return answer.Text;
    }
}
