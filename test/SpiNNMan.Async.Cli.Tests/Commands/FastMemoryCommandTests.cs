using System.Text.Json;
using SpiNNMan.Async.Cli.Benchmarking;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>The commands that stream memory.</summary>
internal sealed class FastMemoryCommandTests
{
    private static readonly string[] s_images = ["--fast", "--monitor", "virtual:extra_monitor", "--gatherer", "virtual:packet_gatherer"];

    [Test, CancelAfter(60_000)]
    public async Task What_is_streamed_from_a_file_is_streamed_into_one(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        using var directory = new TemporaryDirectory();
        string host = $"{machine.Boards[0].EndPoint}";
        byte[] data = Pattern.Create(70_001, 1);
        await File.WriteAllBytesAsync(directory.File("in"), data, cancellationToken);

        CommandRun write = await CommandRun.OfAsync(["write", host, "1,0", "0x61000001", directory.File("in"), "--verify", .. s_images]);
        CommandRun read = await CommandRun.OfAsync(["read", host, "1,0", "0x61000001", "70001", directory.File("out"), .. s_images]);

        Assert.That((write.ExitCode, read.ExitCode), Is.EqualTo((0, 0)), write.Error + read.Error);
        Assert.That(write.Error, Does.Contain("found the same"));
        Assert.That(write.Error + read.Error, Does.Not.Contain("Not streamed"));
        Assert.That(await File.ReadAllBytesAsync(directory.File("out"), cancellationToken), Is.EqualTo(data));
        var memory = new byte[data.Length];
        machine.ReadMemory(new ChipLocation(1, 0), 0x61000001, memory);
        Assert.That(memory, Is.EqualTo(data));
    }

    [Test, CancelAfter(60_000)]
    public async Task The_document_tells_how_it_was_streamed_and_what_was_not(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        using var directory = new TemporaryDirectory();
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun much = await CommandRun.OfAsync(["read", host, "1,1", "0x61000000", "70000", directory.File("out"), "--json", .. s_images]);
        CommandRun little = await CommandRun.OfAsync(["read", host, "1,1", "0x61000000", "70", directory.File("out"), "--json", .. s_images]);
        CommandRun plain = await CommandRun.OfAsync("read", host, "1,1", "0x61000000", "70", directory.File("out"), "--json");

        JsonElement streaming = JsonDocument.Parse(much.Out).RootElement.GetProperty("streaming");
        Assert.That((streaming.GetProperty("streamedBytes").GetInt64(), streaming.GetProperty("streamedBlocks").GetInt64(), streaming.GetProperty("fallbacks").GetArrayLength()), Is.EqualTo((70_000L, 266L, 0)));
        JsonElement fallback = JsonDocument.Parse(little.Out).RootElement.GetProperty("streaming").GetProperty("fallbacks")[0];
        Assert.That(fallback.GetProperty("fallbackReason").GetString(), Does.Contain("fewer than 4096 bytes"));
        Assert.That(JsonDocument.Parse(plain.Out).RootElement.TryGetProperty("streaming", out _), Is.False);
    }

    [Test, CancelAfter(60_000)]
    public async Task Streams_are_measured(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string[] words = ["bench", $"{machine.Boards[0].EndPoint}", "--write", "--bytes", "64K", "--samples", "4", .. s_images];
        CommandRun text = await CommandRun.OfAsync(words);
        CommandRun json = await CommandRun.OfAsync([.. words, "--json"]);

        Assert.That((text.ExitCode, json.ExitCode), Is.EqualTo((0, 0)), text.Error + json.Error);
        Assert.That(text.Out, Does.Contain("Streamed"));
        Assert.That(JsonDocument.Parse(json.Out).RootElement.GetProperty("streaming").GetProperty("streamedBytes").GetInt64(), Is.EqualTo(2 * 65_536));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_machine_without_the_programs_says_what_to_do(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        CommandRun run = await CommandRun.OfAsync("read", $"{machine.Boards[0].EndPoint}", "0,0", "0x61000000", "70000", "--fast");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("no packet gatherer runs on chip 0,0"));
    }

    [TestCase("read HOST 0,0 0x61000000 70000 --fast --monitor virtual:extra_monitor", "go together")]
    [TestCase("read HOST 0,0 0x61000000 70000 --monitor virtual:extra_monitor --gatherer virtual:packet_gatherer", "are for --fast")]
    public async Task Options_that_make_no_sense_are_wrong_usage(string words, string message)
    {
        CommandRun run = await CommandRun.OfAsync([.. words.Replace("HOST", "127.0.0.1", StringComparison.Ordinal).Split(' ')]);

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Error, Does.Contain(message));
    }
}
