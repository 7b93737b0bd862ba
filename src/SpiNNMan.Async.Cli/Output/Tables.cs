using Spectre.Console;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>How tables look.</summary>
internal static class Tables
{
    /// <summary>Names and values, one pair a line.</summary>
    public static Table OfFacts() => new Table().HideHeaders().NoBorder()
        .AddColumn(new TableColumn("").NoWrap().PadLeft(0).PadRight(2))
        .AddColumn(new TableColumn("").PadLeft(0));

    /// <summary>Rows under headings; numbers to the right.</summary>
    public static Table OfRows(string first, params ReadOnlySpan<string> others)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(first).NoWrap());
        foreach (string heading in others)
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());

        return table;
    }
}
