using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Conformance.Models;

/// <summary>Checks what has to do with routers.</summary>
internal static class RoutingModels
{
    private const int RouteOffset = 4;

    // SpiNNMan's names of the counters, without the n_ in front and the _packets behind.
    private static readonly Dictionary<string, RouterRegister> s_counters = new(StringComparer.Ordinal)
    {
        ["n_local_multicast_packets"] = RouterRegister.LocalMulticast,
        ["n_external_multicast_packets"] = RouterRegister.ExternalMulticast,
        ["n_dropped_multicast_packets"] = RouterRegister.DroppedMulticast,
        ["n_local_peer_to_peer_packets"] = RouterRegister.LocalP2P,
        ["n_external_peer_to_peer_packets"] = RouterRegister.ExternalP2P,
        ["n_dropped_peer_to_peer_packets"] = RouterRegister.DroppedP2P,
        ["n_local_nearest_neighbour_packets"] = RouterRegister.LocalNearestNeighbour,
        ["n_external_nearest_neighbour_packets"] = RouterRegister.ExternalNearestNeighbour,
        ["n_dropped_nearest_neighbour_packets"] = RouterRegister.DroppedNearestNeighbour,
        ["n_local_fixed_route_packets"] = RouterRegister.LocalFixedRoute,
        ["n_external_fixed_route_packets"] = RouterRegister.ExternalFixedRoute,
        ["n_dropped_fixed_route_packets"] = RouterRegister.DroppedFixedRoute,
        ["user_0"] = RouterRegister.User0,
        ["user_1"] = RouterRegister.User1,
        ["user_2"] = RouterRegister.User2,
        ["user_3"] = RouterRegister.User3,
    };

    public static string? CheckP2PTable(JsonElement record)
    {
        ReadOnlyMemory<byte>[] columns =
            [.. record.GetList("columns").Select(column => (ReadOnlyMemory<byte>)column.GetBytesFromOffset("hex"))];
        if (!P2PTable.TryParse((int)record.GetInteger("width"), (int)record.GetInteger("height"), columns, out P2PTable? table, out PacketError error))
            throw new InvalidPacketException(error);

        var comparison = new Comparison();
        if (!record.Has("decoded"))
            return null;

        JsonElement decoded = record.GetProperty("decoded");
        foreach (JsonElement route in decoded.GetList("routes"))
        {
            var chip = new ChipLocation(route[0].GetByte(), route[1].GetByte());
            string expected = route[2].GetString() ?? "";
            comparison.Same($"route to {chip}", expected, PythonNames.Of(PythonNames.P2PTableRoutes, table.GetRoute(chip)));
            comparison.Same($"is route to {chip}", expected is not "NONE", table.IsRoute(chip));
        }

        comparison.SameList("chips", decoded.GetList("chips").Select(chip => $"{chip[0]},{chip[1]}"), table.Chips.Select(chip => chip.ToString()));
        comparison.Same("column bytes", decoded.GetInteger("n_column_bytes"), P2PTable.GetColumnByteCount(table.Height));
        return comparison.Result;
    }

    public static string? CheckP2PColumnOffset(JsonElement record)
    {
        var comparison = new Comparison();
        comparison.Same("offset", record.GetInteger("decoded"), P2PTable.GetColumnOffset((int)record.GetInteger("column")));
        return comparison.Result;
    }

    public static string? CheckP2PColumnByteCount(JsonElement record)
    {
        var comparison = new Comparison();
        comparison.Same("bytes", record.GetInteger("decoded"), P2PTable.GetColumnByteCount((int)record.GetInteger("height")));
        return comparison.Result;
    }

    public static string? CheckDiagnostics(JsonElement record)
    {
        uint[] counters = [.. record.GetList("register_values").Select(word => word.As<uint>())];
        var diagnostics = new RouterDiagnostics(record.GetUInt32("control_register"), record.GetUInt32("error_status"), counters);
        if (!record.Has("decoded"))
            return null;

        var comparison = new Comparison();
        CompareDiagnostics(comparison, record.GetProperty("decoded"), diagnostics);
        return comparison.Result;
    }

    /// <summary>Compares what a router counted with the fields of a record.</summary>
    public static void CompareDiagnostics(Comparison comparison, JsonElement decoded, RouterDiagnostics diagnostics)
    {
        comparison.Same("monitor", decoded.GetInteger("mon"), diagnostics.Monitor);
        comparison.Same("wait 1", decoded.GetInteger("wait_1"), diagnostics.Wait1);
        comparison.Same("wait 2", decoded.GetInteger("wait_2"), diagnostics.Wait2);
        comparison.Same("error status", decoded.GetUInt32("error_status"), diagnostics.ErrorStatus);
        comparison.Same("error count", decoded.GetInteger("error_count"), diagnostics.ErrorCount);
        comparison.SameList(
            "errors",
            decoded.GetList("errors_set").Select(error => error.GetString()).Order(StringComparer.Ordinal),
            ModelJson.Names((uint)diagnostics.Errors, PythonNames.RouterErrorBits).Order(StringComparer.Ordinal));
        foreach ((string name, RouterRegister register) in s_counters)
            comparison.Same(name, decoded.GetUInt32(name), diagnostics[register]);

        comparison.SameList("counters", decoded.GetList("registers").Select(word => word.GetUInt32()), diagnostics.Counters);
        comparison.SameList("user counters", decoded.GetList("user_registers").Select(word => word.GetUInt32()), diagnostics.Counters[12..]);
    }

    public static string? CheckFilterEncode(JsonElement record)
    {
        JsonElement ctor = record.GetProperty("ctor");
        var filter = new DiagnosticFilter(
            (DiagnosticFilterPacketTypes)ctor.Flags("packet_types", PythonNames.FilterPacketTypes),
            (DiagnosticFilterDestinations)ctor.Flags("destinations", PythonNames.FilterDestinations),
            (DiagnosticFilterSources)ctor.Flags("sources", PythonNames.FilterSources),
            (DiagnosticFilterPayloads)ctor.Flags("payload_statuses", PythonNames.FilterPayloads),
            (DiagnosticFilterDefaultRoutings)ctor.Flags("default_routing_statuses", PythonNames.FilterDefaultRoutings),
            (DiagnosticFilterEmergencyRoutings)ctor.Flags("emergency_routing_statuses", PythonNames.FilterEmergencyRoutings),
            ctor.GetBoolean("match_emergency_routing_status_to_incoming_packet"),
            ctor.GetBoolean("enable_interrupt_on_counter_event"));
        var comparison = new Comparison();
        if (record.Has("decoded"))
            comparison.Same("word", record.GetUInt32("decoded"), filter.Word);

        return comparison.Result;
    }

    public static string? CheckFilterDecode(JsonElement record)
    {
        var filter = new DiagnosticFilter(record.GetUInt32("word"));
        var comparison = new Comparison();
        CompareFilter(comparison, record.GetProperty("decoded"), filter);
        return comparison.Result;
    }

    /// <summary>Compares a filter with the fields of a record.</summary>
    public static void CompareFilter(Comparison comparison, JsonElement decoded, DiagnosticFilter filter)
    {
        comparison.Same("interrupt", decoded.GetBoolean("enable_interrupt_on_counter_event"), filter.EnablesInterrupt);
        comparison.Same("arriving", decoded.GetBoolean("match_emergency_routing_status_to_incoming_packet"), filter.MatchesArrivingState);
        Flags(comparison, decoded, "destinations", (uint)filter.Destinations, PythonNames.FilterDestinations);
        Flags(comparison, decoded, "sources", (uint)filter.Sources, PythonNames.FilterSources);
        Flags(comparison, decoded, "payload_statuses", (uint)filter.Payloads, PythonNames.FilterPayloads);
        Flags(comparison, decoded, "default_routing_statuses", (uint)filter.DefaultRoutings, PythonNames.FilterDefaultRoutings);
        Flags(comparison, decoded, "emergency_routing_statuses", (uint)filter.EmergencyRoutings, PythonNames.FilterEmergencyRoutings);
        Flags(comparison, decoded, "packet_types", (uint)filter.PacketTypes, PythonNames.FilterPacketTypes);
    }

    public static string? CheckRouteEncode(JsonElement record)
    {
        // The records are about entries of multicast tables, which have room for the cores of a chip only.
        var route = new Route(LinkSet.Create(record.Integers("link_ids")), CoreSet.Create(record.Integers("processor_ids")));
        var entry = new byte[MulticastRoute.Size];
        new MulticastRoute(0, 0, route).Write(entry, index: 0);
        var comparison = new Comparison();
        if (record.Has("decoded"))
            comparison.Same("word", record.GetUInt32("decoded"), BitConverter.ToUInt32(entry, RouteOffset));

        return comparison.Result;
    }

    public static string? CheckRouteDecode(JsonElement record)
    {
        var bytes = new byte[MulticastRoute.Size];
        BitConverter.TryWriteBytes(bytes.AsSpan(RouteOffset), record.GetUInt32("word"));
        if (!MulticastRoute.TryParse(bytes, out MulticastRoute? entry, out PacketError error))
            throw new InvalidPacketException(error);

        // A top byte of all ones marks an entry that is not used: only then there is none to compare.
        Route route = entry?.Route ?? Route.FromWord(record.GetUInt32("word") & 0xFF_FFFF);
        JsonElement decoded = record.GetProperty("decoded");
        var comparison = new Comparison();
        comparison.SameList("cores", decoded.Integers("processor_ids"), route.Cores);
        comparison.SameList("links", decoded.Integers("link_ids"), route.Links);
        return comparison.Result;
    }

    private static void Flags<T>(Comparison comparison, JsonElement decoded, string name, uint actual, IReadOnlyDictionary<string, T> members)
        where T : struct, Enum =>
        comparison.SameList(name, decoded.GetList(name).Select(member => member.GetString() ?? ""), ModelJson.Names(actual, members));
}
