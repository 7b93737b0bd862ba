using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Tests.Geometry;

internal sealed class MachineLayoutTests
{
    [TestCase(0, 0, 0, ExpectedResult = "1,0")]
    [TestCase(0, 0, 1, ExpectedResult = "1,1")]
    [TestCase(0, 0, 2, ExpectedResult = "0,1")]
    [TestCase(0, 0, 3, ExpectedResult = null)]
    [TestCase(0, 0, 5, ExpectedResult = "0,1")]
    [TestCase(0, 1, 1, ExpectedResult = "1,0")]
    [TestCase(0, 1, 4, ExpectedResult = null)]
    [TestCase(1, 0, 0, ExpectedResult = null)]
    [TestCase(1, 0, 4, ExpectedResult = "0,1")]
    [TestCase(1, 1, 1, ExpectedResult = null)]
    [TestCase(1, 1, 2, ExpectedResult = "1,0")]
    [TestCase(1, 1, 4, ExpectedResult = "0,0")]
    public string? Links_of_a_Spin3(int x, int y, int link) => MachineLayout.Spin3.Neighbour(new ChipLocation((byte)x, (byte)y), link)?.ToString();

    [Test]
    public void A_Spin5_has_its_rows()
    {
        int[] lengths = [5, 6, 7, 8, 7, 6, 5, 4];
        for (int y = 0; y < 8; y++)
            Assert.That(MachineLayout.Spin5.Chips.Count(chip => chip.Y == y), Is.EqualTo(lengths[y]), $"row {y}");
    }

    [Test]
    public void Links_lead_both_ways([Values] BoardType board)
    {
        var geometry = LayerOptions.LayoutOf(board);
        foreach (ChipLocation chip in geometry.Chips)
        {
            for (int link = 0; link < 6; link++)
            {
                if (geometry.Neighbour(chip, link) is { } other)
                    Assert.That(geometry.Neighbour(other, (link + 3) % 6), Is.EqualTo(chip), $"{chip} link {link}");
            }
        }
    }

    [Test]
    public void Routes_are_shortest_and_reach_everything([Values] BoardType board)
    {
        var geometry = LayerOptions.LayoutOf(board);
        var routes = new RouteMap(geometry.Neighbour, new ChipLocation(0, 0));

        Assert.That(routes.Reachable, Is.EquivalentTo(geometry.Chips));
        foreach (ChipLocation chip in geometry.Chips.Where(chip => routes.Hops(chip) > 0))
            Assert.That(routes.Hops(geometry.Neighbour(chip, routes.LinkBack(chip))!.Value), Is.EqualTo(routes.Hops(chip) - 1));
    }
}
