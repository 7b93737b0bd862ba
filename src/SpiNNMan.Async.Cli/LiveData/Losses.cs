using System.Globalization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Live.Counting;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>Describes what was lost of live data, as far as this computer knows before the machine is asked.</summary>
internal static class Losses
{
    private const int KeysShown = 3;

    /// <summary>Describes the losses; empty if there are none.</summary>
    public static IReadOnlyList<string> Describe(ReceiveCounts counts)
    {
        var losses = new List<string>();
        if (counts.Dropped > 0)
            losses.Add($"{Quantities.Count(counts.Dropped, "event")} dropped by this program, which was too slow");

        if (counts.DatagramsDropped > 0)
            losses.Add($"{Quantities.Count(counts.DatagramsDropped, "datagram")} dropped before this program looked at them");

        if (counts.DatagramsDroppedBySystem > 0)
            losses.Add($"{Quantities.Count(counts.DatagramsDroppedBySystem.Value, "datagram")} dropped by the system, whose buffer was full");

        if (counts.Unread > 0)
            losses.Add($"{Quantities.Count(counts.Unread, "event")} that there was no room to keep");

        if (counts.Malformed > 0)
            losses.Add($"{Quantities.Count(counts.Malformed, "datagram")} without events in them ({counts.LastMalformed})");

        if (counts.UnknownEvents > 0)
            losses.Add($"{Quantities.Count(counts.UnknownEvents, "event")} with keys of no label ({string.Join(", ", counts.UnknownKeys.Take(KeysShown).Select(static key => $"0x{key.ToString("X8", CultureInfo.InvariantCulture)}"))})");

        return losses;
    }
}
