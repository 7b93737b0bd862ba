using System.CommandLine.Parsing;
using SpiNNMan.Async.Cli.Arguments;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>Reads atoms as users write them: numbers and ranges of numbers.</summary>
internal static class AtomRanges
{
    private const int Most = 1_000_000;

    /// <summary>Reads any number of atoms and ranges of atoms, such as 7 or 10-19.</summary>
    public static int[]? ParseAll(ArgumentResult result)
    {
        var atoms = new List<int>();
        foreach (Token token in result.Tokens)
        {
            if (!TryParse(token.Value, out int first, out int last))
            {
                result.AddError($"'{token.Value}' is no atom and no range of atoms; for instance 7 or 10-19.");
                return null;
            }

            if (atoms.Count + (long)last - first >= Most)
            {
                result.AddError($"{result.Argument.Name} names more than {Most} atoms.");
                return null;
            }

            atoms.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return [.. atoms];
    }

    private static bool TryParse(string text, out int first, out int last)
    {
        string[] ends = text.Split('-');
        first = 0;
        last = 0;
        return ends.Length is 1 or 2 && TryParseOne(ends[0], out first) && TryParseOne(ends[^1], out last) && last >= first;
    }

    private static bool TryParseOne(string text, out int atom)
    {
        bool isAtom = Numbers.TryParse(text, out long number) && number is >= 0 and < int.MaxValue;
        atom = isAtom ? (int)number : 0;
        return isAtom;
    }
}
