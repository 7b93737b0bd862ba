using System.Globalization;
using SpiNNMan.Async.Cli.Displays.Pictures;
using SpiNNMan.Async.Cli.Watching;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Web.Serving;

namespace SpiNNMan.Async.Cli.Web;

/// <summary>A map of the page: the boards, the chips, or the chips of one board.</summary>
/// <param name="Name">Its name, as the page has it: <c>boards</c>, <c>chips</c> or <c>board:X,Y</c>.</param>
/// <param name="Mode">The content of the marks.</param>
internal sealed record PageMap(string Name, TopMode Mode)
{
    /// <summary>How many letters the traffic of a minute has.</summary>
    public const int SparkWidth = 40;

    private const string Boards = "boards";
    private const string Chips = "chips";
    private const string Board = "board:";

    // A browser that gets many thousand chips anew each second has no time for its user.
    private const int MostChips = 4608;

    /// <summary>The map that a page asks for, or the nearest that this machine has.</summary>
    public static PageMap Choose(MachineLook look, PageView view)
    {
        TopMode mode = Enum.TryParse(view.Mode, ignoreCase: true, out TopMode named) && Enum.IsDefined(named) ? named : TopMode.State;
        if (view.Map.StartsWith(Board, StringComparison.Ordinal) && FindBoard(look, view.Map[Board.Length..]) is { } board)
            return new PageMap(NameOf(board), mode);
        if (look.Boards.Count == 1)
            return new PageMap(NameOf(look.Boards[0]), mode);

        bool hasHexagons = new LookScenes(look, mode).HasHexagons;
        bool wantsChips = string.Equals(view.Map, Chips, StringComparison.Ordinal) && look.Health.WatchedChips.Count <= MostChips;
        return new PageMap(wantsChips || !hasHexagons ? Chips : Boards, mode);
    }

    /// <summary>Draws it.</summary>
    public Scene Draw(MachineLook look)
    {
        var scenes = new LookScenes(look, Mode);
        if (FindBoard(look, Name[(Name.IndexOf(':', StringComparison.Ordinal) + 1)..]) is { } board)
            return scenes.DrawBoard(board);

        return string.Equals(Name, Boards, StringComparison.Ordinal) && scenes.DrawBoards() is { } hexagons ? hexagons : scenes.DrawChips();
    }

    private static string NameOf(ChipLocation board) => string.Create(CultureInfo.InvariantCulture, $"{Board}{board.X},{board.Y}");

    private static ChipLocation? FindBoard(MachineLook look, string place)
    {
        foreach (ChipLocation board in look.Boards)
        {
            if (string.Equals(place, string.Create(CultureInfo.InvariantCulture, $"{board.X},{board.Y}"), StringComparison.Ordinal))
                return look.ChipsOf(board).Any() ? board : null;
        }

        return null;
    }
}
