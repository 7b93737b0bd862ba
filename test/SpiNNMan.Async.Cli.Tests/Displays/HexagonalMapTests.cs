using Spectre.Console;
using SpiNNMan.Async.Cli.Displays.HexagonalMaps;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Tests.Displays;

/// <summary>Machines drawn as hexagons.</summary>
internal sealed class HexagonalMapTests
{
    [Test]
    public void A_triad_is_three_hexagons() => Assert.That(Draw(1, 1, static _ => new MapBoard(".")), Is.EqualTo(string.Join(
        '\n',
        @" ___",
        @"/ . \___",
        @"\___/ . \",
        @"/ . \___/",
        @"\___/",
        "")));

    [Test]
    public void A_group_has_one_outline_and_a_dead_link_a_sign()
    {
        string map = Draw(
            2,
            1,
            static board => board switch
            {
                { X: 0 } => new MapBoard("A", "green", 1),
                { Z: 0 } => new MapBoard("#", "red"),
                _ => new MapBoard("B", "yellow", 2 + board.Z),
            },
            new DeadBoardLink(new LogicalBoard(1, 0, 0), 2),
            new DeadBoardLink(new LogicalBoard(0, 0, 0), 1));

        Assert.That(map, Is.EqualTo(string.Join(
            '\n',
            @" ___     ___",
            @"/ A \___/ B \___",
            @"\     A \_x_/ B \",
            @"/ A x___/ # \___/",
            @"\___/   \___/",
            "")));
    }

    [Test]
    public void A_dead_link_over_the_edge_is_marked_at_both_ends()
    {
        string map = Draw(1, 1, static _ => new MapBoard("."), new DeadBoardLink(new LogicalBoard(0, 0, 2), 2));

        // North of the uppermost board is the lower left board of the triad above, which is the same triad.
        Assert.That(map.Count(static sign => sign == 'x'), Is.EqualTo(2), map);
    }

    [Test]
    public void Links_lead_where_they_lead_on_real_machines()
    {
        (int Z, int Link, LogicalBoard To)[] known =
        [
            (0, 0, new(1, 0, 2)), (0, 1, new(1, 1, 1)), (0, 2, new(1, 1, 2)), (0, 3, new(0, 1, 1)), (0, 4, new(0, 0, 2)), (0, 5, new(0, 0, 1)),
            (1, 0, new(2, 1, 0)), (1, 1, new(2, 1, 2)), (1, 2, new(2, 2, 0)), (1, 3, new(1, 1, 2)), (1, 4, new(1, 1, 0)), (1, 5, new(1, 0, 2)),
            (2, 0, new(1, 1, 1)), (2, 1, new(2, 2, 0)), (2, 2, new(1, 2, 1)), (2, 3, new(1, 2, 0)), (2, 4, new(0, 1, 1)), (2, 5, new(1, 1, 0)),
        ];

        Assert.That(known.Select(static from => MapPlace.Of(new LogicalBoard(1, 1, from.Z)).Next(from.Link).ToBoard(3, 3)), Is.EqualTo(known.Select(static from => from.To)));
    }

    [TestCase(1, 1)]
    [TestCase(3, 2)]
    [TestCase(2, 5)]
    public void Every_board_is_found_at_its_place_and_every_link_leads_back(int width, int height)
    {
        foreach (LogicalBoard board in HexagonalMap.All(width, height))
        {
            Assert.That(MapPlace.Of(board).ToBoard(width, height), Is.EqualTo(board));
            for (int link = 0; link < MapPlace.Links; link++)
                Assert.That(MapPlace.Of(MapPlace.Of(board).Next(link).ToBoard(width, height)).Next((link + 3) % 6).ToBoard(width, height), Is.EqualTo(board), $"{board}, link {link}");
        }
    }

    [Test]
    public void A_narrow_terminal_has_a_letter_for_each_board_and_one_that_is_narrower_none()
    {
        string map = Draw(2, 1, static board => new MapBoard($"{board.Z}"), width: 12);

        Assert.That(map, Is.EqualTo("2   2\n  1   1\n0   0\n"));
        Assert.That(Draw(2, 1, static _ => new MapBoard("."), width: 5), Is.Empty);
    }

    [Test]
    public void A_group_keeps_its_letter_while_others_come_and_go()
    {
        var marks = new GroupMarks();

        marks.Update([10, 11, 12]);
        marks.Update([12, 13]);

        Assert.That((marks.MarkOf(12), marks.MarkOf(13)), Is.EqualTo(("C", "A")));
        marks.Update(Enumerable.Range(100, 30));
        Assert.That((marks.MarkOf(125), marks.MarkOf(126), marks.MarkOf(129)), Is.EqualTo(("Z", "AA", "AD")));
    }

    private static string Draw(int width, int height, Func<LogicalBoard, MapBoard> look, params DeadBoardLink[] deadLinks) => Draw(width, height, look, 80, deadLinks);

    private static string Draw(int triads, int height, Func<LogicalBoard, MapBoard> look, int width, params DeadBoardLink[] deadLinks)
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        new HexagonalMap(triads, height, look, deadLinks).WriteTo(console);
        return output.ToString().ReplaceLineEndings("\n");
    }
}
