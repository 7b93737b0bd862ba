using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>Cores as the user names them: <c>all</c>, <c>X,Y</c>, <c>X,Y,P</c> or <c>X,Y,P-Q</c>, with <c>*</c> for any X, Y or P.</summary>
internal sealed class CoreSelection
{
    private const int ShownChips = 4;
    private const int MostCoreNumber = 31;

    private readonly IReadOnlyList<Pattern> _patterns;

    private CoreSelection(IReadOnlyList<Pattern> patterns) => _patterns = patterns;

    /// <summary>Creates the option <c>--cores</c>.</summary>
    public static Option<CoreSelection> CreateOption(string what) => new("--cores")
    {
        Description = $"{what}: all, X,Y for a chip, X,Y,P, or X,Y,P-Q; * stands for any X, Y or P. [default: all]",
        HelpName = "CORES",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = Parse,
    };

    /// <summary>The cores of a machine that the user selected, chip by chip.</summary>
    /// <exception cref="CommandFailedException">The machine has no core that fits one of the names, or lacks a core that was named with its numbers.</exception>
    public static CoreLocation[] Choose(CoreSelection? selection, Machine machine)
    {
        CoreLocation[] all = [.. machine.ApplicationCores];
        if (selection is null)
            return all;

        Pattern? none = selection._patterns.FirstOrDefault(pattern => !all.Any(pattern.Fits));
        if (none is not null)
            throw new CommandFailedException($"No core that works is {none.Text}; 'spinnman info' shows the machine, which is {machine}.");

        CoreLocation[] missing = [.. selection._patterns.SelectMany(static pattern => pattern.NamedOneByOne).Except(all)];
        if (missing.Length > 0)
            throw new CommandFailedException(DescribeMissing(missing, machine));

        return [.. all.Where(core => selection._patterns.Any(pattern => pattern.Fits(core)))];
    }

    /// <summary>Names cores that do not work, in ranges, as in <c>0,0,17; 3,1,2-4</c>.</summary>
    public static string DescribeMissing(IEnumerable<CoreLocation> missing, Machine machine)
    {
        string[] chips =
        [
            .. missing.GroupBy(static core => core.Chip).Select(group => string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Key.X},{group.Key.Y},{Ranges(group.Select(static core => (int)core.Core))}{(machine.TryGetChip(group.Key, out MachineChip? chip) ? $" (it has {Ranges(chip.ApplicationCores)})" : " (no such chip)")}")),
        ];
        string more = chips.Length > ShownChips ? string.Create(CultureInfo.InvariantCulture, $"; and cores of {chips.Length - ShownChips} more chips") : "";
        return $"The machine has no application cores {string.Join("; ", chips.Take(ShownChips))}{more}. 'spinnman info --chips' shows what it has.";
    }

    private static string Ranges(IEnumerable<int> numbers) => string.Join(" and ", NumberRanges.Of(numbers));

    private static CoreSelection? Parse(ArgumentResult result)
    {
        var patterns = new List<Pattern>();
        foreach (string text in result.Tokens.SelectMany(static token => token.Value.Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Pattern.TryParse(text) is { } pattern)
            {
                patterns.Add(pattern);
                continue;
            }

            result.AddError($"'{text}' names no cores: all, X,Y, X,Y,P or X,Y,P-Q, with * for any; for instance 0,0,1-17 or *,*,1.");
            return null;
        }

        if (patterns.Count > 0)
            return new CoreSelection(patterns);

        result.AddError("--cores must not be empty.");
        return null;
    }

    private sealed record Pattern(string Text, int? X, int? Y, int First, int Last, bool NamesCores)
    {
        /// <summary>The cores that the user named with all their numbers, and not by a chip or a star.</summary>
        public IEnumerable<CoreLocation> NamedOneByOne => NamesCores && X is { } x && Y is { } y
            ? Enumerable.Range(First, Last - First + 1).Select(core => new CoreLocation((byte)x, (byte)y, (byte)core))
            : [];

        public static Pattern? TryParse(string text)
        {
            if (text is "all")
                return new Pattern(text, null, null, 1, CoreSet.MaxCores - 1, NamesCores: false);

            string[] parts = text.Split(',');
            if (parts.Length is not (2 or 3) || !TryParseNumber(parts[0], out int? x) || !TryParseNumber(parts[1], out int? y))
                return null;

            string[] range = parts.Length == 2 ? ["*"] : parts[2].Split('-');
            if (range.Length > 2 || !TryParseNumber(range[0], out int? first) || !TryParseNumber(range[^1], out int? last) || (range.Length == 2 && (first is null || last is null)))
                return null;

            var pattern = new Pattern(text, x, y, first ?? 1, last ?? (CoreSet.MaxCores - 1), NamesCores: first is not null);
            return pattern.First <= pattern.Last && pattern.Last <= MostCoreNumber ? pattern : null;
        }

        public bool Fits(CoreLocation core) => (X ?? core.X) == core.X && (Y ?? core.Y) == core.Y && core.Core >= First && core.Core <= Last;

        private static bool TryParseNumber(string text, out int? number)
        {
            bool isNumber = byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte value);
            number = isNumber ? value : null;
            return isNumber || text is "*";
        }
    }
}
