using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Allocation;

/// <summary>What is where in a machine.</summary>
internal sealed class GridTests
{
    [TestCase(1, 1, true)]
    [TestCase(3, 2, true)]
    [TestCase(3, 2, false)]
    public async Task Boards_are_where_the_virtual_machine_has_them(int width, int height, bool wraps)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(width, height, wraps), Network = new InMemoryNetwork() });
        var grid = new BoardGrid(width, height, wraps);
        foreach (VirtualBoard board in machine.Boards)
        {
            (int x, int y) = BoardGrid.CornerOf(grid.PlaceOf(board.Number));
            Assert.That(new ChipLocation((byte)x, (byte)y), Is.EqualTo(board.Location));
            foreach (var chip in board.TakeSnapshot().Chips)
                Assert.That(grid.Locate(chip.Location.X, chip.Location.Y), Is.EqualTo((grid.PlaceOf(board.Number), (int)chip.Local.X, (int)chip.Local.Y)), chip.Location.ToString());
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_link_leads_back_over_the_opposite_edge(bool wraps)
    {
        var grid = new BoardGrid(3, 4, wraps);
        int links = 0;
        foreach (BoardCoordinates board in grid.Places)
        {
            for (int link = 0; link < TriadGeometry.LinkCount; link++)
            {
                if (grid.Neighbour(board, link) is not { } other)
                    continue;

                links++;
                Assert.That(grid.Neighbour(other, TriadGeometry.Opposite(link)), Is.EqualTo(board));
            }
        }

        // Without a way round, the boards of the lowest row and of the first column lack some.
        Assert.That(links, wraps ? Is.EqualTo(6 * 36) : Is.LessThan(6 * 36));
    }

    [Test]
    public void Eight_links_of_chips_go_over_each_edge()
    {
        var edges = new List<int>();
        for (int y = 0; y < TriadGeometry.BoardSize; y++)
        {
            for (int x = 0; x < TriadGeometry.BoardSize; x++)
            {
                if (TriadGeometry.IsOnBoard(x, y))
                    edges.AddRange(Enumerable.Range(0, 6).Select(link => TriadGeometry.AcrossEdge(x, y, link)).Where(static across => across is not null).Select(static across => across!.Value.Edge));
            }
        }

        Assert.That(edges.CountBy(static edge => edge).OrderBy(static edge => edge.Key).Select(static edge => edge.Value), Is.EqualTo(new[] { 8, 8, 8, 8, 8, 8 }));
    }

    [Test]
    public void A_machine_has_no_chips_beyond_its_edges()
    {
        var grid = new BoardGrid(1, 1, wraps: false);
        Assert.That(Enumerable.Range(0, 20).SelectMany(static x => Enumerable.Range(0, 20).Select(y => (x, y))).Count(chip => grid.Locate(chip.x, chip.y) is not null), Is.EqualTo(3 * 48));
    }
}
