using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SpiNNMan.Async.Cli.LogDictionaries;

/// <summary>Puts the arguments that a core printed into the text of its message.</summary>
/// <remarks>Protocol: models.md, "Log dictionaries".</remarks>
internal static partial class LogFormat
{
    private const int DigitsOfWord = 8;

    /// <summary>Makes the text.</summary>
    /// <param name="format">The message as the compiler saw it.</param>
    /// <param name="arguments">The arguments, as the core printed them.</param>
    /// <returns>The text; <see langword="null"/> if the arguments do not fit.</returns>
    public static string? Fill(string format, ReadOnlySpan<string> arguments)
    {
        string trimmed = format.Trim();
        string inside = trimmed.Length >= 2 && trimmed[0] == '"' && trimmed[^1] == '"' ? trimmed[1..^1] : format;

        var text = new StringBuilder();
        int at = 0;
        int used = 0;
        foreach (Match place in Places().Matches(inside))
        {
            // Two signs stand for one, and for no argument.
            if (place.Value.StartsWith("%%", StringComparison.Ordinal))
                continue;

            char kind = place.Value[^1];
            int needed = kind == 'F' ? 2 : 1;
            if (used + needed > arguments.Length || Show(kind, arguments.Slice(used, needed)) is not { } shown)
                return null;

            Unescape(inside[at..place.Index], text);
            text.Append(shown);
            at = place.Index + place.Length;
            used += needed;
        }

        if (used < arguments.Length)
            return null;

        Unescape(inside[at..], text);
        return text.ToString().TrimEnd('\n');
    }

    private static string? Show(char kind, ReadOnlySpan<string> arguments)
    {
        switch (kind)
        {
            case 'f':
                return TryReadWord(arguments[0], out uint single) ? BitConverter.UInt32BitsToSingle(single).ToString(CultureInfo.InvariantCulture) : null;
            case 'F':
                return TryReadWord(arguments[0], out uint upper) && TryReadWord(arguments[1], out uint lower)
                    ? BitConverter.UInt64BitsToDouble(((ulong)upper << 32) | lower).ToString(CultureInfo.InvariantCulture)
                    : null;
            default:
                return arguments[0];
        }
    }

    private static bool TryReadWord(string text, out uint word)
    {
        word = 0;
        return text.Length is > 0 and <= DigitsOfWord && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out word);
    }

    private static void Unescape(string literal, StringBuilder text)
    {
        for (int index = 0; index < literal.Length; index++)
        {
            char next = index + 1 < literal.Length ? literal[index + 1] : '\0';
            switch (literal[index], next)
            {
                case ('%', '%'):
                    text.Append('%');
                    index++;
                    break;
                case ('\\', 'n'):
                    text.Append('\n');
                    index++;
                    break;
                case ('\\', 't'):
                    text.Append('\t');
                    index++;
                    break;
                case ('\\', '"' or '\\' or '\'' or '?'):
                    text.Append(next);
                    index++;
                    break;
                default:
                    text.Append(literal[index]);
                    break;
            }
        }
    }

    // It begins where a row of signs begins, so that no text takes long.
    [GeneratedRegex("(?<!%)%+[0-9]*(\\.[0-9]+)?[cdfiksuxRFK]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Places();
}
