using System.CommandLine;
using System.Text;
using SpiNNMan.Async.SideBySide.Native;
using SpiNNMan.Async.SideBySide.Results;
using SpiNNMan.Async.SideBySide.Rows;

namespace SpiNNMan.Async.SideBySide;

/// <summary>The command line.</summary>
internal sealed class SideBySideCommand
{
    private readonly Option<string> _rows = new("--rows") { Description = "The rows to measure: 1,6,9 or 6-8. [default: all]", HelpName = "LIST", DefaultValueFactory = static _ => $"1-{Table.Rows.Count}" };
    private readonly Option<int> _rounds = new("--rounds") { Description = "How often to measure each.", HelpName = "N", DefaultValueFactory = static _ => 5 };
    private readonly Option<bool> _quick = new("--quick") { Description = "Do a small part, to see that it works; what comes out means nothing, and is not kept." };
    private readonly Option<string> _sources = new("--sources") { Description = "Where the sources in C are.", DefaultValueFactory = static _ => "benchmarks/native" };
    private readonly Option<string> _results = new("--results") { Description = "Where the table goes.", DefaultValueFactory = static _ => "benchmarks/results" };
    private readonly Option<string> _build = new("--build") { Description = "Where the programs in C go.", DefaultValueFactory = static _ => "artifacts/side-by-side" };
    private readonly Option<int?> _seed = new("--seed") { Description = "What the order and the losses are drawn from. [default: the clock]", HelpName = "N" };

    public static RootCommand Create()
    {
        var definition = new SideBySideCommand();
        var command = new RootCommand("Measures the library beside a client in C, on the same responder, and writes the table.")
        {
            definition._rows, definition._rounds, definition._quick, definition._seed, definition._sources, definition._results, definition._build,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    /// <summary>The numbers in a list such as <c>1,6-8</c>.</summary>
    public static IReadOnlyList<int> ParseRows(string list)
    {
        var rows = new SortedSet<int>();
        foreach (string part in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !int.TryParse(ends[0], out int first) || !int.TryParse(ends[^1], out int last) || first < 1 || last > Table.Rows.Count || first > last)
                throw new InvalidOperationException($"'{part}' names no rows: they are 1 to {Table.Rows.Count}.");

            rows.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return [.. rows];
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        TextWriter log = Console.Error;
        try
        {
            SelfCheck.Run();
            IReadOnlyList<int> numbers = ParseRows(parsed.GetRequiredValue(_rows));
            Row[] rows = [.. Table.Rows.Where(row => numbers.Contains(row.Number))];
            bool quick = parsed.GetValue(_quick);
            int seed = parsed.GetValue(_seed) ?? Environment.TickCount & int.MaxValue;
            await log.WriteLineAsync($"seed {seed}");
            NativePrograms programs = await NativePrograms.BuildAsync(parsed.GetRequiredValue(_sources), parsed.GetRequiredValue(_build), cancellationToken);
            await using var lab = new Lab(programs, new Scale(quick ? 0.01 : 1), (ulong)seed);
            var runner = new Runner(lab, rows, parsed.GetValue(_rounds), new Random(seed), log);
            IReadOnlyList<RowResult> results = await runner.RunAsync(await Surroundings.CommitAsync(), TimeProvider.System.GetUtcNow());
            if (!quick)
                new ResultStore(parsed.GetRequiredValue(_results)).Write(results, Surroundings.Machine());

            var text = new StringBuilder();
            Report.AppendFigures(text, results, withOthers: false);
            await Console.Out.WriteAsync(text, cancellationToken);
            return runner.Failures.Count == 0 ? 0 : 1;
        }
        catch (InvalidOperationException exception)
        {
            await log.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
