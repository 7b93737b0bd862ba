using System.CommandLine.Parsing;
using System.Numerics;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>Keys of a label, as users write them where there is no database.</summary>
/// <param name="Label">The label.</param>
/// <param name="FirstKey">The first key. It stands for the first atom.</param>
/// <param name="Count">The number of keys.</param>
/// <param name="Core">The core that takes events for these keys; <see langword="null"/> if none was given.</param>
internal sealed record KeyRule(string Label, uint FirstKey, int Count, CoreLocation? Core)
{
    /// <summary>The form of a rule.</summary>
    public const string Form = "LABEL=KEY+COUNT|KEY/MASK[@X,Y,P]";

    private const string Expected = $"{Form} is expected, for instance input=0x70000+100 or input=0x70000/0xffff0000@1,1,1.";

    /// <summary>Reads any number of rules.</summary>
    public static KeyRule[]? ParseAll(ArgumentResult result)
    {
        var rules = new List<KeyRule>();
        foreach (Token token in result.Tokens)
        {
            try
            {
                rules.Add(Parse(token.Value));
            }
            catch (FormatException exception)
            {
                result.AddError($"'{token.Value}': {exception.Message}");
                return null;
            }
        }

        return [.. rules];
    }

    private static KeyRule Parse(string text)
    {
        // A label may contain an equals sign.
        int equals = text.LastIndexOf('=');
        if (equals <= 0)
            throw new FormatException(Expected);

        string[] ends = text[(equals + 1)..].Split('@', 2);
        CoreLocation? core = ends.Length == 2 ? ParseCore(ends[1]) : null;
        string label = text[..equals];
        if (ends[0].Split('+') is [var first, var count])
            return Checked(new KeyRule(label, ParseWord(first), ParseCount(count), core));

        if (ends[0].Split('/') is not [var key, var mask])
            throw new FormatException(Expected);

        uint fixedBits = ParseWord(mask);
        uint others = ~fixedBits;
        if (fixedBits == 0 || !BitOperations.IsPow2((ulong)others + 1))
            throw new FormatException($"the mask {mask} must be ones followed by zeros, so that the keys follow each other.");

        uint word = ParseWord(key);
        return (word & others) == 0
            ? Checked(new KeyRule(label, word, (int)Math.Min(int.MaxValue, (ulong)others + 1), core))
            : throw new FormatException($"the key {key} has bits that the mask {mask} leaves open.");
    }

    private static KeyRule Checked(KeyRule rule) => (ulong)rule.FirstKey + (ulong)rule.Count <= (ulong)uint.MaxValue + 1
        ? rule
        : throw new FormatException("the last key has more than 32 bits.");

    private static CoreLocation ParseCore(string text) =>
        Numbers.TryParseCore(text, out CoreLocation core) && core.Core > 0 ? core : throw new FormatException($"'{text}' is no core that runs programs: X,Y,P with P from 1 is expected.");

    private static uint ParseWord(string text) =>
        Numbers.TryParse(text, out long number) && number is >= 0 and <= uint.MaxValue ? (uint)number : throw new FormatException($"'{text}' is no number of 32 bits, for instance 0x70000.");

    private static int ParseCount(string text) =>
        Numbers.TryParse(text, out long number) && number is > 0 and <= int.MaxValue ? (int)number : throw new FormatException($"'{text}' is no count of keys, 1 to {int.MaxValue}.");
}
