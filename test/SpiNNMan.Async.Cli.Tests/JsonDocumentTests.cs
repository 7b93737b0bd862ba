using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SpiNNMan.Async.Cli.Benchmarking;
using SpiNNMan.Async.Cli.Commands;
using SpiNNMan.Async.Cli.Demonstration;
using SpiNNMan.Async.Cli.Diagnosis;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.VirtualMachines;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests;

/// <summary>The page about the command line describes every field that commands write as JSON.</summary>
internal sealed class JsonDocumentTests
{
    // The fields of a measurement are described in the section of the command.
    private static readonly Dictionary<Type, string> s_commands = new()
    {
        [typeof(VersionResult)] = "version",
        [typeof(BootCommandResult)] = "boot",
        [typeof(InfoResult)] = "info",
        [typeof(BoardResult)] = "discover",
        [typeof(ListenResult)] = "listen",
        [typeof(FindingResult)] = "doctor",
        [typeof(ChangeResult)] = "diff",
        [typeof(PowerResult)] = "power",
        [typeof(BmpResult)] = "bmp",
        [typeof(TransferResult)] = "read",
        [typeof(PsResult)] = "ps",
        [typeof(LoadCommandResult)] = "load",
        [typeof(RunResult)] = "run",
        [typeof(WaitResult)] = "wait",
        [typeof(SignalResult)] = "signal",
        [typeof(IobufResult)] = "iobuf",
        [typeof(TagResult)] = "tags",
        [typeof(RouteResult)] = "routes",
        [typeof(HeapResult)] = "heap",
        [typeof(CounterResult)] = "counters",
        [typeof(VirtualMachineResult)] = "vm",
        [typeof(ReplayResult)] = "vm",
        [typeof(ConsoleAnswer)] = "vm",
        [typeof(DemoResult)] = "demo",
        [typeof(BenchResult)] = "bench",
    };

    private static IEnumerable<Type> Documents =>
        typeof(CliJson).GetCustomAttributesData()
            .Where(static attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(static attribute => (Type)attribute.ConstructorArguments[0].Value!);

    [TestCaseSource(nameof(Documents))]
    public void Every_field_is_told(Type document)
    {
        string told = s_commands[document] is "bench" ? Section("## bench") : Row(s_commands[document]);
        IEnumerable<string> missing = FieldsOf(document).Distinct(StringComparer.Ordinal).Where(field => !told.Contains($"`{field}`", StringComparison.Ordinal));

        Assert.That(missing, Is.Empty);
    }

    private static IEnumerable<string> FieldsOf(Type type)
    {
        foreach (JsonPropertyInfo field in CliJson.Default.GetTypeInfo(type)!.Properties.Where(static field => field.Get is not null))
        {
            yield return field.Name;
            Type element = field.PropertyType.IsGenericType ? field.PropertyType.GenericTypeArguments[0] : field.PropertyType.GetElementType() ?? field.PropertyType;
            if (element.Assembly != typeof(CliJson).Assembly || element == typeof(VersionResult))
                continue;

            foreach (string inner in FieldsOf(element))
                yield return inner;
        }
    }

    private static string Row(string command) =>
        Section("### JSON").Split('\n').Single(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|')[1].Contains($"`{command}`", StringComparison.Ordinal));

    private static string Section(string heading)
    {
        string page = File.ReadAllText(Repository.PathTo("docs", "command-line.md"));
        string text = page[(page.IndexOf($"\n{heading}\n", StringComparison.Ordinal) + heading.Length + 1)..];
        int end = text.IndexOf("\n## ", StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
