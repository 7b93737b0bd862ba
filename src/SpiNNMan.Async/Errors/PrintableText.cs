using System.Globalization;
using System.Text;

namespace SpiNNMan.Async.Errors;

/// <summary>Makes text of a machine safe to show: characters that move a cursor, change colours, or turn the direction of writing are replaced.</summary>
/// <remarks>
/// A board sends texts that any program may have written: names of software and hardware, versions, names of applications, and the text of cores. The library gives the exact characters of these.
/// All sentences and lines that the library makes itself are printable, such as messages of exceptions and the results of <see cref="object.ToString"/>. Protocol: models.md, "Texts of machines".
/// </remarks>
public static class PrintableText
{
    /// <summary>The character that replaces one that is not shown: U+FFFD.</summary>
    public const char Replacement = '\uFFFD';

    /// <summary>The text as one line: control characters, ends of lines and tabs among them, and invisible characters of format are replaced.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The same text if there is nothing to replace.</returns>
    /// <exception cref="ArgumentNullException">There is no text.</exception>
    public static string OfLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Replace(text, keepsLines: false);
    }

    /// <summary>The text in its lines: the same, but ends of lines (U+000A) and tabs stay.</summary>
    /// <inheritdoc cref="OfLine"/>
    public static string OfLines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Replace(text, keepsLines: true);
    }

    private static string Replace(string text, bool keepsLines)
    {
        StringBuilder? replaced = null;
        int index = 0;
        while (index < text.Length)
        {
            // Half of a pair of surrogates is no character.
            bool isCharacter = Rune.TryGetRuneAt(text, index, out Rune rune);
            int length = isCharacter ? rune.Utf16SequenceLength : 1;
            bool isShown = isCharacter && (IsShown(rune) || (keepsLines && rune.Value is '\n' or '\t'));
            if (!isShown)
                replaced ??= new StringBuilder(text.Length).Append(text, 0, index);

            if (isShown)
                replaced?.Append(text, index, length);
            else
                replaced!.Append(Replacement);

            index += length;
        }

        return replaced?.ToString() ?? text;
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
