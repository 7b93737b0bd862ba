using System.Globalization;
using System.Text.RegularExpressions;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>One call of an operation, as a record writes it.</summary>
/// <param name="Name">What was called.</param>
/// <param name="Arguments">The arguments in parentheses, as they are written: numbers, or names of the record's arguments.</param>
/// <param name="Machine">The size of the machine in chips, where the record names one.</param>
internal sealed partial record OperationText(string Name, IReadOnlyList<string> Arguments, (int Width, int Height)? Machine)
{
    /// <summary>Reads the calls of a record: <c>read_word; write_fpga_register(1, 0x40000, value); execute_flood on a 2x2 machine (a note)</c>.</summary>
    public static IReadOnlyList<OperationText> ParseAll(string text) => [.. Split(text, ';').Select(Parse)];

    /// <summary>An argument that is written as a number, decimal or hexadecimal; nothing if it is a name.</summary>
    public long? Number(int index)
    {
        if (index < 0 || index >= Arguments.Count)
            return null;

        string text = Arguments[index];
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    private static OperationText Parse(string call)
    {
        Match parts = Call().Match(call);
        if (!parts.Success)
            throw new UnknownRecordException($"operation {call}");

        (int Width, int Height)? machine = null;
        string rest = parts.Groups["rest"].Value;
        Match size = Size().Match(rest);
        if (size.Success)
            machine = (int.Parse(size.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(size.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        else if (rest.Contains("SpiNN-5", StringComparison.OrdinalIgnoreCase))
            machine = (8, 8);
        else if (rest.Contains("SpiNN-3", StringComparison.OrdinalIgnoreCase))
            machine = (2, 2);

        string arguments = parts.Groups["arguments"].Value;
        return new OperationText(parts.Groups["name"].Value.Trim(), arguments.Length == 0 ? [] : [.. Split(arguments, ',')], machine);
    }

    // Parentheses hold together what is in them.
    private static IEnumerable<string> Split(string text, char separator)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char at = i < text.Length ? text[i] : separator;
            depth += at is '(' ? 1 : at is ')' ? -1 : 0;
            if (i < text.Length && (at != separator || depth > 0))
                continue;

            if (!string.IsNullOrWhiteSpace(text[start..i]))
                yield return text[start..i].Trim();

            start = i + 1;
        }
    }

    // A name, its arguments directly after it, then the machine and notes in parentheses.
    [GeneratedRegex(@"^(?<name>[A-Za-z_][\w ]*?)(?:\((?<arguments>[^)]*)\))?(?<rest>\s+on\s+.*|\s*\(.*)?$", RegexOptions.Singleline)]
    private static partial Regex Call();

    [GeneratedRegex(@"(\d+)\s*x\s*(\d+)")]
    private static partial Regex Size();
}
