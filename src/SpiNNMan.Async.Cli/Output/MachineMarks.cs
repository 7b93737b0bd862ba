using System.Globalization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>The marks of the chips and boards of a machine: how many cores work, which run, and what is missing. Pictures on terminals and in files have the same.</summary>
/// <param name="machine">The machine.</param>
/// <param name="faults">The missing parts.</param>
internal sealed class MachineMarks(Machine machine, MachineFaults faults)
{
    private const int WholeBoard = 48;

    /// <summary>The mark of a chip, in two characters after a sign or a space, and its style; <see langword="null"/> if there should be none at that place.</summary>
    public (string Mark, string Style)? OfChip(ChipLocation place)
    {
        if (!machine.TryGetChip(place, out MachineChip? chip))
            return faults.IsDead(place) ? (" xx", "red") : null;

        char sign = faults.IsLacking(chip) ? '-' : IsBusy(chip) ? 'o' : chip.IsEthernet ? 'E' : ' ';
        return (string.Create(CultureInfo.InvariantCulture, $"{sign}{chip.Cores.Count,2}"), StyleOf(chip));
    }

    /// <summary>The mark of a board.</summary>
    public (string Mark, string Style) OfBoard(ChipLocation ethernet)
    {
        MachineChip[] chips = [.. machine.ChipsOfBoard(ethernet)];
        return chips.Length switch
        {
            0 => ("x", "red"),
            < WholeBoard => ("-", "yellow"),
            _ => chips.Any(faults.IsLacking) ? ("-", "yellow") : ("#", "green"),
        };
    }

    /// <summary>The style of a chip.</summary>
    public string StyleOf(MachineChip chip)
    {
        string colour = faults.IsLacking(chip) ? "yellow" : IsBusy(chip) ? "green" : "";
        return chip.IsEthernet ? $"bold {colour}".TrimEnd() : colour;
    }

    /// <summary>Whether a core of a chip has something to do.</summary>
    public static bool IsBusy(MachineChip chip) => chip.ApplicationCores.Any(core => chip.States[core] != CoreState.Idle);
}
