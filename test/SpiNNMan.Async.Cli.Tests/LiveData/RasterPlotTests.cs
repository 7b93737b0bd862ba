using SpiNNMan.Async.Cli.LiveData;

namespace SpiNNMan.Async.Cli.Tests.LiveData;

internal sealed class RasterPlotTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(10);

    [Test]
    public void The_newest_event_is_at_the_right_and_the_first_atom_at_the_top()
    {
        var plot = new RasterPlot(atoms: 80, s_window);
        plot.Add(0, TimeSpan.FromSeconds(20));
        plot.Add(79, TimeSpan.FromSeconds(15));

        string[] rows = plot.Draw(width: 40, height: 20, TimeSpan.FromSeconds(20), hasUnicode: true);

        Assert.That(rows, Has.Length.EqualTo(20).And.All.Length.EqualTo(40));
        Assert.That(Dots(rows), Is.EqualTo(new[] { (0, 39), (19, 19) }));
    }

    [Test]
    public void What_is_older_than_the_window_is_gone()
    {
        var plot = new RasterPlot(atoms: 10, s_window);
        plot.Add(5, TimeSpan.FromSeconds(1));
        Assert.That(Dots(plot.Draw(40, 10, TimeSpan.FromSeconds(2), hasUnicode: true)), Has.Count.EqualTo(1));
        Assert.That(Dots(plot.Draw(40, 10, TimeSpan.FromSeconds(30), hasUnicode: true)), Is.Empty);

        plot.Add(5, TimeSpan.FromSeconds(30));
        plot.Add(6, TimeSpan.FromSeconds(1));
        Assert.That(Dots(plot.Draw(40, 10, TimeSpan.FromSeconds(30), hasUnicode: true)), Has.Count.EqualTo(1), "what comes too late is not drawn elsewhere");
    }

    [Test]
    public void A_dot_moves_to_the_left_as_time_passes()
    {
        var plot = new RasterPlot(atoms: 1, s_window);
        plot.Add(0, TimeSpan.FromSeconds(100));
        int[] places = [.. Enumerable.Range(0, 10).Select(second => Dots(plot.Draw(80, 1, TimeSpan.FromSeconds(100 + second), hasUnicode: true)).Single().Column)];

        Assert.That(places, Is.Ordered.Descending.And.Unique);
        Assert.That((places[0], places[9]), Is.EqualTo((79, 8)));
    }

    [Test]
    public void Many_atoms_share_rows_and_few_are_spread([Values(1, 3, 256, 1_000_000, int.MaxValue)] int atoms, [Values(1, 5, 60)] int height)
    {
        var plot = new RasterPlot(atoms, s_window);
        plot.Add(0, TimeSpan.FromSeconds(1));
        plot.Add(atoms - 1, TimeSpan.FromSeconds(1));
        plot.Add(-1, TimeSpan.FromSeconds(1));

        IReadOnlyList<(int Row, int Column)> dots = Dots(plot.Draw(20, height, TimeSpan.FromSeconds(1), hasUnicode: true));

        Assert.That(dots, Has.Count.InRange(1, 2));
        Assert.That(dots.Select(static dot => dot.Row), Is.All.LessThan(height));
    }

    [Test]
    public void Without_unicode_there_are_signs()
    {
        var plot = new RasterPlot(atoms: 4, s_window);
        plot.Add(0, TimeSpan.FromSeconds(1));
        Assert.That(plot.Draw(3, 1, TimeSpan.FromSeconds(1), hasUnicode: false), Is.EqualTo(new[] { "  '" }));
        plot.Add(3, TimeSpan.FromSeconds(1));
        Assert.That(plot.Draw(3, 1, TimeSpan.FromSeconds(1), hasUnicode: false), Is.EqualTo(new[] { "  :" }));
    }

    private static IReadOnlyList<(int Row, int Column)> Dots(string[] rows) =>
        [.. rows.SelectMany(static (text, row) => text.Select((sign, column) => (sign, row, column))).Where(static place => place.sign != ' ').Select(static place => (place.row, place.column))];
}
