using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>The view of a user, and the keys that change it.</summary>
internal sealed class TopState
{
    private const int LongestFilter = 40;
    private const int Cores = 18;

    /// <summary>The mode of boards and chips.</summary>
    public TopMode Mode { get; set; }

    /// <summary>How near one looks.</summary>
    public TopLevel Level { get; private set; }

    /// <summary>The board that is chosen, by its Ethernet chip.</summary>
    public ChipLocation Board { get; private set; }

    /// <summary>The chip that is chosen.</summary>
    public ChipLocation Chip { get; private set; }

    /// <summary>The core that is chosen.</summary>
    public int Core { get; private set; } = 1;

    /// <summary>Whether the machine is shown by its chips, and not by its boards.</summary>
    public bool ShowsChips { get; private set; }

    /// <summary>The filter; empty for everything.</summary>
    public string Filter { get; private set; } = "";

    /// <summary>Whether the filter is being typed.</summary>
    public bool IsTyping { get; private set; }

    /// <summary>Whether the user has enough.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>How many keys were pressed.</summary>
    public int Keys { get; private set; }

    /// <summary>How often the user asked for details anew.</summary>
    public int Updates { get; private set; }

    /// <summary>Chooses the first board, and looks at it at once if it is the only one.</summary>
    public void Begin(MachineLook look)
    {
        Board = look.Boards.Count > 0 ? look.Boards[0] : default;
        Chip = Board;
        if (look.Boards.Count == 1)
            Level = TopLevel.Board;
    }

    /// <summary>Whether a chip is to be seen.</summary>
    public bool Matches(MachineLook look, HealthResult.WatchedChip chip)
    {
        if (Filter.Length == 0)
            return true;

        var board = new ChipLocation(chip.BoardX, chip.BoardY);
        string[] words =
        [
            $"{new ChipLocation(chip.X, chip.Y)}",
            look.BoardAt(board).IpAddress ?? "",
            chip.IsSilent ? "silent" : "",
            .. MachineLook.StatesOf(chip).Select(static core => core.State.ToString()).Distinct(StringComparer.Ordinal),
            .. MachineLook.ApplicationsOf(chip).Select(static id => $"app {id}"),
        ];
        return words.Any(word => word.Contains(Filter, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Handles a key.</summary>
    public void Handle(ConsoleKeyInfo key, MachineLook look)
    {
        Keys++;
        if (IsTyping)
        {
            Type(key);
            return;
        }

        switch (key.Key)
        {
            case ConsoleKey.Enter when Level < TopLevel.Core:
                GoIn();
                break;
            case ConsoleKey.Escape or ConsoleKey.Backspace:
                GoOut(look);
                break;
            case ConsoleKey.LeftArrow:
                Move(look, -1, 0);
                break;
            case ConsoleKey.RightArrow:
                Move(look, 1, 0);
                break;
            case ConsoleKey.UpArrow:
                Move(look, 0, 1);
                break;
            case ConsoleKey.DownArrow:
                Move(look, 0, -1);
                break;
            default:
                HandleSign(key.KeyChar);
                break;
        }
    }

    private void HandleSign(char sign)
    {
        switch (sign)
        {
            case 's':
                Mode = TopMode.State;
                break;
            case 'a':
                Mode = TopMode.Application;
                break;
            case 'e':
                Mode = TopMode.Errors;
                break;
            case 't':
                Mode = TopMode.Temperature;
                break;
            case 'd':
                Mode = TopMode.Drops;
                break;
            case 'r':
                Mode = TopMode.Traffic;
                break;
            case 'c':
                ShowsChips = !ShowsChips;
                break;
            case 'u':
                Updates++;
                break;
            case '/':
                (IsTyping, Filter) = (true, "");
                break;
            case 'q':
                HasEnded = true;
                break;
        }
    }

    private void Type(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                IsTyping = false;
                break;
            case ConsoleKey.Escape:
                (IsTyping, Filter) = (false, "");
                break;
            case ConsoleKey.Backspace:
                Filter = Filter.Length > 0 ? Filter[..^1] : "";
                break;
            default:
                if (!char.IsControl(key.KeyChar) && Filter.Length < LongestFilter)
                    Filter += key.KeyChar;
                break;
        }
    }

    private void GoIn()
    {
        if (Level == TopLevel.Machine && ShowsChips)
            Level = TopLevel.Chip;
        else
            Level++;

        if (Level == TopLevel.Board)
            Chip = Board;
    }

    private void GoOut(MachineLook look)
    {
        if (Filter.Length > 0 && Level == TopLevel.Machine)
            Filter = "";
        else if (Level > TopLevel.Board || (Level == TopLevel.Board && look.Boards.Count > 1))
            Level = Level == TopLevel.Chip && ShowsChips && look.Boards.Count > 1 ? TopLevel.Machine : Level - 1;
    }

    private void Move(MachineLook look, int right, int up)
    {
        if (Level >= TopLevel.Chip)
        {
            Core = Math.Clamp(Core - up + right, 0, Cores - 1);
            return;
        }

        if (Level == TopLevel.Machine && !ShowsChips)
        {
            Board = Nearest(look.Boards, Board, right, up);
            Chip = Board;
            return;
        }

        IEnumerable<ChipLocation> chips = (Level == TopLevel.Machine ? look.Health.WatchedChips : look.ChipsOf(Board)).Select(static chip => new ChipLocation(chip.X, chip.Y));
        Chip = Nearest(chips, Chip, right, up);
        if (Level == TopLevel.Machine && look.ChipAt(Chip) is { } chosen)
            Board = new ChipLocation(chosen.BoardX, chosen.BoardY);
    }

    /// <summary>The nearest place in a direction; the same place if there is none.</summary>
    private static ChipLocation Nearest(IEnumerable<ChipLocation> places, ChipLocation from, int right, int up) => places
        .Select(place => (Place: place, Ahead: ((place.X - from.X) * right) + ((place.Y - from.Y) * up), Side: ((place.X - from.X) * up) + ((place.Y - from.Y) * right)))
        .Where(static one => one.Ahead > 0)
        .OrderBy(static one => (one.Ahead * one.Ahead) + (one.Side * one.Side))
        .Select(static one => one.Place)
        .FirstOrDefault(from);
}
