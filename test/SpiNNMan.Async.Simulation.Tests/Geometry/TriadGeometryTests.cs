using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Tests.Geometry;

internal sealed class TriadGeometryTests
{
    [TestCase(1, 1, true, 12, 12, 3)]
    [TestCase(1, 1, false, 16, 16, 3)]
    [TestCase(3, 2, true, 36, 24, 18)]
    [TestCase(20, 20, true, 240, 240, 1200)]
    [TestCase(20, 20, false, 244, 244, 1200)]
    public void Machines_have_their_size(int width, int height, bool wraps, int columns, int rows, int boards)
    {
        var layout = TriadGeometry.Make(width, height, wraps);

        Assert.That((layout.Width, layout.Height, layout.Ethernets.Count), Is.EqualTo((columns, rows, boards)));
        Assert.That(layout.Chips.Distinct().Count(), Is.EqualTo(48 * boards));
    }

    [Test]
    public void A_torus_has_all_links_and_a_sheet_reaches_everything()
    {
        var torus = TriadGeometry.Make(1, 1);
        Assert.That(torus.Chips.SelectMany(chip => Enumerable.Range(0, 6).Select(link => torus.Neighbour(chip, link))), Has.None.Null);

        var sheet = TriadGeometry.Make(2, 1, wraps: false);
        Assert.That(new RouteMap(sheet.Neighbour, new ChipLocation(0, 0)).Reachable, Is.EquivalentTo(sheet.Chips));
    }

    [Test]
    public void Edges_are_the_links_that_leave_a_board()
    {
        var layout = TriadGeometry.Make(1, 1);
        IEnumerable<(ChipLocation, int)> leaving = layout.ChipsOf(0).SelectMany(chip => Enumerable.Range(0, 6).Select(link => (chip, link)))
            .Where(end => layout.BoardOf(layout.Neighbour(end.chip, end.link)!.Value) != 0);

        Assert.That(Enumerable.Range(0, 6).SelectMany(edge => BoardEdges.Links(edge / 2, edge % 2)), Is.EquivalentTo(leaving));
    }

    [Test]
    public void Boards_alone_count_from_their_own_corner()
    {
        var layout = TriadGeometry.Make(2, 2);
        var part = new MachinePart(layout, board => board == 4).ConnectedTo(4, out int[] numbers);

        Assert.That((part.Width, part.Height, part.Wraps), Is.EqualTo((8, 8, false)));
        Assert.That(numbers, Is.EqualTo(new[] { 4 }));
        Assert.That(part.Chips, Is.EquivalentTo(MachineLayout.Spin5.Chips));
    }

    [Test]
    public void A_torus_counts_from_the_board_that_was_booted()
    {
        var layout = TriadGeometry.Make(2, 2);
        var part = new MachinePart(layout, _ => true).ConnectedTo(4, out int[] numbers);

        Assert.That((part.Width, part.Height, part.Wraps), Is.EqualTo((24, 24, true)));
        Assert.That(part.Ethernets[Array.IndexOf(numbers, 4)], Is.EqualTo(new ChipLocation(0, 0)));
        Assert.That(new RouteMap(part.Neighbour, new ChipLocation(0, 0)).Reachable.Count(), Is.EqualTo(12 * 48));
    }

    [TestCase(0, 1)]
    [TestCase(21, 1)]
    [TestCase(1, 0)]
    [TestCase(1, 21)]
    public void Numbers_outside_the_range_are_refused(int width, int height) =>
        Assert.That(() => new TriadArrangement(width, height), Throws.TypeOf<InvalidParameterException>());
}
