using System.CommandLine;
using System.CommandLine.Parsing;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>Arguments that name cores or chips.</summary>
internal static class CoreArguments
{
    /// <summary>Creates the argument for any number of cores. A chip stands for all its application cores.</summary>
    public static Argument<CoreLocation[]> CreateCores() => new("CORES")
    {
        Description = "Cores, each as X,Y,P, or X,Y for all application cores of a chip; by default all of the machine.",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = static result => ParseAll(result, mayNameCores: true),
    };

    /// <summary>Creates the argument for any number of chips.</summary>
    public static Argument<CoreLocation[]> CreateChips() => new("CHIPS")
    {
        Description = "Chips, each as X,Y; by default all of the machine.",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = static result => ParseAll(result, mayNameCores: false),
    };

    /// <summary>The cores that the user named; <see langword="null"/> if there are none.</summary>
    /// <exception cref="CommandFailedException">The machine lacks some of them.</exception>
    public static IReadOnlyList<CoreLocation>? CoresOf(CoreLocation[]? named, Machine machine)
    {
        if (named is not { Length: > 0 })
            return null;

        _ = ChipsOf(named, machine);
        CoreLocation[] missing = [.. named.Where(core => core.Core > 0 && machine.TryGetChip(core.Chip, out MachineChip? chip) && !chip.ApplicationCores.Contains(core.Core))];
        return missing.Length > 0
            ? throw new CommandFailedException(CoreSelection.DescribeMissing(missing, machine))
            : [.. named.SelectMany(core => core.Core > 0 || !machine.TryGetChip(core.Chip, out MachineChip? chip) ? [core] : chip.ApplicationCores.Select(number => new CoreLocation(core.Chip, (byte)number)))];
    }

    /// <summary>The chips that the user named; <see langword="null"/> if there are none. A chip that is silent is kept: asking it says why.</summary>
    /// <exception cref="CommandFailedException">The machine lacks some of them.</exception>
    public static IReadOnlyList<ChipLocation>? ChipsOf(CoreLocation[]? named, Machine machine)
    {
        if (named is not { Length: > 0 })
            return null;

        ChipLocation[] missing = [.. named.Select(static core => core.Chip).Distinct().Where(chip => !machine.Contains(chip) && !machine.Geometry.Contains(chip))];
        return missing.Length > 0
            ? throw new CommandFailedException($"The machine has no chip {string.Join(" and no chip ", missing)} ; 'spinnman info' shows the machine, which is {machine}.")
            : [.. named.Select(static core => core.Chip)];
    }

    private static CoreLocation[]? ParseAll(ArgumentResult result, bool mayNameCores)
    {
        var cores = new List<CoreLocation>();
        foreach (Token token in result.Tokens)
        {
            if (!Numbers.TryParseCore(token.Value, out CoreLocation core) || (!mayNameCores && !Numbers.TryParseChip(token.Value, out _)))
            {
                result.AddError($"'{token.Value}' is no {(mayNameCores ? Numbers.CoreForm : Numbers.ChipForm)}.");
                return null;
            }

            cores.Add(core);
        }

        return [.. cores];
    }
}
