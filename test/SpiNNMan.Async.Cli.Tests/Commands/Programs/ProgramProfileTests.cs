using System.Text.Json;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands.Programs;

/// <summary>A program that executes on a virtual core is profiled as one on a board is.</summary>
[CancelAfter(120_000)]
internal sealed class ProgramProfileTests
{
    private const string HotFunction = "run";

    private static readonly CoreLocation s_core = new(0, 0, 1);
    private static readonly string s_programs = Repository.PathTo("test", "Programs", "Applications");

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task The_hot_function_is_found_and_the_program_goes_on_as_it_was(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";
        CommandRun load = await CommandRun.OfAsync(["load", host, Path.Combine(s_programs, "busy.aplx"), "--cores", "0,0,1", "--start"], cancellationToken: cancellationToken);
        CommandRun running = await CommandRun.OfAsync(["wait", host, load.Out.Trim(), "running", "--timeout", "30"], cancellationToken: cancellationToken);
        Assert.That((load.ExitCode, running.ExitCode), Is.EqualTo((ExitCodes.Success, ExitCodes.Success)), load.Error + running.Error);
        CoreInfo before = BlockOf(machine);

        string[] profile = ["profile", host, "0,0,1", "--elf", Path.Combine(s_programs, "busy.elf"), "--interval", "5"];
        CommandRun text = await RunUntilSampledAsync([.. profile, "--seconds", "1", "--folded", _directory.File("folded"), "--speedscope", _directory.File("speedscope.json")], @"(?m)^0,0,1 +\S+ +\d{2,} ", cancellationToken);
        CommandRun json = await RunUntilSampledAsync([.. profile, "--seconds", "0.5", "--json"], @"""sampleCount"":[1-9]", cancellationToken);
        CoreInfo after = BlockOf(machine);

        // The program multiplies all the time, but for an interrupt each millisecond.
        Assert.That(text.ExitCode, Is.EqualTo(ExitCodes.Success), text.Error);
        Assert.That(text.Out, Does.Match(@$"(?m)^{HotFunction} +\d+ +(9\d\.\d|100\.0)% +\S*busy\.c:\d+$"), text.Out);
        Assert.That(text.Out, Does.Match(@"(?m)^0,0,1 +(9\d\.\d|100\.0)% +[1-9]\d*"), "it does not sleep");
        AssertFolded(await File.ReadAllLinesAsync(_directory.File("folded"), cancellationToken));
        AssertSpeedscope(await File.ReadAllTextAsync(_directory.File("speedscope.json"), cancellationToken));
        JsonElement hot = JsonDocument.Parse(json.Out).RootElement.GetProperty("functions")[0];
        Assert.That(hot.GetProperty("function").GetString(), Is.EqualTo(HotFunction));

        // It is in its loop still, nothing stands in its mailbox, and its interrupts come.
        Assert.That((after.State, after.RunTimeError, after.ApplicationMailboxCommand), Is.EqualTo((CoreState.Running, RunTimeError.None, MailboxCommand.Idle)));
        Assert.That((after.ApplicationId, after.ApplicationName, after.LoadTime), Is.EqualTo((before.ApplicationId, before.ApplicationName, before.LoadTime)));
        Assert.That(after.UserRegisters[1], Is.GreaterThan(before.UserRegisters[1]), "it counts milliseconds");
        Assert.That((after.UserRegisters[0], after.UserRegisters[2], after.UserRegisters[3]), Is.EqualTo((before.UserRegisters[0], before.UserRegisters[2], before.UserRegisters[3])));
    }

    /// <summary>Profiles until there are samples: on a busy computer, the core may not answer in time.</summary>
    private static async Task<CommandRun> RunUntilSampledAsync(string[] words, string samples, CancellationToken cancellationToken)
    {
        while (true)
        {
            CommandRun run = await CommandRun.OfAsync(words, cancellationToken: cancellationToken);
            if (run.ExitCode != ExitCodes.Success || Regex.IsMatch(run.Out, samples))
                return run;

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static CoreInfo BlockOf(VirtualMachine machine)
    {
        var bytes = new byte[CoreInfo.Size];
        machine.ReadMemory(s_core.Chip, MemoryMap.GetCoreInfoAddress(s_core.Core), bytes);
        Assert.That(CoreInfo.TryParse(s_core, bytes, out CoreInfo info, out _), Is.True);
        return info;
    }

    /// <summary>The lines have the core, the function, the line of the source, and how many samples there were.</summary>
    private static void AssertFolded(string[] lines)
    {
        Assert.That(lines, Is.Not.Empty.And.All.Match(@"^0,0,1;[^;]+(;[^;]+:\d+)? \d+$"));
        Dictionary<string, long> functions = lines.GroupBy(static line => line.Split(';')[1].Split(' ')[0], StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Sum(static line => long.Parse(line.Split(' ')[^1])), StringComparer.Ordinal);
        Assert.That(functions[HotFunction], Is.GreaterThan(functions.Values.Sum() * 9 / 10));
        Assert.That(lines.Where(static line => line.Contains($";{HotFunction};", StringComparison.Ordinal)), Has.Some.Contains("busy.c:"));
    }

    private static void AssertSpeedscope(string text)
    {
        JsonElement root = JsonDocument.Parse(text).RootElement;
        string[] frames = [.. root.GetProperty("shared").GetProperty("frames").EnumerateArray().Select(static frame => frame.GetProperty("name").GetString()!)];
        JsonElement profile = root.GetProperty("profiles").EnumerateArray().Single();
        int[][] samples = [.. profile.GetProperty("samples").EnumerateArray().Select(static sample => sample.EnumerateArray().Select(static frame => frame.GetInt32()).ToArray())];
        double[] weights = [.. profile.GetProperty("weights").EnumerateArray().Select(static weight => weight.GetDouble())];
        double hot = samples.Zip(weights).Where(sample => sample.First.Any(frame => frames[frame] is HotFunction)).Sum(static sample => sample.Second);

        Assert.That(profile.GetProperty("name").GetString(), Is.EqualTo("0,0,1"));
        Assert.That(weights, Has.Length.EqualTo(samples.Length).And.All.Positive);
        Assert.That(hot, Is.GreaterThan(weights.Sum() * 0.9));
        Assert.That(profile.GetProperty("endValue").GetDouble(), Is.EqualTo(weights.Sum()));
    }
}
