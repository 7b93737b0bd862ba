using SpiNNMan.Async.Cli.Displays.Pictures;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Watching;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Cli.Commands.Routing;

/// <summary>Pictures of what routers counted, as a map of heat.</summary>
internal static class CounterScenes
{
    /// <summary>The packets that came from the cores of a chip and from other chips. Those that were dropped are among them.</summary>
    private static readonly RouterRegister[] s_taken =
    [
        RouterRegister.LocalMulticast, RouterRegister.ExternalMulticast, RouterRegister.LocalP2P, RouterRegister.ExternalP2P,
        RouterRegister.LocalNearestNeighbour, RouterRegister.ExternalNearestNeighbour, RouterRegister.LocalFixedRoute, RouterRegister.ExternalFixedRoute,
    ];

    /// <summary>Draws counts.</summary>
    /// <param name="title">A line about the picture.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="counts">The counts of the chips that answered.</param>
    /// <param name="droppedOnly">Whether only packets that were dropped are drawn.</param>
    public static Scene Draw(string title, Machine machine, IReadOnlyCollection<CounterResult> counts, bool droppedOnly)
    {
        Dictionary<ChipLocation, double> packets = counts.ToDictionary(
            static chip => new ChipLocation(chip.X, chip.Y), chip => droppedOnly ? chip.DroppedPackets : s_taken.Sum(register => (double)chip.Counts[(int)register]));
        return MachineScenes.Of(
            title,
            machine,
            chip => !machine.Contains(chip) ? null : packets.TryGetValue(chip, out double count) ? MarkOf(count) : ("?", "dim"),
            board => MarkOf(machine.ChipsOfBoard(board).Sum(chip => packets.GetValueOrDefault(chip.Location))))
            .WithText("packets of each chip or board, k 10^3, M 10^6, G 10^9, · none, ? no answer; the darker the more");

        (string, string) MarkOf(double count)
        {
            (string mark, string? style) = Marks.OfRate(count, droppedOnly);
            return (mark, style ?? "");
        }
    }
}
