using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Watching;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Tests.Watching;

/// <summary>The picture of a machine that is watched, and what keys do to it.</summary>
internal sealed class TopViewTests
{
    private readonly TopState _state = new();
    private readonly RateHistory _history = new();

    private static HealthResult Busy(HealthResult.WatchedProblem[] problems, int second = 0) => Looks.Of(4, 2, Change, second, problems);

    [TestCase(80, 24), TestCase(120, 40), TestCase(200, 60), TestCase(40, 10)]
    public void It_fits_the_terminal_at_every_level(int width, int height)
    {
        var look = new MachineLook(Busy([.. Enumerable.Range(0, 50).Select(static number => Looks.Problem($"core {number} stopped with a run-time error, and this sentence is so long that it fits into no terminal of eighty columns"))]));
        Begin(look);
        foreach (string keys in (string[])["", "a", "e", "t", "d", "r", "c", "c\n", "\u001b", "\n", "\n"])
        {
            Press(look, keys);
            string[] lines = Draw(look, width, height);

            Assert.That(lines, Has.Length.LessThanOrEqualTo(height), $"{keys} {_state.Level}\n{string.Join('\n', lines)}");
            Assert.That(lines.Select(static line => line.Length), Is.All.LessThanOrEqualTo(width));
        }
    }

    [TestCase(80), TestCase(120)]
    public void It_says_what_there_is_and_what_it_costs(int width)
    {
        var look = new MachineLook(Busy([Looks.Problem("core 4,8,3 of application 37 stopped with a run-time error")]));
        Begin(look);
        string[] lines = Draw(look, width, 40);

        Assert.That(lines[0], Does.StartWith("the-host  03:04:00  every 1 s, costs 0.96 %").And.Contain("24 boards, 1,152 chips, 1 silent"));
        Assert.That(lines[1], Does.Match("Cores +18,4[0-9]{2} Idle, 5 Running, 2 RunTimeException"));
        Assert.That(lines, Has.Some.Contain("03:03:59  core 4,8,3 of application 37 stopped with a run-time error"));
        if (width >= 120)
            Assert.That(lines[0], Does.Contain("costs 0.96 % of a board's time"));
    }

    [Test]
    public void Boards_are_hexagons_with_marks_that_need_no_colours()
    {
        var look = new MachineLook(Busy([]));
        Begin(look);

        string state = string.Join('\n', Draw(look, 120, 40));
        Press(look, "a");
        string applications = string.Join('\n', Draw(look, 120, 40));
        Press(look, "e");
        string errors = string.Join('\n', Draw(look, 120, 40));
        Press(look, "d");
        string drops = string.Join('\n', Draw(look, 120, 40));
        Press(look, "r");
        string traffic = string.Join('\n', Draw(look, 120, 40));
        Press(look, "t");

        Assert.That(state, Does.Contain("!2").And.Contain("R5").And.Contain("x1").And.Contain("\\___/"));
        Assert.That(applications, Does.Contain("37+").And.Not.Contain("R5"));
        Assert.That(errors, Does.Contain("!2").And.Not.Contain("R5"));
        Assert.That(drops, Does.Contain("12k"));
        Assert.That(traffic, Does.Contain("3M"));
        Assert.That(string.Join('\n', Draw(look, 120, 40)), Does.Contain("?").And.Contain("no BMP is known"));
    }

    [Test]
    public void Temperatures_are_those_of_the_board()
    {
        HealthResult health = Looks.Of(1, 1);
        health = health with
        {
            WatchedBoards = [.. health.WatchedBoards.Select(static (board, number) => board with { Cabinet = 0, Frame = 0, BoardNumber = number })],
            Sensors = [new HealthResult.WatchedSensor(0, 0, 1, 38.4, 52.6, 0, 0)],
        };
        var look = new MachineLook(health);
        Begin(look);
        _state.Mode = TopMode.Temperature;

        Assert.That(string.Join('\n', Draw(look, 120, 40)), Does.Contain("53").And.Contain(" ? "));
    }

    [Test]
    public void Chips_are_a_grid_with_an_outline_round_each_board()
    {
        var look = new MachineLook(Looks.Of(1, 1, static chip => chip.IsAt(5, 5) ? chip.With(1, CoreState.Running) : chip));
        Begin(look);
        Press(look, "c");
        string[] lines = Draw(look, 80, 40);

        string[] grid = [.. lines.Where(static line => line.Length > 4 && char.IsDigit(line[2]) && line[3] == ' ')];
        Assert.That(grid, Has.Length.EqualTo(12));
        Assert.That(grid[^6], Does.StartWith("  5 ").And.Contain("R"));
        Assert.That(grid[^1], Does.Match("^  0 [|_]·([_ ]·){4}"));
        Assert.That(grid.Select(static line => line.Count(static sign => sign == '|')), Is.All.GreaterThanOrEqualTo(2), "boards end somewhere in each row");
    }

    [Test]
    public void Enter_goes_from_machine_to_board_to_chip_to_core()
    {
        var look = new MachineLook(Busy([]));
        Begin(look);
        Press(look, "\n");
        (TopLevel, ChipLocation) board = (_state.Level, _state.Board);
        string drawn = string.Join('\n', Draw(look, 120, 40));
        Press(look, ConsoleKey.RightArrow);
        Press(look, ConsoleKey.UpArrow);
        ChipLocation chip = _state.Chip;
        Press(look, "\n");
        Press(look, ConsoleKey.DownArrow);
        Press(look, "\n");

        Assert.That(board, Is.EqualTo((TopLevel.Board, new ChipLocation(0, 0))));
        Assert.That(drawn, Does.Contain("Board at chip 0,0 10.0.0.1; chip 0,0").And.Contain("R5"));
        Assert.That(chip, Is.EqualTo(new ChipLocation(1, 1)));
        Assert.That((_state.Level, _state.Core), Is.EqualTo((TopLevel.Core, 2)));
        Press(look, "\u001b\u001b\u001b\u001b");
        Assert.That(_state.Level, Is.EqualTo(TopLevel.Machine));
    }

    [Test]
    public void Arrows_go_to_the_next_board()
    {
        var look = new MachineLook(Busy([]));
        Begin(look);
        var visited = new List<ChipLocation>();
        for (int step = 0; step < 10; step++)
        {
            Press(look, ConsoleKey.RightArrow);
            visited.Add(_state.Board);
        }

        Assert.That(visited.Distinct().Count(), Is.GreaterThan(4));
        Assert.That(visited[^1].X, Is.GreaterThanOrEqualTo(40), "the right edge");
        Press(look, ConsoleKey.LeftArrow);
        Assert.That(_state.Board.X, Is.LessThan(visited[^1].X));
    }

    [Test]
    public void The_filter_leaves_what_fits()
    {
        var look = new MachineLook(Busy([Looks.Problem("core 4,8,3 stopped"), Looks.Problem("chip 9,5 does not answer")]));
        Begin(look);
        Press(look, "/app 37\n");
        string[] lines = Draw(look, 120, 40);
        string map = string.Join('\n', lines);

        Assert.That(map, Does.Contain("R5").And.Not.Contain("x1").And.Contain("/app 37"));
        Assert.That(map, Does.Contain("Nothing that is wrong fits the filter."));
        Press(look, "/9,5\n");
        Assert.That(string.Join('\n', Draw(look, 120, 40)), Does.Contain("chip 9,5 does not answer").And.Not.Contain("core 4,8,3"));
        Press(look, "\u001b");
        Assert.That((_state.Filter, _state.HasEnded), Is.EqualTo(("", false)));
        Press(look, "q");
        Assert.That(_state.HasEnded, Is.True);
    }

    [Test]
    public void A_machine_of_1200_boards_is_drawn_by_letters_round_the_chosen_board()
    {
        var look = new MachineLook(Looks.Of(20, 20, static chip => chip.IsAt(100, 100) ? chip.With(1, CoreState.Watchdog) : chip));
        Begin(look);
        string[] lines = Draw(look, 130, 40);

        Assert.That(lines[0], Does.Contain("1,200 boards, 57,600 chips"));
        Assert.That(lines, Has.Length.LessThanOrEqualTo(40));
        Assert.That(lines.Count(static line => line.Count(static sign => sign == '·') >= 20), Is.GreaterThan(20), string.Join('\n', lines));
        Assert.That(Draw(look, 60, 24), Has.Some.Contain("too narrow"));
    }

    [Test]
    public void Rates_of_a_minute_are_a_sparkline()
    {
        var history = new RateHistory();
        foreach (int second in (int[])[0, 15, 30, 45, 59])
            history.Add(new MachineLook(Looks.Of(1, 1, chip => chip.IsAt(0, 0) ? chip with { PacketsPerSecond = second * 100, DropsPerSecond = second == 30 ? 1 : 0 } : chip, second)));

        Assert.That(history.DrawPackets(12, hasUnicode: true), Does.Match("^ +▃ +▅ +▇ *█$"));
        Assert.That(history.DrawDrops(12, hasUnicode: true).Trim(), Is.EqualTo("█"));
        Assert.That(history.DrawPackets(12, hasUnicode: false), Does.EndWith("@").And.Match("^[ .:=+*#@-]{12}$"));
    }

    [TestCase(0, "·"), TestCase(0.4, "<1"), TestCase(7, "7"), TestCase(999, "999"), TestCase(1500, "2k"), TestCase(99_000, "99k"), TestCase(240_000, ".2M"), TestCase(12_000_000, "12M"), TestCase(240_000_000, ".2G"), TestCase(5e9, "5G"), TestCase(5e12, "99G")]
    public void Rates_take_three_characters(double rate, string text) => Assert.That(Marks.Short(rate), Is.EqualTo(text));

    [Test]
    public void More_traffic_has_another_shade_and_the_legend_tells_from_where_on()
    {
        double[] rates = [0, 1, 100, 1000, 10_000, 100_000];
        string?[] styles = [.. rates.Select(static rate => Marks.OfRate(rate, isBad: false).Style)];
        var look = new MachineLook(Busy([]));
        Begin(look);
        Press(look, "r");

        Assert.That(styles, Is.Unique);
        Assert.That(styles[1..], Is.EqualTo(Marks.ShadesOf(TopMode.Traffic).Select(static shade => shade.Style)));
        Assert.That(styles, Has.None.Contains("red ").And.None.EqualTo("bold red"), "traffic is not bad");
        Assert.That(Draw(look, 120, 40), Has.Some.EqualTo("Traffic: packets of applications a second, k 10^3, M 10^6, x silent, · none  low  100+  1k+  10k+  100k+"));
        Assert.That(Draw(look, 80, 40), Has.Some.EqualTo("Traffic: packets of applications a second, k 10^3, M 10^6, x silent, · none"));
    }

    private static HealthResult.WatchedChip Change(HealthResult.WatchedChip chip)
    {
        if (chip.IsAt(0, 0))
            return Enumerable.Range(1, 5).Aggregate(chip, static (chip, core) => chip.With(core, CoreState.Running, core < 4 ? 37 : 38));
        if (chip.IsAt(4, 8))
            return chip.With(3, CoreState.RunTimeException, 39).With(4, CoreState.RunTimeException, 39);
        if (chip.IsAt(9, 5))
            return chip with { IsSilent = true };

        return chip.IsAt(20, 4) ? chip with { DropsPerSecond = 12_000, PacketsPerSecond = 3_000_000 } : chip;
    }

    private void Begin(MachineLook look)
    {
        _state.Begin(look);
        _history.Add(look);
    }

    private string[] Draw(MachineLook look, int width, int height) => [.. new TopView("the-host").Draw(look, _state, _history, [], (width, height), hasUnicode: true).Select(static line => line.ToString())];

    private void Press(MachineLook look, string keys)
    {
        foreach (char key in keys)
        {
            _state.Handle(
                new ConsoleKeyInfo(key, key switch { '\n' => ConsoleKey.Enter, '\u001b' => ConsoleKey.Escape, _ => ConsoleKey.NoName }, shift: false, alt: false, control: false), look);
        }
    }

    private void Press(MachineLook look, ConsoleKey key) => _state.Handle(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: false), look);
}
