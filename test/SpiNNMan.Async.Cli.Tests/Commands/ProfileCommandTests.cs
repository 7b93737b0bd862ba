using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Where cores are in their programs.</summary>
[CancelAfter(60_000)]
internal sealed class ProfileCommandTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Samples_are_told_by_core_and_function_and_written_as_files(CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario("profile HOST 0,0,1 1,1,2 --seconds 0.3 --interval 1"), cancellationToken);

        CommandRun run = await bench.RunAsync(["--folded", _directory.File("folded"), "--speedscope", _directory.File("speedscope.json")], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Match(@"(?m)^0,0,1 +0\.0% +[1-9]\d* +0 +0$").And.Match(@"(?m)^1,1,2 +0\.0% +[1-9]\d* +0 +0$"));
        Assert.That(run.Out, Does.Match(@"(?m)^0x[0-9a-f]{8} +[1-9]\d* +100\.0%$"));
        Assert.That(await File.ReadAllTextAsync(_directory.File("folded"), cancellationToken), Does.Match(@"^0,0,1;0x[0-9a-f]{8} \d+\n1,1,2;0x[0-9a-f]{8} \d+\n$"));
        JsonElement speedscope = JsonDocument.Parse(await File.ReadAllTextAsync(_directory.File("speedscope.json"), cancellationToken)).RootElement;
        Assert.That(speedscope.GetProperty("profiles").EnumerateArray().Select(static profile => (profile.GetProperty("name").GetString(), profile.GetProperty("unit").GetString())), Is.EqualTo(new[] { ("0,0,1", "none"), ("1,1,2", "none") }));
    }

    [TestCase("--elf DIR/none", "DIR/none")]
    [TestCase("--folded /no/such/folder/x", "there is no directory")]
    public async Task A_file_that_is_not_there_is_told(string options, string message, CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario($"profile HOST 0,0,1 {options}"), cancellationToken);

        CommandRun run = await bench.RunAsync(cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message.Split('/')[^1]));
    }

    [Test]
    public async Task A_file_that_is_no_program_is_told(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(_directory.File("app.elf"), "no program", cancellationToken);
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario("profile HOST 0,0,1"), cancellationToken);

        CommandRun run = await bench.RunAsync(["--elf", _directory.File("app.elf")], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("app.elf: This is no ELF file"));
    }
}
