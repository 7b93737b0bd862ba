using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Cli.Diagnosis;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>The problems that the doctor finds in virtual machines.</summary>
internal sealed class DoctorCommandTests
{
    [Test, CancelAfter(30_000)]
    public async Task A_machine_that_is_well_has_no_problem(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);

        CommandRun run = await RunAsync(machine.Boards[0].EndPoint, machine, "--requests", "100");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Out + run.Error);
        Assert.That(run.Out, Does.Match(@" 100 requests: \d+ sent again"));
        Assert.That(run.Out, Does.Match(@"ok +name").And.Match(@"ok +route").And.Match(@"ok +software").And.Match(@"ok +bmp").And.Match(@"loss").And.Match(@"window").And.Match(@"ok +machine +It has 8 x 8"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Each_state_has_a_cause_and_an_advice(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Booted = false }, cancellationToken);
        int nobody = await FreePorts.FindAsync(cancellationToken);

        CommandRun unknown = await CommandRun.OfAsync("doctor", "no.such.host.invalid");
        CommandRun silent = await RunAsync(machine.Boards[0].EndPoint, machine, "--patience", "0.3");
        machine.Boards[0].SwitchOff();
        CommandRun off = await RunAsync(machine.Boards[0].EndPoint, machine, "--patience", "0.3");
        CommandRun refused = await RunAsync(new IPEndPoint(IPAddress.Loopback, nobody), machine);
        CommandRun bmp = await RunAsync(machine.Bmp.EndPoint, machine);

        Assert.That(new[] { unknown, silent, off, refused, bmp }.Select(static run => run.ExitCode), Is.All.EqualTo(ExitCodes.AnswerIsNo));
        Assert.That(unknown.Out, Does.Match(@"problem +name").And.Contain("spelling"));
        Assert.That(silent.Out, Does.Match(@"problem +software +.* is silent").And.Contain("firewall"));
        Assert.That(off.Out, Does.Match(@"problem +bmp +.* its board is off").And.Contain("spinnman power on"));
        Assert.That(refused.Out, Does.Match(@"problem +software +.*nothing listens"));
        Assert.That(bmp.Out, Does.Match(@"problem +software +.*board management processor").And.Contain("the one after this"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Loss_and_silent_chips_are_warned_of(CancellationToken cancellationToken)
    {
        var loss = new LinkFaults { Loss = 0.1 };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, Faults = new FaultOptions { Ingress = loss } }, cancellationToken);
        machine.KillMonitor(new ChipLocation(1, 1));

        CommandRun run = await RunAsync(machine.Boards[0].EndPoint, machine, "--json");

        (string Step, string Verdict)[] findings = [.. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonDocument.Parse(line).RootElement)
            .Select(static finding => (finding.GetProperty("step").GetString()!, finding.GetProperty("verdict").GetString()!))];
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Out + run.Error);
        Assert.That(findings, Has.Member(("loss", "warning")).And.Member(("machine", "warning")));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_firewall_of_this_computer_is_found_before_anything_is_waited_for(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var doctor = new Doctor(new HostTarget("127.0.0.1", 17893), new DoctorOptions { Network = new ForbiddingNetwork() }, findings.Add);

        await doctor.RunAsync(cancellationToken);

        Assert.That(findings[^1].Step, Is.EqualTo("firewall"));
        Assert.That(findings[^1].Verdict, Is.EqualTo(Verdict.Problem));
        Assert.That(findings[^1].Found, Does.Contain("EPERM"));
        Assert.That(findings[^1].Advice, Does.Contain("own firewall"));
    }

    private static Task<CommandRun> RunAsync(IPEndPoint host, VirtualMachine machine, params string[] more) =>
        CommandRun.OfAsync(["doctor", $"{host}", "--bmp", $"{machine.Bmp.EndPoint.Address}", "--bmp-port", $"{machine.Bmp.EndPoint.Port}", .. more]);
}
