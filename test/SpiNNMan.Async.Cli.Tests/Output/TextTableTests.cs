using System.Text.RegularExpressions;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Tests.Output;

/// <summary>Tables in terminals of different widths, and in files.</summary>
internal sealed partial class TextTableTests
{
    private static readonly string[] s_headings = ["Board", "Power", "1.2 V a", "1.2 V b", "3.3 V", "Top", "Bottom", "BMP", "Version", "Links", "Address"];
    private static readonly string[] s_cells = ["0;0/23", "on", "1.24", "1.23", "3.30", "30.5", "28.5", "192.168.240.184", "2.1.2", "0 1 2 3", "192.168.240.185"];

    [Test]
    public void Every_cell_is_whole_whatever_the_width([Values(32, 40, 79, 80, 100, 120, 160)] int width, [Values(1, 2, 40)] int rows)
    {
        string[] lines = Write(width, s_headings, Enumerable.Repeat(s_cells, rows));

        Assert.That(lines.Select(static line => line.Length), Is.All.LessThanOrEqualTo(width));
        foreach (string word in s_headings.Concat(s_cells))
            Assert.That(string.Join('\n', lines), Does.Contain(word));
    }

    [TestCase(40)]
    [TestCase(80)]
    [TestCase(120)]
    [TestCase(null)]
    public void Large_numbers_are_never_cut(int? width)
    {
        string[] headings = ["Chip", .. Enumerable.Range(0, 16).Select(static counter => $"DroppedMulticast{counter}")];
        string[][] rows = [.. Enumerable.Range(0, 5).Select(static chip => (string[])[$"{chip},0", .. Enumerable.Repeat("4,294,967,295", 16)])];

        string[] lines = Write(width, headings, rows);

        Assert.That(lines.Sum(static line => line.Split("4,294,967,295").Length - 1), Is.EqualTo(5 * 16));
        Assert.That(string.Join('\n', lines), Does.Not.Contain("…").And.Not.Contain("..."));
        if (width is null)
            Assert.That(lines, Has.Length.EqualTo(6), "in a file each row is one line");
    }

    [Test]
    public void A_table_that_fits_has_its_headings_above()
    {
        string[] lines = Write(80, ["Board", "Power"], [["0;0/1", "on"], ["0;0/23", "off"]]);

        Assert.That(lines, Is.EqualTo(new[] { "Board   Power", "0;0/1      on", "0;0/23    off" }));
    }

    [Test]
    public void A_table_of_few_rows_that_does_not_fit_has_its_headings_at_the_left()
    {
        string[] lines = Write(38, ["Board", "A rather long heading", "Another one"], [["0;0/1", "1", "2"], ["0;0/2", "3", "4"]]);

        Assert.That(lines, Is.EqualTo(new[] { "Board                  0;0/1  0;0/2", "A rather long heading      1      3", "Another one                2      4" }));
    }

    [Test]
    public void Text_that_is_not_printable_is_replaced_and_markup_is_text()
    {
        string[] lines = Write(80, ["Name"], [["[red]\e[2J\nx"]]);

        Assert.That(lines, Is.EqualTo(new[] { "Name", "[red]\uFFFD[2J\uFFFDx" }));
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Styles();

    private static string[] Write(int? width, string[] headings, IEnumerable<string[]> rows)
    {
        using var written = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(written, error, static () => Stream.Null, static () => Stream.Null) { IsOutTerminal = width is not null, Width = width, Variable = static name => name is "NO_COLOR" ? "1" : null };
        var table = new TextTable(headings);
        foreach (string[] row in rows)
            table.AddRow([.. row.Select(static cell => new Cell(cell))]);

        table.WriteTo(terminal.OutConsole);

        return [.. Styles().Replace(written.ToString(), "").TrimEnd('\n').Split('\n').Select(static line => line.TrimEnd())];
    }
}
