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
    private static readonly string[] s_machine = ["vm", "--ports", "system", "--bind", "127.0.0.1", "--board", "spin3", "--booted"];

    [Test, CancelAfter(60_000)]
    public async Task A_debugger_is_told_that_nothing_executes(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        await using var errors = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync([.. s_machine, "--gdb", "0"], output: output, error: errors, cancellationToken: stop.Token);
        string announced = await errors.FirstLine.WaitAsync(cancellationToken);
        await output.FirstLine.WaitAsync(cancellationToken);

        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(Regex.Match(announced, @"target remote (\S+)").Groups[1].Value), cancellationToken);
        await client.GetStream().WriteAsync("$?#3f"u8.ToArray(), cancellationToken);
        byte[] reply = new byte[64];
        await client.GetStream().ReadExactlyAsync(reply, cancellationToken);
        await stop.CancelAsync();
        CommandRun run = await serving;

        Assert.That(Encoding.ASCII.GetString(reply), Does.StartWith("+$E.no executed core: start with --engine chip or load a progra"));
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

    [TestCase("--trace", "all", "no executed core")]
    [TestCase("--pc-profile", "profile.txt", "no executed core")]
    [TestCase("--coverage", "lines.info", "--elf")]
    [CancelAfter(60_000)]
    public async Task What_cannot_be_traced_is_told_at_once(string option, string value, string reason, CancellationToken cancellationToken)
    {
        CommandRun run = await CommandRun.OfAsync([.. s_machine, option, value], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.Not.EqualTo(ExitCodes.Success));
        Assert.That(run.Error, Does.Contain(reason));
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
