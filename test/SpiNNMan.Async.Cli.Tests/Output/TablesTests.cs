using Spectre.Console;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Tests.Output;

/// <summary>Tables in terminals of different widths.</summary>
internal sealed class TablesTests
{
    private static readonly string[] s_headings = ["Board", "Power", "1.2 V a", "1.2 V b", "3.3 V", "Top", "Bottom", "BMP", "Version", "Links", "Address"];
    private static readonly string[] s_cells = ["0;0/23", "on", "1.24", "1.23", "3.30", "30.5", "28.5", "192.168.240.184", "2.1.2", "0 1 2 3", "192.168.240.185"];

    [TestCase(30)]
    [TestCase(40)]
    [TestCase(79)]
    [TestCase(80)]
    [TestCase(100)]
    [TestCase(120)]
    [TestCase(160)]
    public void No_word_is_broken_whatever_the_width(int width)
    {
        using var written = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(written, error, static () => Stream.Null, static () => Stream.Null);
        terminal.OutConsole.Profile.Width = width;
        Table table = Tables.OfRows(s_headings[0], s_headings.AsSpan(1));
        table.AddRow(s_cells);
        table.AddRow(s_cells);

        Tables.Write(terminal.OutConsole, table);

        string[] lines = written.ToString().Split('\n').Select(static line => line.TrimEnd()).ToArray();
        Assert.That(lines.Select(static line => line.Length), Is.All.LessThanOrEqualTo(width));
        foreach (string word in s_headings.Concat(s_cells))
            Assert.That(written.ToString(), Does.Contain(word));
    }

    [Test]
    public void A_table_that_fits_stays_as_it_is()
    {
        using var written = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(written, error, static () => Stream.Null, static () => Stream.Null);
        Table table = Tables.OfRows("Board", "Power");
        table.AddRow("0;0/1", "on");

        Tables.Write(terminal.OutConsole, table);

        Assert.That(written.ToString(), Does.Contain("Board   Power").And.Contain("0;0/1      on"));
    }
}
