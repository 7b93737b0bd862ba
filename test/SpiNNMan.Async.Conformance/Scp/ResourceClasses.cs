using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;
using static SpiNNMan.Async.Conformance.Scp.ScpJson;

namespace SpiNNMan.Async.Conformance.Scp;

/// <summary>The request classes about allocation, routers and IP tags.</summary>
internal static class ResourceClasses
{
    private static readonly Dictionary<string, IPTagTimeout> s_timeouts = new(StringComparer.Ordinal)
    {
        ["IPTAG_TIME_OUT_WAIT_TIMES.TIMEOUT_10_ms"] = IPTagTimeout.Milliseconds10,
        ["IPTAG_TIME_OUT_WAIT_TIMES.TIMEOUT_20_ms"] = IPTagTimeout.Milliseconds20,
        ["IPTAG_TIME_OUT_WAIT_TIMES.TIMEOUT_40_ms"] = IPTagTimeout.Milliseconds40,
        ["IPTAG_TIME_OUT_WAIT_TIMES.TIMEOUT_80_ms"] = IPTagTimeout.Milliseconds80,
        ["IPTAG_TIME_OUT_WAIT_TIMES.TIMEOUT_160_ms"] = IPTagTimeout.Milliseconds160,
        ["IPTAG_TIME_OUT_WAIT_TIMES.TIMEOUT_320_ms"] = IPTagTimeout.Milliseconds320,
        ["IPTAG_TIME_OUT_WAIT_TIMES.TIMEOUT_640_ms"] = IPTagTimeout.Milliseconds640,
        ["IPTAG_TIME_OUT_WAIT_TIMES.TIMEOUT_1280_ms"] = IPTagTimeout.Milliseconds1280,
        ["IPTAG_TIME_OUT_WAIT_TIMES.TIMEOUT_2560_ms"] = IPTagTimeout.Milliseconds2560,
    };

    public static IReadOnlyDictionary<string, ScpClass> All { get; } = new Dictionary<string, ScpClass>(StringComparer.Ordinal)
    {
        ["SDRAMAlloc"] = new(
            ["x", "y", "app_id", "size", "tag", "retry_tag"],
            a => ScpCase.Of<SdramAllocate, uint>(Allocate(a), address => new() { ["base_address"] = address })),
        ["SDRAMDeAlloc"] = new(["x", "y", "app_id", "base_address"], Free),
        ["RouterAlloc"] = new(
            ["x", "y", "app_id", "n_entries"],
            a => ScpCase.Of<RouterAllocate, uint>(
                new(Chip(a), a.GetByte("app_id"), a.GetUInt32("n_entries")),
                entry => new() { ["base_address"] = entry })),
        ["RouterInit"] = new(["x", "y", "n_entries", "table_address", "base_address", "app_id"], a => ScpCase.Of(Load(a))),
        ["RouterClear"] = new(["x", "y"], a => ScpCase.Of(new RouterClear(Chip(a)))),
        ["FixedRouteInit"] = new(
            ["x", "y", "entry", "app_id"],
            a => ScpCase.Of(new FixedRouteSet(Chip(a), Route.FromWord(a.GetUInt32("entry")), a.GetByte("app_id")))),
        ["FixedRouteRead"] = new(
            ["x", "y", "app_id"],
            a => ScpCase.Of<FixedRouteRead, Route>(new(Chip(a), a.GetByte("app_id")), RouteCores)),
        ["IPTagSet"] = new(["x", "y", "host", "port", "tag", "strip", "use_sender"], a => ScpCase.Of(TagSet(a))),
        ["ReverseIPTagSet"] = new(
            ["x", "y", "destination_x", "destination_y", "destination_p", "port", "tag", "sdp_port"],
            a => ScpCase.Of(ReverseTagSet(a))),
        ["IPTagGet"] = new(["x", "y", "tag"], a => ScpCase.Of<IPTagGet, IPTagEntry>(new(Chip(a), a.GetByte("tag")), Tag)),
        ["IPTagClear"] = new(["x", "y", "tag"], a => ScpCase.Of(new IPTagClear(Chip(a), a.GetByte("tag")))),
        ["IPTagGetInfo"] = new(["x", "y"], a => ScpCase.Of<IPTagGetInfo, IPTagPoolInfo>(new(Chip(a)), Pool)),
        ["IPTagSetTTO"] = new(
            ["x", "y", "tag_timeout"],
            a => ScpCase.Of<IPTagSetTimeout, IPTagPoolInfo>(new(Chip(a), a.GetMember("tag_timeout", s_timeouts)), Pool)),
    };

    private static SdramAllocate Allocate(JsonElement a) => new(
        Chip(a),
        a.GetByte("app_id"),
        a.GetUInt32("size"),
        a.Has("tag") ? a.GetByte("tag") : null,
        a.GetBoolean("retry_tag", missing: true));

    // One class in the vectors: by address, which has no count in its reply, and by application.
    private static ScpCase Free(JsonElement a)
    {
        byte application = a.GetByte("app_id");
        return a.Has("base_address")
            ? ScpCase.Of<SdramFree, Acknowledgement>(new(Chip(a), a.GetUInt32("base_address")), _ => new() { ["number_of_blocks_freed"] = null })
            : ScpCase.Of<SdramFreeOfApplication, uint>(new(Chip(a), application), count => new() { ["number_of_blocks_freed"] = count });
    }

    private static RouterLoad Load(JsonElement a) => new(
        Chip(a),
        Int32(a, "n_entries"),
        a.GetUInt32("table_address"),
        a.GetUInt32("base_address"),
        a.GetByte("app_id"));

    private static IPTagSet TagSet(JsonElement a) => new(
        Chip(a),
        a.GetByte("tag"),
        Address(a),
        UInt16(a, "port"),
        a.GetBoolean("strip"),
        a.GetBoolean("use_sender"));

    private static ReverseIPTagSet ReverseTagSet(JsonElement a) => new(
        Chip(a),
        a.GetByte("tag"),
        UInt16(a, "port"),
        new SdpEndpoint(Chip(a, "destination_"), a.GetByte("destination_p"), a.GetByte("sdp_port")));

    private static JsonObject RouteCores(Route route) => new()
    {
        ["processor_ids"] = Numbers(route.Cores),
        ["link_ids"] = Numbers(route.Links),
    };

    private static JsonObject Pool(IPTagPoolInfo pool) => new()
    {
        ["transient_timeout"] = (byte)pool.TransientTimeout,
        ["pool_size"] = pool.PoolSize,
        ["fixed_size"] = pool.FixedSize,
    };

    private static JsonObject Tag(IPTagEntry tag) => new()
    {
        ["ip_address"] = new JsonObject { ["hex"] = Convert.ToHexStringLower(tag.Address.GetAddressBytes()) },
        ["mac_address"] = new JsonObject { ["hex"] = Convert.ToHexStringLower(tag.MacAddress.GetAddressBytes()) },
        ["port"] = tag.Port,
        ["timeout"] = tag.Timeout,
        ["flags"] = (ushort)tag.Flags,
        ["in_use"] = tag.IsInUse,
        ["is_temporary"] = tag.IsTransient,
        ["is_arp"] = tag.IsAddressResolving,
        ["is_reverse"] = tag.IsReverse,
        ["strip_sdp"] = tag.StripsSdp,
        ["count"] = tag.MessageCount,
        ["rx_port"] = tag.ReceivePort,
        ["spin_chip_x"] = tag.Destination.X,
        ["spin_chip_y"] = tag.Destination.Y,
        ["spin_port"] = tag.DestinationPort,
        ["spin_cpu"] = tag.Destination.Core,
    };
}
