using System.Globalization;
using System.Text;
using SpiNNMan.Async.SideBySide.Rows;

namespace SpiNNMan.Async.SideBySide.Results;

/// <summary>The table, for people.</summary>
internal static class Report
{
    public static string ToMarkdown(IReadOnlyList<RowResult> results, string machine)
    {
        var text = new StringBuilder();
        text.AppendLine("# Side by side");
        text.AppendLine();
        text.AppendLine("Written by `benchmarks/side-by-side`: the library beside a client in C, on the same responder, in the same run. Ratios are those of medians.");
        text.AppendLine();
        text.AppendLine(machine);
        text.AppendLine();
        AppendFigures(text, results, withOthers: true);
        AppendMethods(text, results);
        AppendMeasures(text, results);
        return text.ToString();
    }

    /// <summary>The figures alone, with or without the rows that nobody measured.</summary>
    public static void AppendFigures(StringBuilder text, IReadOnlyList<RowResult> results, bool withOthers)
    {
        text.AppendLine("| # | Measure | Must | Aim | Reached | Holds | Commit, rounds |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (Row row in Table.Rows)
        {
            if (results.FirstOrDefault(result => result.Number == row.Number) is not { } result)
            {
                if (withOthers)
                    text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Number} | **{row.Title}** | | | | not measured | |");

                continue;
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Number} | **{row.Title}** | | | | | {result.Commit}, {result.Rounds} |");
            foreach (Figure figure in result.Figures)
            {
                string bound = figure.AtMost ? "≤ " : "≥ ";
                string must = figure.Must is null ? "" : bound + figure.Write(figure.Must);
                string aim = figure.Aim is null ? "" : bound + figure.Write(figure.Aim);
                text.AppendLine(CultureInfo.InvariantCulture, $"| | {figure.What} | {must} | {aim} | {figure.Write(figure.Reached)} | {Name(figure.Verdict)} | |");
            }
        }

        text.AppendLine();
    }

    private static string Name(Verdict verdict) => verdict switch
    {
        Verdict.NotMeasured => "not measured",
        Verdict.Short => "**no**",
        Verdict.Must => "must",
        Verdict.Aim => "aim",
        _ => "",
    };

    private static void AppendMethods(StringBuilder text, IReadOnlyList<RowResult> results)
    {
        text.AppendLine(
            """
            "Aim" and "must" in the column "Holds" say which of the two is reached; figures without either are only told.

            ## How it is measured

            * Every measurement has a responder of its own, pinned to the last core; the client has the others. In each round, what belongs together is measured in random order.
            * "Ideal" is what the client in C reaches on the same board without the fault.
            * The library is driven in processes of their own that have made a million requests before. Connections are fresh for each measurement.
            * Every word that is read is compared, inside the time measured, by both clients; each transfer reads other addresses than the one before. One wrong word ends it all.
            * Requests that nobody needed are counted by the responder: what it received, less what was asked, less what it lost or dropped.
            * Machines like this are noisy: one and the same program differs by half from round to round. Take differences of less than 15 % in rows 1, 2, 5 and 11 for nothing.

            """);
        foreach (Row row in Table.Rows.Where(row => results.Any(result => result.Number == row.Number)))
            text.AppendLine(CultureInfo.InvariantCulture, $"* Row {row.Number}: {row.Method}");

        text.AppendLine();
    }

    private static void AppendMeasures(StringBuilder text, IReadOnlyList<RowResult> results)
    {
        text.AppendLine("## Medians");
        foreach (IGrouping<(string Commit, DateTimeOffset When), RowResult> run in results.GroupBy(static result => (result.Commit, result.When)))
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"Rows {string.Join(", ", run.Select(static row => row.Number))}, at {run.Key.Commit}, {run.Key.When:yyyy-MM-dd HH:mm} UTC:");
            text.AppendLine();
            text.AppendLine("| Measurement | Rounds | Requests/s | Between | CPU µs | p99 µs | Resent | Unneeded | Lost | Dropped | Window |");
            text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (MeasureResult measure in run.SelectMany(static row => row.Measures).DistinctBy(static measure => measure.Name, StringComparer.Ordinal))
                text.AppendLine(measure.ToTableLine());
        }
    }
}
