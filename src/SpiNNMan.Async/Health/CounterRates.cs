using System.Collections.Immutable;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Health;

/// <summary>Rates from two readings of the counters of a router.</summary>
internal static class CounterRates
{
    /// <summary>The packets of applications that a router takes.</summary>
    public static readonly RouterRegister[] Taken = [RouterRegister.LocalMulticast, RouterRegister.ExternalMulticast, RouterRegister.LocalFixedRoute, RouterRegister.ExternalFixedRoute];

    /// <summary>The packets that a router drops, without those to neighbours: monitors send such packets over links that lead nowhere, too.</summary>
    public static readonly RouterRegister[] Dropped = [RouterRegister.DroppedMulticast, RouterRegister.DroppedP2P, RouterRegister.DroppedFixedRoute];

    /// <summary>The packets that a router drops and may keep.</summary>
    public static readonly RouterRegister[] Kept = [.. Dropped, RouterRegister.DroppedNearestNeighbour];

    /// <summary>The counters whose filters are free for programs.</summary>
    public static readonly RouterRegister[] Free = [RouterRegister.User0, RouterRegister.User1, RouterRegister.User2, RouterRegister.User3];

    /// <summary>Whether a filter lets only packets through that cores of the chip sent, and that were dropped.</summary>
    public static bool IsLostLocal(DiagnosticFilter filter) =>
        filter.Sources == DiagnosticFilterSources.Local
        && filter.Destinations == DiagnosticFilterDestinations.Dump
        && (filter.PacketTypes == DiagnosticFilterPacketTypes.Multicast || filter.PacketTypes == (DiagnosticFilterPacketTypes.Multicast | DiagnosticFilterPacketTypes.FixedRoute));

    /// <summary>The sum of some counters, a second.</summary>
    /// <returns><see langword="null"/> if there is no earlier reading, or if the counters were set to 0 in between.</returns>
    public static double? Between(ImmutableArray<uint> before, ImmutableArray<uint> after, TimeSpan time, RouterRegister[] registers)
    {
        if (before.IsEmpty || after.IsEmpty || time <= TimeSpan.Zero)
            return null;

        double sum = 0;
        foreach (RouterRegister register in registers)
        {
            // A counter wraps after 2^32 packets, which take minutes. One that seems to count half of that within an interval was set to 0.
            int change = unchecked((int)(after[(int)register] - before[(int)register]));
            if (change < 0)
                return null;

            sum += change;
        }

        return sum / time.TotalSeconds;
    }
}
