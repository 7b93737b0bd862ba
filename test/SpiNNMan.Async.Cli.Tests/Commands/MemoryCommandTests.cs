using System.Text.Json;
using SpiNNMan.Async.Cli.Benchmarking;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>The commands that read and write memory.</summary>
internal sealed class MemoryCommandTests
{
    [Test, CancelAfter(20_000)]
    public async Task What_is_written_from_a_file_is_read_into_one([Values(1, 255, 70_001)] int length, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        using var directory = new TemporaryDirectory();
        string host = $"{machine.Boards[0].EndPoint}";
        byte[] data = Pattern.Create(length, 1);
        await File.WriteAllBytesAsync(directory.File("in"), data, cancellationToken);

        CommandRun write = await CommandRun.OfAsync("write", host, "1,0", "0x61000001", directory.File("in"), "--verify");
        CommandRun read = await CommandRun.OfAsync("read", host, "1,0", "0x61000001", $"{length}", directory.File("out"));

        Assert.That((write.ExitCode, read.ExitCode), Is.EqualTo((0, 0)), write.Error + read.Error);
        Assert.That(write.Error, Does.Contain("found the same"));
        Assert.That(await File.ReadAllBytesAsync(directory.File("out"), cancellationToken), Is.EqualTo(data));
        var memory = new byte[length];
        machine.ReadMemory(new ChipLocation(1, 0), 0x61000001, memory);
        Assert.That(memory, Is.EqualTo(data));
    }

    [Test, CancelAfter(20_000)]
    public async Task Standard_streams_carry_bytes([Values] bool named, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";
        byte[] data = Pattern.Create(1000, 2);
        string[] dash = named ? ["-"] : [];

        CommandRun write = await CommandRun.OfAsync(["write", host, "0,0", "0x61000000", .. dash], input: data, cancellationToken: cancellationToken);
        CommandRun read = await CommandRun.OfAsync(["read", host, "0,0", "0x61000000", "1000", .. dash], cancellationToken: cancellationToken);

        Assert.That(write.ExitCode, Is.EqualTo(ExitCodes.Success), write.Error);
        Assert.That(read.Bytes, Is.EqualTo(data));
        Assert.That((read.Out, read.Error), Is.EqualTo(("", "")));
    }

    [Test, CancelAfter(20_000)]
    public async Task Bytes_are_shown_in_hexadecimal(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.WriteMemory(new ChipLocation(0, 0), 0x61000000, "Hello, SpiNNaker!\n"u8);

        CommandRun run = await CommandRun.OfAsync("read", $"{machine.Boards[0].EndPoint}", "0,0", "0x61000000", "18", "--hex");

        Assert.That(run.Out, Is.EqualTo(
            "61000000  48 65 6c 6c 6f 2c 20 53  70 69 4e 4e 61 6b 65 72  |Hello, SpiNNaker|\n" +
            "61000010  21 0a                                             |!.|\n"));
    }

    [Test, CancelAfter(20_000)]
    public async Task Says_it_for_programs(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun write = await CommandRun.OfAsync(["write", host, "0,1", "0x61000000", "--json", "--verify"], input: [1, 2, 3], cancellationToken: cancellationToken);
        CommandRun read = await CommandRun.OfAsync("read", host, "0,1", "0x61000000", "3", "--json");

        JsonElement written = JsonDocument.Parse(write.Out).RootElement;
        Assert.That((written.GetProperty("bytes").GetInt32(), written.GetProperty("verified").GetBoolean()), Is.EqualTo((3, true)));
        Assert.That(JsonDocument.Parse(read.Out).RootElement.GetProperty("dataBase64").GetBytesFromBase64(), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_chip_that_is_not_there_is_a_failure_with_advice(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("read", $"{machine.Boards[0].EndPoint}", "9,9", "0x61000000", "4");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.Contain("9,9").And.Contain("spinnman info"));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_place_where_no_file_can_be_is_told_before_anything_is_asked(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";
        using var directory = new TemporaryDirectory();

        CommandRun nowhere = await CommandRun.OfAsync("read", host, "0,0", "0x61000000", "4", "/no/such/file");
        CommandRun folder = await CommandRun.OfAsync("read", host, "0,0", "0x61000000", "4", directory.Root);
        CommandRun snapshot = await CommandRun.OfAsync("snapshot", host, "/no/such/file");

        Assert.That(new[] { nowhere, folder, snapshot }.Select(static run => (run.ExitCode, run.ErrorLines.Length)), Is.All.EqualTo((ExitCodes.Failure, 1)));
        Assert.That(nowhere.Error, Does.Contain("no directory /no/such"));
        Assert.That(folder.Error, Does.Contain("is a directory"));
        Assert.That(machine.Boards[0].Statistics.Received, Is.Zero);
    }

    [Test, CancelAfter(20_000)]
    public async Task What_goes_beyond_the_last_address_is_a_failure_that_says_how_much_there_is(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("read", $"{machine.Boards[0].EndPoint}", "0,0", "0xFFFFFFF0", "64", "--force");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCodes.Failure, "spinnman: length = 64: it must be 0 to 16: there is no more memory from 0xFFFFFFF0 on\n")));
    }

    [Test]
    public async Task A_file_that_is_not_there_is_a_failure()
    {
        CommandRun run = await CommandRun.OfAsync("write", "127.0.0.1:9", "0,0", "0x61000000", "/no/such/file");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("/no/such/file"));
    }
}
