using System.Text.Json;
using Json.Schema;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Json;

/// <summary>What commands really write as JSON is what their schemas say.</summary>
internal sealed class CommandSchemaTests
{
    private static readonly EvaluationOptions s_options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private static IEnumerable<Scenario> Scenarios => Scenario.All.Where(static scenario => !scenario.HasCsv && !Documents.WithoutDocuments.Contains(scenario.Command, StringComparer.Ordinal));

    [TestCaseSource(nameof(Scenarios)), CancelAfter(60_000)]
    public async Task What_a_command_writes_fits_its_schema(Scenario scenario, CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(scenario, cancellationToken);

        CommandRun run = await bench.RunAsync(["--json"], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(scenario.ExitCode), run.Error);
        Assert.That(Lines(run.Out), Is.Not.Empty);
        AssertFits(run.Out, scenario.Command);
        AssertFits(run.Error, "message");
    }

    [TestCase("version 127.0.0.1:1", ExitCodes.Failure, "connection")]
    [TestCase("version no-such-board.invalid", ExitCodes.Failure, "failed")]
    [TestCase("read 127.0.0.1:1 0,0 60000000 4", ExitCodes.WrongUsage, "wrongUsage")]
    [TestCase("nonsense", ExitCodes.WrongUsage, "wrongUsage")]
    [TestCase("ps", ExitCodes.WrongUsage, "wrongUsage")]
    [TestCase("write 127.0.0.1:1 0,0 0x60300000 /no/such/file", ExitCodes.Failure, "file")]
    [TestCase("listen --timeout 0.05 --port PORT", ExitCodes.Failure, "failed")]
    [CancelAfter(60_000)]
    public async Task An_error_is_a_document_too(string words, int exitCode, string kind, CancellationToken cancellationToken)
    {
        int port = await FreePorts.FindAsync(cancellationToken);

        CommandRun run = await CommandRun.OfAsync([.. words.Replace("PORT", $"{port}", StringComparison.Ordinal).Split(' '), "--json"], cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((exitCode, "")));
        AssertFits(run.Error, "message");
        JsonElement error = JsonDocument.Parse(run.ErrorLines.Single()).RootElement;
        Assert.That((error.GetProperty("level").GetString(), error.GetProperty("errorKind").GetString(), error.GetProperty("exitCode").GetInt32()), Is.EqualTo(("error", kind, exitCode)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_snapshot_on_standard_output_is_a_machine(CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario("snapshot HOST"), cancellationToken);

        CommandRun run = await bench.RunAsync(cancellationToken: cancellationToken);

        AssertFits(run.Out, "machine");
    }

    [Test]
    public void A_schema_refuses_what_it_does_not_know() => Assert.That(
        () => AssertFits("""{"schemaVersion":1,"ipAddress":"127.0.0.1","more":1}""", "listen"), Throws.InstanceOf<AssertionException>());

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertFits(string text, string schemaName)
    {
        JsonSchema schema = JsonSchema.FromText(File.ReadAllText(Repository.PathTo("docs", "json", $"{schemaName}.schema.json")));
        string[] lines = schemaName is "machine" ? [text] : Lines(text);
        foreach (string line in lines)
        {
            EvaluationResults results = schema.Evaluate(JsonDocument.Parse(line).RootElement, s_options);
            string[] errors = [.. (results.Details ?? []).Where(static detail => detail.Errors is not null).SelectMany(static detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))];
            if (!results.IsValid)
                throw new AssertionException($"{line}\n{string.Join('\n', errors)}");
        }
    }
}
