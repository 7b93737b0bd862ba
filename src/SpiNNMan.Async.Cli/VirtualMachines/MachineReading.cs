using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>What a machine was seen to do between two looks at it.</summary>
/// <param name="Boards">Its boards now.</param>
/// <param name="Bmp">What its BMPs have done so far.</param>
/// <param name="Totals">What its boards have done so far.</param>
/// <param name="Rates">How much of that a second since the look before: datagrams in, out, lost.</param>
/// <param name="CommandRates">The commands of each kind a second.</param>
/// <param name="BoardRates">The datagrams a second that came to each board.</param>
/// <param name="ChipRates">The commands a second of each chip of the first board.</param>
internal sealed record MachineReading(
    IReadOnlyList<BoardSnapshot> Boards,
    DeviceStatistics Bmp,
    DeviceStatistics Totals,
    (double In, double Out, double Lost) Rates,
    IReadOnlyDictionary<ScpCommand, double> CommandRates,
    IReadOnlyList<double> BoardRates,
    IReadOnlyList<double> ChipRates)
{
    /// <summary>Looks at a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="before">The look before.</param>
    /// <param name="passed">The time between them.</param>
    public static MachineReading Take(VirtualMachine machine, MachineReading? before, TimeSpan passed)
    {
        // One after the other: to look at a thousand boards at once would keep the machine from its work.
        BoardSnapshot[] boards = [.. machine.Boards.Select(static board => board.TakeSnapshot())];
        DeviceStatistics totals = Counters.Sum(boards.Select(static board => board.Statistics));
        double Rate(long now, long? then) => passed > TimeSpan.Zero && then is { } old ? Math.Max(0, now - old) / passed.TotalSeconds : 0;
        return new MachineReading(
            boards,
            Counters.Sum(machine.Bmps.Select(static bmp => bmp.Statistics)),
            totals,
            (Rate(totals.Received, before?.Totals.Received), Rate(totals.Sent, before?.Totals.Sent), Rate(totals.Dropped, before?.Totals.Dropped)),
            totals.Commands.ToDictionary(static entry => entry.Key, entry => Rate(entry.Value, before?.Totals.Commands.GetValueOrDefault(entry.Key))),
            [.. boards.Select((board, index) => Rate(board.Statistics.Received, before?.Boards[index].Statistics.Received))],
            [.. boards[0].Chips.Select((chip, index) => Rate(chip.Commands, before?.Boards[0].Chips is { } old && index < old.Count && old[index].Location == chip.Location ? old[index].Commands : null))]);
    }
}
