using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Boot;

namespace SpiNNMan.Async.Cli.Tests.Commands;

internal sealed class BootCommandTests
{
    [Test, CancelAfter(30_000)]
    public async Task Boots_a_virtual_board_with_an_image_made_up(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(booted: false, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["boot", .. Target(machine), "--image", "virtual", "--board-version", "5", "--json"]);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        JsonElement json = JsonDocument.Parse(run.Out).RootElement;
        Assert.That((json.GetProperty("wasRunning").GetBoolean(), json.GetProperty("rounds").GetInt32()), Is.EqualTo((false, 1)));
        Assert.That(machine.Boards[0].State, Is.EqualTo(BoardState.Ready));
    }

    [Test, CancelAfter(30_000)]
    public async Task Leaves_a_board_alone_that_runs(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(booted: true, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["boot", .. Target(machine), "--image", "virtual"]);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.StartWith("SC&MP 4.0.0"));
        Assert.That(run.Error, Does.Contain("running already"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Finds_the_image_of_an_installed_Python_SpiNNMan(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(booted: false, cancellationToken);
        using var directory = new TemporaryDirectory();
        string image = directory.File("lib", "python3.12", "site-packages", "spinnman", "messages", "spinnaker_boot", "boot_data", "scamp.boot");
        await File.WriteAllBytesAsync(image, VirtualBootImage.Create(), cancellationToken);

        CommandRun run = await CommandRun.OfAsync(
            ["boot", .. Target(machine)], variables: new(StringComparer.Ordinal) { ["VIRTUAL_ENV"] = directory.Root }, cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Error, Does.Contain(image));
    }

    [Test, CancelAfter(30_000)]
    public async Task Takes_the_image_that_the_environment_names(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(booted: true, cancellationToken);
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.File("short.boot"), [1, 2, 3], cancellationToken);

        CommandRun run = await CommandRun.OfAsync(
            ["boot", .. Target(machine)], variables: new(StringComparer.Ordinal) { ["SPINNMAN_BOOT_IMAGE"] = directory.File("short.boot") }, cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("short.boot is no boot image"));
    }

    [Test]
    public async Task Without_an_image_it_says_where_to_get_one()
    {
        CommandRun run = await CommandRun.OfAsync("boot", "127.0.0.1");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.Contain("--image FILE").And.Contain("SPINNMAN_BOOT_IMAGE").And.Contain("scamp.boot").And.Contain("--image virtual"));
    }

    private static async Task<VirtualMachine> StartAsync(bool booted, CancellationToken cancellationToken) =>
        await VirtualMachine.StartAsync(new VirtualMachineOptions { Booted = booted }, cancellationToken);

    private static string[] Target(VirtualMachine machine) =>
        [$"{machine.Boards[0].EndPoint}", "--boot-port", $"{machine.Boards[0].BootEndPoint.Port}", "--pause", "1"];
}
