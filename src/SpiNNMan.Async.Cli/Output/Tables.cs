using Spectre.Console;
using Spectre.Console.Rendering;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Creates and writes tables that all look alike.</summary>
internal static class Tables
{
    // This is wider than any terminal, and small enough that no sum overflows.
    private const int AnyWidth = 10_000;

    /// <summary>Makes text of a machine safe for a cell: one line, without control characters, and not read as markup.</summary>
    public static string Cell(string text) => Markup.Escape(PrintableText.OfLine(text));

    /// <summary>Creates a table with headings. The first column is aligned to the left, the others to the right.</summary>
    public static Table OfRows(string first, params ReadOnlySpan<string> others)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(first).NoWrap());
        foreach (string heading in others)
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());

        return table;
    }

    /// <summary>Writes a table so that no word is broken. If the table is too wide, it is written without padding. If it is still too wide, each row is written as a list of names and values.</summary>
    /// <param name="console">The console to write to.</param>
    /// <param name="table">The table. Its padding is removed if it does not fit.</param>
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

    /// <summary>Whether a table fits. Cells stay in one line unless their column may be wrapped.</summary>
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
