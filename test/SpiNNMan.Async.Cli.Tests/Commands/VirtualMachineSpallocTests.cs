using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Hands out the boards of a virtual machine.</summary>
internal sealed class VirtualMachineSpallocTests
{
    private static readonly string[] s_machine = ["vm", "--ports", "system", "--bind", "127.0.0.1"];

    [Test, CancelAfter(60_000)]
    public async Task The_service_is_there_before_the_machine_is_ready(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        await using var errors = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync([.. s_machine, "--board", "1x1", "--spalloc", "0", "--spalloc-web", "http://127.0.0.1:0/spalloc"], output: output, error: errors, cancellationToken: stop.Token);
        string announced = await errors.FirstLine.WaitAsync(cancellationToken);
        await output.FirstLine.WaitAsync(cancellationToken);

        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(Regex.Match(announced, @"handed out at (\S+)").Groups[1].Value), cancellationToken);
        await client.GetStream().WriteAsync("{\"command\": \"get_board_position\", \"args\": [\"vm\", 0, 0, 2]}\n"u8.ToArray(), cancellationToken);
        byte[] reply = new byte[22];
        await client.GetStream().ReadExactlyAsync(reply, cancellationToken);
        await stop.CancelAsync();
        CommandRun run = await serving;

        Assert.That(Encoding.ASCII.GetString(reply), Is.EqualTo("{\"return\": [0, 0, 2]}\n"));
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success));
        Assert.That(run.Error, Does.Contain("spalloc: REST at http://127.0.0.1:"));
    }

    [TestCase("48 chips", "--spalloc", "0", "--board", "spin3")]
    [TestCase("TCP port", "--spalloc", "70000")]
    [TestCase("add --spalloc", "--spalloc-web", "http://127.0.0.1:0")]
    [TestCase("http://HOST", "--spalloc", "0", "--spalloc-web", "ftp://127.0.0.1")]
    [TestCase("cannot be read", "--spalloc", "0", "--spalloc-web", "https://127.0.0.1:0", "--spalloc-cert", "nothing-there.pem")]
    [CancelAfter(60_000)]
    public async Task What_cannot_be_served_is_told_at_once(string reason, params string[] arguments)
    {
        CommandRun run = await CommandRun.OfAsync([.. s_machine, .. arguments]);

        Assert.That(run.ExitCode, Is.Not.EqualTo(ExitCodes.Success));
        Assert.That(run.Error, Does.Contain(reason));
    }
}
