using System.Globalization;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The words of a command. Each call takes the next word.</summary>
internal sealed class ConsoleWords(string line)
{
    private readonly string[] _words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    private int _at;

    public bool IsEmpty => _at == _words.Length;

    /// <summary>Takes the next word.</summary>
    public string Take(string expected) => IsEmpty ? throw new ConsoleException($"{expected} is expected") : _words[_at++].ToLowerInvariant();

    /// <summary>Takes the next word only if it is this one.</summary>
    public bool TryTake(string word)
    {
        bool isNext = !IsEmpty && string.Equals(_words[_at], word, StringComparison.OrdinalIgnoreCase);
        if (isNext)
            _at++;

        return isNext;
    }

    /// <summary>Takes <c>on</c> or <c>off</c>.</summary>
    public bool TakeSwitch()
    {
        if (TryTake("on"))
            return true;

        return TryTake("off") ? false : throw new ConsoleException("'on' or 'off' is expected");
    }

    public double TakeShare() => TakeNumber("a share, 0 to 1", 0, 1);

    public TimeSpan TakeMilliseconds() => TimeSpan.FromMilliseconds(TakeNumber("a time in milliseconds, 0 to 3600000", 0, 3_600_000));

    /// <summary>Takes a temperature in degrees Celsius, as a board may have it where people are.</summary>
    public double TakeDegrees() => TakeNumber("a temperature in degrees Celsius, 0 to 125", 0, 125);

    /// <summary>Takes a chip, X,Y. The result is <see langword="null"/>, and no word is taken, if the next word has no comma.</summary>
    public ChipLocation? TryTakeChip()
    {
        if (IsEmpty || !_words[_at].Contains(',', StringComparison.Ordinal))
            return null;

        string[] parts = _words[_at++].Split(',');
        return parts.Length == 2 && byte.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out byte x) && byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out byte y)
            ? new ChipLocation(x, y)
            : throw new ConsoleException($"'{_words[_at - 1]}' is no chip: write X,Y, for instance 3,4");
    }

    public ChipLocation TakeChip() => TryTakeChip() ?? throw new ConsoleException("a chip is expected: X,Y, for instance 3,4");

    public int TakeBoard(int count) => (int)TakeNumber(string.Create(CultureInfo.InvariantCulture, $"the number of a board, 0 to {count - 1}"), 0, count - 1, isWhole: true);

    public int TakeLink()
    {
        string word = Take("a link");
        return LinkNames.TryParse(word, out int link) ? link : throw new ConsoleException($"'{word}' is no link: write {LinkNames.Form}");
    }

    /// <summary>Throws if words are left.</summary>
    public void RequireEnd()
    {
        if (!IsEmpty)
            throw new ConsoleException($"'{_words[_at]}' is too much");
    }

    private double TakeNumber(string expected, double least, double greatest, bool isWhole = false)
    {
        string word = Take(expected);
        return double.TryParse(word, isWhole ? NumberStyles.None : NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value >= least && value <= greatest
            ? value
            : throw new ConsoleException($"'{word}' is not {expected}");
    }
}
