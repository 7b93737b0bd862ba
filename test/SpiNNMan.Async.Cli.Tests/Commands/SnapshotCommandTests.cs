using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Snapshots, and their differences.</summary>
internal sealed class SnapshotCommandTests
{
    [Test, CancelAfter(30_000)]
    public async Task A_machine_is_written_and_compared_with_what_it_is_now(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        using var directory = new TemporaryDirectory();
        string file = directory.File("machine.json");
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun taken = await CommandRun.OfAsync("snapshot", host, file);
        CommandRun same = await CommandRun.OfAsync("diff", file, host);
        CommandRun less = await CommandRun.OfAsync("snapshot", host, "--down-chips", "3,3", "--down-cores", "0,0,5");
        await File.WriteAllTextAsync(directory.File("less.json"), less.Out, cancellationToken);
        CommandRun other = await CommandRun.OfAsync("diff", file, directory.File("less.json"));
        CommandRun json = await CommandRun.OfAsync("diff", file, directory.File("less.json"), "--json");

        Assert.That(taken.ExitCode, Is.EqualTo(ExitCodes.Success), taken.Error);
        Assert.That((same.ExitCode, same.Out), Is.EqualTo((ExitCodes.Success, "")), same.Error);
        Assert.That(same.Error, Does.Contain("no difference"));
        Assert.That(other.ExitCode, Is.EqualTo(ExitCodes.AnswerIsNo));
        Assert.That(other.Out, Does.Contain("ChipLost   Chip 3,3").And.Contain("CoreLost   Core 5 of chip 0,0").And.Contain("LinkLost"));
        Assert.That(json.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("change").GetString()), Has.Member("chipLost"));
    }

    [TestCase("diff", "FILE", "FILE")]
    [TestCase("load", "127.0.0.1:1", "FILE")]
    [TestCase("boot", "127.0.0.1:1", "--image", "FILE")]
    [TestCase("write", "127.0.0.1:1", "0,0", "0x60000000", "FILE")]
    [TestCase("info", "127.0.0.1:1", "--board-info", "FILE")]
    [TestCase("vm", "--run", "file:FILE=ticks")]
    public async Task A_file_that_is_far_too_long_is_not_read(params string[] args)
    {
        using var directory = new TemporaryDirectory();
        string file = directory.File("long");
        await using (FileStream stream = File.Create(file))
            stream.SetLength(300 << 20);

        long before = GC.GetAllocatedBytesForCurrentThread();
        CommandRun run = await CommandRun.OfAsync([.. args.Select(word => word.Replace("FILE", file, StringComparison.Ordinal))]);

        Assert.That(run.ExitCode, Is.EqualTo(args[0] is "vm" ? ExitCodes.WrongUsage : ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("long"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(64 << 20));
    }

    [TestCase("diff", "/dev/zero", "/dev/zero")]
    [TestCase("load", "127.0.0.1:1", "/dev/zero")]
    [Platform(Include = "Linux", Reason = "It is a device of Linux.")]
    public async Task A_device_that_never_ends_is_not_read_for_ever(params string[] args)
    {
        CommandRun run = await CommandRun.OfAsync(args);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)));
        Assert.That(run.Error, Does.Contain("/dev/zero is longer than"));
    }

    [Test]
    public async Task What_is_no_snapshot_is_named()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.File("no.json");
        await File.WriteAllTextAsync(file, "{");

        CommandRun run = await CommandRun.OfAsync("diff", file, file);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("no.json is no snapshot"));
    }
}
