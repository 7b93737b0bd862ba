using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Debugs and traces the cores of a virtual machine.</summary>
internal sealed class VirtualMachineDebugTests
{
    private static readonly string[] s_unbooted = ["vm", "--ports", "system", "--bind", "127.0.0.1", "--board", "spin3"];
    private static readonly string[] s_machine = [.. s_unbooted, "--booted"];

    [Test, CancelAfter(60_000)]
    public async Task A_debugger_is_told_that_nothing_executes(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        await using var errors = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync([.. s_unbooted, "--gdb", "0"], output: output, error: errors, cancellationToken: stop.Token);
        string announced = await errors.FirstLine.WaitAsync(cancellationToken);
        await output.FirstLine.WaitAsync(cancellationToken);

        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(Regex.Match(announced, @"target remote (\S+)").Groups[1].Value), cancellationToken);
        await client.GetStream().WriteAsync("$?#3f"u8.ToArray(), cancellationToken);
        byte[] reply = new byte[47];
        await client.GetStream().ReadExactlyAsync(reply, cancellationToken);
        await stop.CancelAsync();
        CommandRun run = await serving;

        Assert.That(Encoding.ASCII.GetString(reply), Does.StartWith("+$E.no executed core: boot the machine first#"));
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_debugger_reaches_chips_that_execute_and_packets_are_traced(CancellationToken cancellationToken)
    {
        string image = Repository.PathTo("test", "Programs", "BootImage", "boot-image.bin");
        string trace = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.trace");
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await using var output = new WatchedWriter();
            await using var errors = new WatchedWriter();
            string[] machine = [.. s_machine, "--engine", "chip", "--image", image, "--gdb", "0", "--trace", "0,0,0:packets", "--trace-file", trace];
            Task<CommandRun> serving = CommandRun.OfAsync(machine, output: output, error: errors, cancellationToken: stop.Token);
            string announced = await errors.FirstLine.WaitAsync(cancellationToken);
            string ready = await output.FirstLine.WaitAsync(cancellationToken);

            // A first reply says that the image runs.
            CommandRun version = await CommandRun.OfAsync("version", ready.Split(' ').Single(static word => word.StartsWith("scp=", StringComparison.Ordinal))[4..]);
            using var client = new TcpClient();
            await client.ConnectAsync(IPEndPoint.Parse(Regex.Match(announced, @"target remote (\S+)").Groups[1].Value), cancellationToken);
            await client.GetStream().WriteAsync("$?#3f"u8.ToArray(), cancellationToken);
            byte[] reply = new byte[5];
            await client.GetStream().ReadExactlyAsync(reply, cancellationToken);
            await stop.CancelAsync();
            await serving;

            Assert.That(version.Out, Does.StartWith("Boot image"));
            Assert.That(Encoding.ASCII.GetString(reply), Is.EqualTo("+$T05"));
            Assert.That(await File.ReadAllTextAsync(trace, cancellationToken), Does.Contain("0,0,0     sends "));
        }
        finally
        {
            File.Delete(trace);
        }
    }

    [Test, CancelAfter(120_000)]
    public async Task Programs_beneath_a_modelled_monitor_are_profiled_and_their_lines_are_counted(CancellationToken cancellationToken)
    {
        string programs = Repository.PathTo("test", "Programs", "Applications");
        using var folder = new TemporaryDirectory();
        (string profile, string coverage) = (folder.File("profile.txt"), folder.File("lines.info"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        string[] machine = [.. s_machine, "--pc-profile", profile, "--coverage", coverage, "--elf", Path.Combine(programs, "first.elf")];
        Task<CommandRun> serving = CommandRun.OfAsync(machine, output: output, cancellationToken: stop.Token);
        string ready = await output.FirstLine.WaitAsync(cancellationToken);
        CommandRun run = await CommandRun.OfAsync("run", ready.Split(' ').Single(static word => word.StartsWith("scp=", StringComparison.Ordinal))[4..], Path.Combine(programs, "first.aplx"), "--cores", "0,0,1-2");
        await stop.CancelAsync();
        await serving;

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(await File.ReadAllTextAsync(profile, cancellationToken), Does.Match(@"(?m)^0,0,1;.*print_number \d+\r?$").And.Contain("0,0,2;"));
        Assert.That(await File.ReadAllTextAsync(coverage, cancellationToken), Does.Match(@"(?m)SF:.*first\.c\r?$").And.Match(@"(?m)^DA:9,2\r?$"), "two cores came by");
    }

    [Test, CancelAfter(60_000)]
    public async Task What_cannot_be_counted_is_told_at_once(CancellationToken cancellationToken)
    {
        CommandRun run = await CommandRun.OfAsync([.. s_machine, "--coverage", "lines.info"], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.Not.EqualTo(ExitCodes.Success));
        Assert.That(run.Error, Does.Contain("--elf"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_port_that_is_taken_is_told(CancellationToken cancellationToken)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        CommandRun run = await CommandRun.OfAsync([.. s_machine, "--gdb", $"{((IPEndPoint)taken.LocalEndpoint).Port}"], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.Not.EqualTo(ExitCodes.Success));
        Assert.That(run.Error, Does.Contain("Debuggers cannot be waited for"));
    }
}
