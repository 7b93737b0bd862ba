using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>The programs that run on some boards.</summary>
internal sealed class FoundPrograms(Machine machine, IReadOnlySet<ChipLocation> boards)
{
    public IReadOnlySet<ChipLocation> Boards => boards;

    /// <summary>The extra monitors that run.</summary>
    public Dictionary<ChipLocation, CoreLocation> Monitors { get; } = [];

    /// <summary>The gatherers that run, by the chips with the Ethernet.</summary>
    public Dictionary<ChipLocation, CoreLocation> Gatherers { get; } = [];

    /// <summary>Why chips are not served.</summary>
    public Dictionary<ChipLocation, string> Unserved { get; } = [];

    /// <summary>Why gatherers do not run.</summary>
    public Dictionary<ChipLocation, string> GathererProblems { get; } = [];

    /// <summary>The cores that are idle.</summary>
    public Dictionary<ChipLocation, IReadOnlyList<CoreLocation>> Free { get; } = [];

    /// <summary>Every chip of a board without a gatherer, or without an extra monitor on its first chip, is not served.</summary>
    public void CloseBoards()
    {
        foreach (ChipLocation board in boards)
        {
            string? reason = !Gatherers.ContainsKey(board) ? GathererProblems.GetValueOrDefault(board, $"no packet gatherer runs on chip {board}, the one with the Ethernet")
                : !Monitors.ContainsKey(board) ? $"no extra monitor runs on chip {board}, the one with the Ethernet, which all data pass: {Unserved.GetValueOrDefault(board)}" : null;
            if (reason is null)
                continue;

            Unserved[board] = reason;

            foreach (MachineChip chip in machine.ChipsOfBoard(board))
                Unserved.TryAdd(chip.Location, reason);
        }
    }
}
