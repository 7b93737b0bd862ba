using System.Text;
using Spectre.Console;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>A table that shows every cell whole. If the terminal is too narrow, columns turn into rows.</summary>
/// <remarks>The first column is aligned to the left, the others to the right. Output that is no terminal has no width, so that each row stays in one line there.</remarks>
internal sealed class TextTable
{
    private const int WideGap = 2;
    private const int NarrowGap = 1;

    private readonly Cell[] _headings;
    private readonly List<Cell[]> _rows = [];

    /// <param name="headings">The headings of the columns.</param>
    public TextTable(params ReadOnlySpan<string> headings) => _headings = [.. headings.ToArray().Select(static heading => new Cell(heading, "bold"))];

    /// <summary>Adds a row, with a cell for each column.</summary>
    public void AddRow(params ReadOnlySpan<Cell> cells) => _rows.Add(cells.ToArray());

    /// <summary>Writes the table in the first form that fits: with the headings above; with the headings at the left and a column for each row; or each row as a list of names and values.</summary>
    public void WriteTo(IAnsiConsole console)
    {
        int room = console.Profile.Width;
        Cell[][] upright = [_headings, .. _rows];
        Cell[][] turned = [.. _headings.Select((heading, column) => (Cell[])[heading, .. _rows.Select(row => row[column])])];
        if (WidthOf(upright, WideGap) <= room)
            Write(console, upright, WideGap);
        else if (WidthOf(upright, NarrowGap) <= room)
            Write(console, upright, NarrowGap);
        else if (WidthOf(turned, WideGap) <= room)
            Write(console, turned, WideGap);
        else
            WriteLists(console);
    }

    private static int[] Widths(Cell[][] lines) => [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Width))];

    private static int WidthOf(Cell[][] lines, int gap) => Widths(lines).Sum() + (gap * (lines[0].Length - 1));

    private static void Write(IAnsiConsole console, Cell[][] lines, int gap)
    {
        int[] widths = Widths(lines);
        foreach (Cell[] line in lines)
        {
            var text = new StringBuilder();
            for (int column = 0; column < line.Length; column++)
            {
                if (column > 0)
                    text.Append(' ', gap);

                // Spaces at the end of a line are of no use.
                bool isLast = column == line.Length - 1;
                text.Append(line[column].Fill(isLast && column == 0 ? 0 : widths[column], isRight: column > 0));
            }

            console.MarkupLine(text.ToString());
        }
    }

    private void WriteLists(IAnsiConsole console)
    {
        for (int row = 0; row < _rows.Count; row++)
        {
            if (row > 0)
                console.WriteLine();

            var facts = new Facts();
            for (int column = 0; column < _headings.Length; column++)
                facts.Add(_headings[column].Text, _rows[row][column]);

            facts.WriteTo(console);
        }
    }
}
