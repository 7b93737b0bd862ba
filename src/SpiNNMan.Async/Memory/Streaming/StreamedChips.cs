using System.Collections.Concurrent;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>How each chip can be reached by streams, and why not.</summary>
internal sealed class StreamedChips(Machine machine, ExtraMonitors monitors)
{
    private readonly ConcurrentDictionary<ChipLocation, BoardStream> _boards = [];
    private readonly ConcurrentDictionary<ChipLocation, string> _reasons = new(monitors.Unserved);

    /// <summary>The chips that are not served, and why.</summary>
    public IReadOnlyDictionary<ChipLocation, string> Unserved
    {
        get
        {
            var all = new Dictionary<ChipLocation, string>(_reasons);
            foreach (BoardStream board in _boards.Values.Where(static board => board.Failure is not null))
            {
                foreach (MachineChip chip in machine.ChipsOfBoard(board.Gatherer.Chip))
                    all.TryAdd(chip.Location, board.Failure!);
            }

            return all;
        }
    }

    public IEnumerable<BoardStream> Boards => _boards.Values;

    public void Add(BoardStream board) => _boards[board.Gatherer.Chip] = board;

    /// <summary>Why a chip is not reached by streams; <see langword="null"/> if it is.</summary>
    public string? FindReason(ChipLocation chip)
    {
        if (_reasons.TryGetValue(chip, out string? reason))
            return reason;

        return BoardOf(chip) is { } board ? board.Failure : "its board is not opened for streams";
    }

    /// <summary>Why the chip with the Ethernet of a board is not reached; <see langword="null"/> if nothing is known against it.</summary>
    public string? FindReasonOfBoard(ChipLocation ethernet) => _reasons.GetValueOrDefault(ethernet);

    public BoardStream? BoardOf(ChipLocation chip) => machine.TryGetChip(chip, out MachineChip? found) && _boards.TryGetValue(found.NearestEthernet, out BoardStream? board) ? board : null;

    /// <summary>A chip, counted from the one with the Ethernet of its board.</summary>
    public ChipLocation PlaceOf(ChipLocation chip) => StreamTables.PlaceOnBoard(machine, machine[chip].NearestEthernet, chip);

    public CoreLocation MonitorOf(ChipLocation chip) => monitors.Cores[chip];

    /// <summary>A chip, or its board, is not served any more.</summary>
    public void Note(ChipLocation chip, StreamFailure failure)
    {
        if (failure.IsOfBoard && BoardOf(chip) is { } board)
            board.Failure ??= failure.Message;
        else
            _reasons.TryAdd(chip, failure.Message);
    }

    /// <summary>No chip of a board is served.</summary>
    public void NoteBoard(ChipLocation ethernet, string reason)
    {
        foreach (MachineChip chip in machine.ChipsOfBoard(ethernet))
            _reasons.TryAdd(chip.Location, reason);
    }

    /// <summary>A chip is not served.</summary>
    public void Note(ChipLocation chip, string reason) => _reasons.TryAdd(chip, reason);
}
