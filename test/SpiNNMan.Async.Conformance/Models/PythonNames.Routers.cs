using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Conformance.Models;

/// <content>Those of routers.</content>
internal static partial class PythonNames
{
    public static IReadOnlyDictionary<string, DiagnosticFilterDefaultRoutings> FilterDefaultRoutings { get; } = new Dictionary<string, DiagnosticFilterDefaultRoutings>(StringComparer.Ordinal)
    {
        ["DEFAULT_ROUTED"] = DiagnosticFilterDefaultRoutings.DefaultRouted,
        ["NON_DEFAULT_ROUTED"] = DiagnosticFilterDefaultRoutings.NonDefaultRouted,
    };

    public static IReadOnlyDictionary<string, DiagnosticFilterDestinations> FilterDestinations { get; } = new Dictionary<string, DiagnosticFilterDestinations>(StringComparer.Ordinal)
    {
        ["DUMP"] = DiagnosticFilterDestinations.Dump,
        ["LOCAL"] = DiagnosticFilterDestinations.Local,
        ["LOCAL_MONITOR"] = DiagnosticFilterDestinations.LocalMonitor,
        ["LINK_0"] = DiagnosticFilterDestinations.Link0,
        ["LINK_1"] = DiagnosticFilterDestinations.Link1,
        ["LINK_2"] = DiagnosticFilterDestinations.Link2,
        ["LINK_3"] = DiagnosticFilterDestinations.Link3,
        ["LINK_4"] = DiagnosticFilterDestinations.Link4,
        ["LINK_5"] = DiagnosticFilterDestinations.Link5,
    };

    public static IReadOnlyDictionary<string, DiagnosticFilterEmergencyRoutings> FilterEmergencyRoutings { get; } = new Dictionary<string, DiagnosticFilterEmergencyRoutings>(StringComparer.Ordinal)
    {
        ["NORMAL"] = DiagnosticFilterEmergencyRoutings.Normal,
        ["FIRST_STAGE_COMBINED"] = DiagnosticFilterEmergencyRoutings.FirstStageCombined,
        ["FIRST_STAGE"] = DiagnosticFilterEmergencyRoutings.FirstStage,
        ["SECOND_STAGE"] = DiagnosticFilterEmergencyRoutings.SecondStage,
    };

    public static IReadOnlyDictionary<string, DiagnosticFilterPacketTypes> FilterPacketTypes { get; } = new Dictionary<string, DiagnosticFilterPacketTypes>(StringComparer.Ordinal)
    {
        ["MULTICAST"] = DiagnosticFilterPacketTypes.Multicast,
        ["POINT_TO_POINT"] = DiagnosticFilterPacketTypes.PointToPoint,
        ["NEAREST_NEIGHBOUR"] = DiagnosticFilterPacketTypes.NearestNeighbour,
        ["FIXED_ROUTE"] = DiagnosticFilterPacketTypes.FixedRoute,
    };

    public static IReadOnlyDictionary<string, DiagnosticFilterPayloads> FilterPayloads { get; } = new Dictionary<string, DiagnosticFilterPayloads>(StringComparer.Ordinal)
    {
        ["WITH_PAYLOAD"] = DiagnosticFilterPayloads.WithPayload,
        ["WITHOUT_PAYLOAD"] = DiagnosticFilterPayloads.WithoutPayload,
    };

    public static IReadOnlyDictionary<string, DiagnosticFilterSources> FilterSources { get; } = new Dictionary<string, DiagnosticFilterSources>(StringComparer.Ordinal)
    {
        ["LOCAL"] = DiagnosticFilterSources.Local,
        ["NON_LOCAL"] = DiagnosticFilterSources.NonLocal,
    };

    public static IReadOnlyDictionary<string, P2PTableRoute> P2PTableRoutes { get; } = new Dictionary<string, P2PTableRoute>(StringComparer.Ordinal)
    {
        ["EAST"] = P2PTableRoute.East,
        ["NORTH_EAST"] = P2PTableRoute.NorthEast,
        ["NORTH"] = P2PTableRoute.North,
        ["WEST"] = P2PTableRoute.West,
        ["SOUTH_WEST"] = P2PTableRoute.SouthWest,
        ["SOUTH"] = P2PTableRoute.South,
        ["NONE"] = P2PTableRoute.None,
        ["MONITOR"] = P2PTableRoute.Monitor,
    };

    public static IReadOnlyDictionary<string, RouterRegister> RouterRegisters { get; } = new Dictionary<string, RouterRegister>(StringComparer.Ordinal)
    {
        ["LOC_MC"] = RouterRegister.LocalMulticast,
        ["EXT_MC"] = RouterRegister.ExternalMulticast,
        ["LOC_PP"] = RouterRegister.LocalP2P,
        ["EXT_PP"] = RouterRegister.ExternalP2P,
        ["LOC_NN"] = RouterRegister.LocalNearestNeighbour,
        ["EXT_NN"] = RouterRegister.ExternalNearestNeighbour,
        ["LOC_FR"] = RouterRegister.LocalFixedRoute,
        ["EXT_FR"] = RouterRegister.ExternalFixedRoute,
        ["DUMP_MC"] = RouterRegister.DroppedMulticast,
        ["DUMP_PP"] = RouterRegister.DroppedP2P,
        ["DUMP_NN"] = RouterRegister.DroppedNearestNeighbour,
        ["DUMP_FR"] = RouterRegister.DroppedFixedRoute,
        ["USER_0"] = RouterRegister.User0,
        ["USER_1"] = RouterRegister.User1,
        ["USER_2"] = RouterRegister.User2,
        ["USER_3"] = RouterRegister.User3,
    };

    public static IReadOnlyDictionary<string, RouterErrors> RouterErrorBits { get; } = new Dictionary<string, RouterErrors>(StringComparer.Ordinal)
    {
        ["ERROR"] = RouterErrors.Error,
        ["OVERFLOW"] = RouterErrors.Overflow,
        ["PARITY"] = RouterErrors.Parity,
        ["FRAMING"] = RouterErrors.Framing,
        ["TIMESTAMP"] = RouterErrors.Timestamp,
    };
}
