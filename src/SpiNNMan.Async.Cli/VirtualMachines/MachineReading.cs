using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The state of a virtual machine, and what it did since the reading before.</summary>
/// <param name="Boards">The boards.</param>
/// <param name="Bmp">The counters of the BMPs, since the start.</param>
/// <param name="Totals">The counters of the boards, since the start.</param>
/// <param name="Rates">The datagrams a second since the reading before: received, sent and lost.</param>
/// <param name="CommandRates">The commands of each kind a second, since the reading before.</param>
/// <param name="BoardRates">The datagrams a second that each board received.</param>
/// <param name="ChipRates">The commands a second that each chip of the first board received.</param>
internal sealed record MachineReading(
    IReadOnlyList<BoardSnapshot> Boards,
    DeviceStatistics Bmp,
    DeviceStatistics Totals,
    (double In, double Out, double Lost) Rates,
    IReadOnlyDictionary<ScpCommand, double> CommandRates,
    IReadOnlyList<double> BoardRates,
    IReadOnlyList<double> ChipRates)
{
    /// <summary>Reads the state of a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="before">The reading before; <see langword="null"/> for the first one.</param>
    /// <param name="passed">The time since the reading before.</param>
    public static MachineReading Take(VirtualMachine machine, MachineReading? before, TimeSpan passed)
    {
        // One board after the other: a snapshot of a thousand boards at once would stop the machine for too long.
        BoardSnapshot[] boards = [.. machine.Boards.Select(static board => board.TakeSnapshot())];
        DeviceStatistics totals = BoardCounters.Sum(boards.Select(static board => board.Statistics));
        double Rate(long now, long? then) => passed > TimeSpan.Zero && then is { } old ? Math.Max(0, now - old) / passed.TotalSeconds : 0;
        return new MachineReading(
            boards,
            BoardCounters.Sum(machine.Bmps.Select(static bmp => bmp.Statistics)),
            totals,
            (Rate(totals.Received, before?.Totals.Received), Rate(totals.Sent, before?.Totals.Sent), Rate(totals.Dropped, before?.Totals.Dropped)),
            totals.Commands.ToDictionary(static entry => entry.Key, entry => Rate(entry.Value, before?.Totals.Commands.GetValueOrDefault(entry.Key))),
            [.. boards.Select((board, index) => Rate(board.Statistics.Received, before?.Boards[index].Statistics.Received))],
            [.. boards[0].Chips.Select((chip, index) => Rate(chip.Commands, before?.Boards[0].Chips is { } old && index < old.Count && old[index].Location == chip.Location ? old[index].Commands : null))]);
    }
}
