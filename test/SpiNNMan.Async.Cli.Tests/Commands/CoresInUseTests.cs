using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Commands for applications do not harm what others run, and say so when there is nobody.</summary>
internal sealed class CoresInUseTests
{
    [TestCase("load")]
    [TestCase("run")]
    [CancelAfter(60_000)]
    public async Task Cores_that_run_another_application_are_taken_only_on_request(string command, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";
        machine.Run(new CoreLocation(0, 0, 2), new PrinterApplication(), 40);

        CommandRun everywhere = await CommandRun.OfAsync(command, host, "virtual:hello");
        CommandRun there = await CommandRun.OfAsync(command, host, "virtual:hello", "--cores", "0,0,1-3");
        CoreLocation[] after = MachineState.BusyCores(machine);
        CommandRun elsewhere = await CommandRun.OfAsync(command, host, "virtual:hello", "--cores", "0,0,3");
        CommandRun replaced = await CommandRun.OfAsync(command, host, "virtual:hello", "--cores", "0,0,1-2", "--replace");

        Assert.That(new[] { everywhere, there }.Select(static run => (run.ExitCode, run.ErrorLines.Length)), Is.All.EqualTo((ExitCodes.Failure, 1)));
        Assert.That(there.Error, Does.Contain("1 core of 3 runs application 40 (printer) already: 0,0,2.").And.Contain("--replace"));
        Assert.That(after, Is.EqualTo(new[] { new CoreLocation(0, 0, 2) }), "nothing was loaded");
        Assert.That((elsewhere.ExitCode, replaced.ExitCode), Is.EqualTo((0, 0)), elsewhere.Error + replaced.Error);
    }

    [TestCase("load HOST virtual:hello --cores 0,0,1-20", "The machine has no application cores 0,0,18-20 (it has 1-17)")]
    [TestCase("run HOST virtual:hello --cores 0,0,1 1,1,17-18", "no application cores 1,1,")]
    [TestCase("load HOST virtual:hello --cores 0,0,0", "No core that works is 0,0,0")]
    [TestCase("load HOST virtual:hello --cores 9,9,1", "No core that works is 9,9,1")]
    [TestCase("ps HOST --cores 0,0,1-31", "no application cores 0,0,18-31")]
    [TestCase("iobuf HOST 0,0,25", "no application cores 0,0,25")]
    [TestCase("iobuf HOST 0,0,1 9,9,1", "The machine has no chip 9,9")]
    [TestCase("routes HOST 0,0 9,9 8,9", "The machine has no chip 9,9 and no chip 8,9")]
    [CancelAfter(60_000)]
    public async Task Cores_and_chips_that_there_are_not_are_named(string words, string message, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync([.. words.Split(' ').Select(word => word is "HOST" ? $"{machine.Boards[0].EndPoint}" : word)]);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
        Assert.That(MachineState.BusyCores(machine), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_chip_or_a_star_stands_for_the_cores_there_are(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("load", $"{machine.Boards[0].EndPoint}", "virtual:idle", "--cores", "*,*,1-20", "0,0");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(MachineState.BusyCores(machine), Has.Length.EqualTo(68));
    }

    [TestCase("virtual:helo", "'helo' is no program of virtual machines. Did you mean hello?")]
    [TestCase("virtual:", "They are hello, ")]
    [TestCase("virtual:Hello", "Did you mean hello?")]
    public async Task A_program_that_there_is_not_is_an_error(string file, string message)
    {
        CommandRun load = await CommandRun.OfAsync("load", "127.0.0.1:1", file);
        CommandRun run = await CommandRun.OfAsync("run", "127.0.0.1:1", file);

        Assert.That(new[] { load, run }.Select(static run => (run.ExitCode, run.ErrorLines.Length)), Is.All.EqualTo((ExitCodes.Failure, 1)));
        Assert.That(load.Error, Does.Contain(message));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_signal_to_nobody_is_said_to_be_one(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";
        machine.Run(new CoreLocation(0, 0, 2), new PrinterApplication(), 40);

        CommandRun nobody = await CommandRun.OfAsync("signal", host, "41", "start");
        CommandRun somebody = await CommandRun.OfAsync("signal", host, "40", "user1");

        Assert.That((nobody.ExitCode, nobody.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)));
        Assert.That(nobody.Error, Does.Contain("No core runs application 41"));
        Assert.That((somebody.ExitCode, somebody.Error), Is.EqualTo((ExitCodes.Success, "Sent user1 to 1 core.\n")));
    }
}
