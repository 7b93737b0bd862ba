using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Connections;

/// <summary>Reads the text that configurations name BMPs by.</summary>
internal static class BmpConnectionDataParser
{
    private const string Form = "each BMP must be [[cabinet;]frame;]host[/boards], with boards as in 0-2 or 0,1,2";

    /// <summary>Reads BMPs separated by colons.</summary>
    internal static BmpConnectionData[] ParseList(string text) => [.. text.Split(':', StringSplitOptions.TrimEntries).Select(Parse)];

    private static BmpConnectionData Parse(string text)
    {
        string[] place = text.Split(';', StringSplitOptions.TrimEntries);
        string[] target = place[^1].Split('/', StringSplitOptions.TrimEntries);
        if (place.Length > 3 || target.Length > 2 || target[0].Length == 0)
            throw new InvalidParameterException(nameof(text), text, Form);

        return new BmpConnectionData(
            target[0],
            target.Length == 2 ? ParseBoards(target[1]) : null,
            Cabinet: place.Length == 3 ? ParseNumber(place[0]) : 0,
            Frame: place.Length >= 2 ? ParseNumber(place[^2]) : 0);
    }

    private static BoardSet ParseBoards(string text)
    {
        uint mask = 0;
        foreach (string part in text.Split(','))
        {
            string[] range = part.Split('-');
            int first = ParseNumber(range[0]);
            int last = ParseNumber(range[^1]);
            InvalidParameterException.ThrowIfOutside(first, 0, BoardSet.MaxBoards - 1, "boards");
            InvalidParameterException.ThrowIfOutside(last, first, BoardSet.MaxBoards - 1, "boards");
            if (range.Length > 2)
                throw new InvalidParameterException(nameof(text), text, Form);

            for (int board = first; board <= last; board++)
                mask |= 1u << board;
        }

        return BoardSet.FromMask(mask);
    }

    private static int ParseNumber(string text) => int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new InvalidParameterException(nameof(text), text, Form);
}
