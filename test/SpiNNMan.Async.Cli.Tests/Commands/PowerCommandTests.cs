using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Switches boards, and reads their sensors, through their BMPs.</summary>
internal sealed class PowerCommandTests
{
    [Test, CancelAfter(30_000)]
    public async Task Boards_are_switched_off_and_on(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        string[] target = [$"{machine.Bmp.EndPoint.Address}", "--bmp-port", $"{machine.Bmp.EndPoint.Port}"];

        CommandRun off = await CommandRun.OfAsync(["power", "off", .. target]);
        BoardState afterOff = machine.Boards[0].State;
        CommandRun on = await CommandRun.OfAsync(["power", "on", .. target, "--rest", "0", "--json"]);
        CommandRun cycle = await CommandRun.OfAsync(["power", "cycle", .. target, "--rest", "0", "--off-time", "0"]);
        CommandRun status = await CommandRun.OfAsync(["power", "status", .. target]);

        Assert.That((off.ExitCode, off.Out.Trim()), Is.EqualTo((ExitCodes.Success, "0;0/0  off")), off.Error);
        Assert.That(afterOff, Is.EqualTo(BoardState.Off));
        Assert.That(JsonDocument.Parse(on.Out).RootElement.GetProperty("isOn").GetBoolean(), Is.True, on.Error);
        Assert.That(cycle.ExitCode, Is.EqualTo(ExitCodes.Success), cycle.Error);
        Assert.That(status.Out, Does.Contain("on"));
        Assert.That(machine.Boards[0].State, Is.EqualTo(BoardState.Rom));
    }

    [Test, CancelAfter(30_000)]
    public async Task What_BMPs_tell_is_shown(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);
        string[] target = [$"0;0;{machine.Bmp.EndPoint.Address}/0-2", "--bmp-port", $"{machine.Bmp.EndPoint.Port}"];

        CommandRun run = await CommandRun.OfAsync(["bmp", .. target]);
        CommandRun json = await CommandRun.OfAsync(["bmp", .. target, "--json"]);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain("0;0/2").And.Contain("1.80").And.Contain("serial number"));
        Assert.That(json.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(3));
        Assert.That(JsonDocument.Parse(json.Out.Split('\n')[0]).RootElement.GetProperty("volts18").GetDouble(), Is.EqualTo(1.8).Within(0.1));
    }

    [Test, CancelAfter(30_000)]
    public async Task What_boards_tell_is_shown_before_those_that_are_not_there_are_named([Values("bmp", "power status")] string command, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);

        CommandRun run = await CommandRun.OfAsync([.. command.Split(' '), $"0;0;{machine.Bmp.EndPoint.Address}/0,5", "--bmp-port", $"{machine.Bmp.EndPoint.Port}", "--json"]);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(JsonDocument.Parse(run.Out).RootElement.GetProperty("board").GetInt32(), Is.Zero);
        Assert.That(run.Error, Does.Contain("failed for 0;0/5"));
    }

    [Test, CancelAfter(60_000), Platform(Include = "Linux", Reason = "Every address of 127.0.0.0/8 is this computer's there.")]
    public async Task Frames_are_switched_and_shown_whatever_other_BMPs_do(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        string host = $"{machine.Bmp.EndPoint.Address}";
        string[] target = [$"0;0;{host}:0;1;{LoopbackAddresses.Take()}", "--bmp-port", $"{machine.Bmp.EndPoint.Port}"];

        CommandRun off = await CommandRun.OfAsync(["power", "off", .. target]);
        BoardState afterOff = machine.Boards[0].State;
        CommandRun on = await CommandRun.OfAsync(["power", "on", .. target, "--rest", "0"]);

        Assert.That((off.ExitCode, off.Out.Trim(), afterOff), Is.EqualTo((ExitCodes.Failure, "0;0/0  off", BoardState.Off)), off.Error);
        Assert.That((on.ExitCode, on.Out.Trim(), machine.Boards[0].State), Is.EqualTo((ExitCodes.Failure, "0;0/0  on", BoardState.Rom)), on.Error);
        Assert.That(on.Error, Does.Contain("switching on failed for 0;1/0"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Boards_are_reset(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("reset", $"{machine.Bmp.EndPoint.Address}", "--bmp-port", $"{machine.Bmp.EndPoint.Port}", "--fpgas");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(machine.Boards[0].State, Is.EqualTo(BoardState.Rom));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_board_and_a_text_that_names_none_are_refused(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);

        CommandRun board = await CommandRun.OfAsync("bmp", "127.0.0.1", "--bmp-port", $"{machine.Boards[0].EndPoint.Port}");
        CommandRun text = await CommandRun.OfAsync("power", "on", "host/99");

        Assert.That((board.ExitCode, text.ExitCode), Is.EqualTo((ExitCodes.Failure, ExitCodes.WrongUsage)));
        Assert.That(board.Error, Does.Contain("no board management processor"));
        Assert.That(text.Error, Does.Contain("'host/99' names no BMPs"));
    }
}
