using Spectre.Console;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>How tables look.</summary>
internal static class Tables
{
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
}
