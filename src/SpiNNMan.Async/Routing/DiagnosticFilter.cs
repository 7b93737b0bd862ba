using System.Globalization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Routing;

/// <summary>Which packets a diagnostic counter of a router counts.</summary>
/// <param name="Word">The filter as it stands in the router.</param>
/// <remarks>
/// <code>
/// [3:0] packet types     [7:4] emergency routing     [8] 1: emergency routing as the packet leaves, 0: as it arrives
/// [11:10] default routing    [13:12] payload         [15:14] source
/// [24:16] destination    [30] interrupt
/// </code>
/// A packet is counted if every field has a bit set that fits it. Protocol: models.md, "Diagnostic filters".
/// </remarks>
public readonly record struct DiagnosticFilter(uint Word)
{
    /// <summary>How many filters a router has, one for each counter.</summary>
    public const int Count = MemoryMap.RouterFilterCount;

    /// <summary>The length of a filter in bytes.</summary>
    public const int Size = 4;

    /// <summary>The last filter that the firmware sets; those above are free.</summary>
    public const int LastDefaultPosition = 11;

    private const int EmergencyRoutingShift = 4;
    private const uint LeavingMode = 1 << 8;
    private const int DefaultRoutingShift = 10;
    private const int PayloadShift = 12;
    private const int SourceShift = 14;
    private const int DestinationShift = 16;
    private const uint Interrupt = 1 << 30;

    /// <summary>Makes a filter. An omitted argument, or <c>None</c>, means all.</summary>
    /// <param name="packetTypes">The kinds of packet.</param>
    /// <param name="destinations">Where they go.</param>
    /// <param name="sources">Where they come from.</param>
    /// <param name="payloads">Whether they have a payload.</param>
    /// <param name="defaultRoutings">Whether a routing entry matched them.</param>
    /// <param name="emergencyRoutings">Their state of emergency routing.</param>
    /// <param name="matchArrivingState">Whether the state of emergency routing is that in which they arrive, instead of that in which they leave.</param>
    /// <param name="enableInterrupt">Whether the counter interrupts the monitor when it counts.</param>
    public DiagnosticFilter(
        DiagnosticFilterPacketTypes packetTypes,
        DiagnosticFilterDestinations destinations = DiagnosticFilterDestinations.All,
        DiagnosticFilterSources sources = DiagnosticFilterSources.All,
        DiagnosticFilterPayloads payloads = DiagnosticFilterPayloads.All,
        DiagnosticFilterDefaultRoutings defaultRoutings = DiagnosticFilterDefaultRoutings.All,
        DiagnosticFilterEmergencyRoutings emergencyRoutings = DiagnosticFilterEmergencyRoutings.All,
        bool matchArrivingState = false,
        bool enableInterrupt = false)
        : this(
            Field((uint)packetTypes, (uint)DiagnosticFilterPacketTypes.All, 0)
            | Field((uint)emergencyRoutings, (uint)DiagnosticFilterEmergencyRoutings.All, EmergencyRoutingShift)
            | (matchArrivingState ? 0 : LeavingMode)
            | Field((uint)defaultRoutings, (uint)DiagnosticFilterDefaultRoutings.All, DefaultRoutingShift)
            | Field((uint)payloads, (uint)DiagnosticFilterPayloads.All, PayloadShift)
            | Field((uint)sources, (uint)DiagnosticFilterSources.All, SourceShift)
            | Field((uint)destinations, (uint)DiagnosticFilterDestinations.All, DestinationShift)
            | (enableInterrupt ? Interrupt : 0))
    {
    }

    /// <summary>The kinds of packet.</summary>
    public DiagnosticFilterPacketTypes PacketTypes => (DiagnosticFilterPacketTypes)(Word & (uint)DiagnosticFilterPacketTypes.All);

    /// <summary>Their states of emergency routing.</summary>
    public DiagnosticFilterEmergencyRoutings EmergencyRoutings =>
        (DiagnosticFilterEmergencyRoutings)((Word >> EmergencyRoutingShift) & (uint)DiagnosticFilterEmergencyRoutings.All);

    /// <summary>Whether the state of emergency routing is that in which they arrive, instead of that in which they leave.</summary>
    public bool MatchesArrivingState => (Word & LeavingMode) == 0;

    /// <summary>Whether a routing entry matched them.</summary>
    public DiagnosticFilterDefaultRoutings DefaultRoutings =>
        (DiagnosticFilterDefaultRoutings)((Word >> DefaultRoutingShift) & (uint)DiagnosticFilterDefaultRoutings.All);

    /// <summary>Whether they have a payload.</summary>
    public DiagnosticFilterPayloads Payloads => (DiagnosticFilterPayloads)((Word >> PayloadShift) & (uint)DiagnosticFilterPayloads.All);

    /// <summary>Where they come from.</summary>
    public DiagnosticFilterSources Sources => (DiagnosticFilterSources)((Word >> SourceShift) & (uint)DiagnosticFilterSources.All);

    /// <summary>Where they go.</summary>
    public DiagnosticFilterDestinations Destinations => (DiagnosticFilterDestinations)((Word >> DestinationShift) & (uint)DiagnosticFilterDestinations.All);

    /// <summary>Whether the counter interrupts the monitor when it counts.</summary>
    public bool EnablesInterrupt => (Word & Interrupt) != 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Word:X8}");

    private static uint Field(uint members, uint all, int shift) => ((members & all) is var known && known != 0 ? known : all) << shift;
}
