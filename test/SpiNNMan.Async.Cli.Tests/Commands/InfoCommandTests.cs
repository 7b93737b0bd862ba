using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Commands;

internal sealed class InfoCommandTests
{
    [Test, CancelAfter(20_000)]
    public async Task Shows_what_a_machine_has(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("info", $"{machine.Boards[0].EndPoint}", "--chips");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain("8 x 8").And.Contain("127.0.0.1 at 0,0").And.Match(@"Dead links\s+none").And.Match(@"Chips\s+48"));
        Assert.That(run.Out, Does.Match(@"FPGA links\s+48, of which 0 lead to another board").And.Not.Contain("Device links"));
        Assert.That(run.Out, Does.Contain("7,7"));
        Assert.That(run.Out, Does.Not.Contain("\e"));
    }

    [Test, CancelAfter(20_000)]
    public async Task Says_it_for_programs(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("info", $"{machine.Boards[0].EndPoint}", "--json");

        JsonElement json = JsonDocument.Parse(run.Out).RootElement;
        Assert.That((json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32(), json.GetProperty("chipCount").GetInt32()), Is.EqualTo((2, 2, 4)));
        JsonElement chip = json.GetProperty("chips")[0];
        Assert.That(chip.GetProperty("ipAddress").GetString(), Is.EqualTo("127.0.0.1"));
        Assert.That(chip.GetProperty("states").GetArrayLength(), Is.EqualTo(chip.GetProperty("coreCount").GetInt32()));
        Assert.That(chip.TryGetProperty("error", out _), Is.False);
        Assert.That(json.GetProperty("spinnakerLinks").EnumerateArray().Select(static link => (link.GetProperty("x").GetInt32(), link.GetProperty("link").GetInt32())), Is.EqualTo(new[] { (0, 3), (1, 0) }));
        Assert.That(json.GetProperty("fpgaLinks").GetArrayLength(), Is.Zero);
    }

    [Test, CancelAfter(20_000)]
    public async Task Says_where_links_lead_that_leave_a_board(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("info", $"{machine.Boards[0].EndPoint}", "--json");

        JsonElement[] links = [.. JsonDocument.Parse(run.Out).RootElement.GetProperty("fpgaLinks").EnumerateArray()];
        Assert.That(links, Has.Length.EqualTo(144));
        Assert.That((links[0].GetProperty("neighbourX").GetInt32(), links[0].GetProperty("neighbourY").GetInt32()), Is.EqualTo((8, 3)));
        Assert.That((links[0].GetProperty("fpga").GetInt32(), links[0].GetProperty("x").GetInt32(), links[0].GetProperty("link").GetInt32()), Is.EqualTo((0, 7, 0)));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_BMP_is_a_failure_that_says_so(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("info", $"{machine.Bmp.EndPoint}");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("BC&MP"));
    }
}
