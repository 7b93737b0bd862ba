using Spectre.Console;
using Spectre.Console.Rendering;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>How tables look.</summary>
internal static class Tables
{
    // Wider than any terminal, and far from where sums overflow.
    private const int AnyWidth = 10_000;

    /// <summary>Text of a machine in a cell: one line, printable, and no markup.</summary>
    public static string Cell(string text) => Markup.Escape(PrintableText.OfLine(text));

    /// <summary>Rows under headings; numbers to the right.</summary>
    public static Table OfRows(string first, params ReadOnlySpan<string> others)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(first).NoWrap());
        foreach (string heading in others)
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());

        return table;
    }

    /// <summary>Writes a table so that no word is broken: closed up if the terminal is narrow, and as a list of facts for each row if it is narrower still.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="table">The table, which is changed if it does not fit.</param>
    public static void Write(IAnsiConsole console, Table table)
    {
        if (!Fits(console, table))
        {
            foreach (TableColumn column in table.Columns)
                column.Padding = new Padding(0);

            table.Border(TableBorder.Horizontal);
        }

        if (Fits(console, table))
            console.Write(table);
        else
            WriteList(console, table);
    }

    /// <summary>Whether a table fits, cells of several words in one line unless their column may break them.</summary>
    private static bool Fits(IAnsiConsole console, Table table)
    {
        Measurement measurement = ((IRenderable)table).Measure(RenderOptions.Create(console, console.Profile.Capabilities), AnyWidth);
        return (table.Columns.All(static column => column.NoWrap) ? measurement.Max : measurement.Min) <= console.Profile.Width;
    }

    private static void WriteList(IAnsiConsole console, Table table)
    {
        foreach (TableRow row in table.Rows)
        {
            Grid facts = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
            foreach ((TableColumn column, IRenderable cell) in table.Columns.Zip(row))
                facts.AddRow(column.Header, cell);

            console.WriteLine();
            console.Write(facts);
        }

        console.WriteLine();
    }
}
