using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;
using static SpiNNMan.Async.Conformance.Scp.ScpJson;

namespace SpiNNMan.Async.Conformance.Scp;

/// <summary>The request classes about chips, their memory, and applications.</summary>
internal static class MonitorClasses
{
    private static readonly Dictionary<string, Signal> s_signals = new(StringComparer.Ordinal)
    {
        ["Signal.INITIALISE"] = Signal.Initialise,
        ["Signal.POWER_DOWN"] = Signal.PowerDown,
        ["Signal.STOP"] = Signal.Stop,
        ["Signal.START"] = Signal.Start,
        ["Signal.SYNC0"] = Signal.Sync0,
        ["Signal.SYNC1"] = Signal.Sync1,
        ["Signal.PAUSE"] = Signal.Pause,
        ["Signal.CONTINUE"] = Signal.Continue,
        ["Signal.EXIT"] = Signal.Exit,
        ["Signal.TIMER"] = Signal.Timer,
        ["Signal.USER_0"] = Signal.User0,
        ["Signal.USER_1"] = Signal.User1,
        ["Signal.USER_2"] = Signal.User2,
        ["Signal.USER_3"] = Signal.User3,
    };

    // The states that a dictionary of LEDs holds are not the codes that are sent.
    private static readonly Dictionary<long, LedAction> s_ledStates = new()
    {
        [0] = LedAction.Off,
        [1] = LedAction.On,
        [2] = LedAction.Toggle,
    };

    public static IReadOnlyDictionary<string, ScpClass> All { get; } = new Dictionary<string, ScpClass>(StringComparer.Ordinal)
    {
        ["GetVersion"] = new(["x", "y", "p"], a => ScpCase.Of<GetVersion, VersionInfo>(new(Core(a, "p")), Version)),
        ["GetChipInfo"] = new(["x", "y", "with_size"], a => ScpCase.Of<GetChipInfo, ChipSummaryInfo>(new(Chip(a), a.GetBoolean("with_size")), Summary)),
        ["ReadMemory"] = new(
            ["x", "y", "base_address", "size", "cpu"],
            a => ScpCase.OfBytes(new ReadMemory(Core(a, "cpu", 0), a.GetUInt32("base_address"), Int32(a, "size")))),
        ["WriteMemory"] = new(
            ["x", "y", "base_address", "data", "cpu"],
            a => ScpCase.Of(new WriteMemory(Core(a, "cpu", 0), a.GetUInt32("base_address"), a.GetByteString("data")))),
        ["FillRequest"] = new(
            ["x", "y", "base_address", "data", "size"],
            a => ScpCase.Of(new FillMemory(Chip(a), a.GetUInt32("base_address"), a.GetUInt32("data"), a.GetUInt32("size")))),
        ["ReadLink"] = new(
            ["x", "y", "link", "base_address", "size", "cpu"],
            a => ScpCase.OfBytes(new ReadLink(Core(a, "cpu", 0), Int32(a, "link"), a.GetUInt32("base_address"), Int32(a, "size")))),
        ["WriteLink"] = new(
            ["x", "y", "link", "base_address", "data", "cpu"],
            a => ScpCase.Of(new WriteLink(Core(a, "cpu", 0), Int32(a, "link"), a.GetUInt32("base_address"), a.GetByteString("data")))),
        ["ApplicationRun"] = new(
            ["app_id", "x", "y", "processors", "wait"],
            a => ScpCase.Of(new ApplicationRun(Chip(a), a.GetByte("app_id"), Cores(a), a.GetBoolean("wait")))),
        ["AppCopyRun"] = new(["x", "y", "link", "size", "app_id", "processors", "chksum", "wait"], a => ScpCase.Of(CopyRun(a))),
        ["AppStop"] = new(["app_id"], a => ScpCase.Of(new ApplicationStop(a.GetByte("app_id")))),
        ["SendSignal"] = new(["app_id", "signal"], a => ScpCase.Of(new SendSignal(a.GetByte("app_id"), a.GetMember("signal", s_signals)))),
        ["CountState"] = new(
            ["app_id", "state"],
            a => ScpCase.Of<CountState, uint>(new(a.GetByte("app_id"), State(a)), count => new() { ["count"] = count })),
        ["FloodFillStart"] = new(["nearest_neighbour_id", "n_blocks", "x", "y"], a => ScpCase.Of(FillStart(a))),
        ["FloodFillData"] = new(["nearest_neighbour_id", "block_no", "base_address", "data", "offset", "length"], a => ScpCase.Of(FillData(a))),
        ["FloodFillEnd"] = new(
            ["nearest_neighbour_id", "app_id", "processors", "wait"],
            a => ScpCase.Of(new FloodFillEnd(a.GetByte("nearest_neighbour_id"), a.GetByte("app_id", 0), Cores(a), a.GetBoolean("wait")))),
        ["SetLED"] = new(["x", "y", "cpu", "led_states"], a => ScpCase.Of(new SetLed(Core(a, "cpu"), LedActions(a.GetProperty("led_states"))))),
        ["DoSync"] = new(["do_sync"], a => ScpCase.Of(new DoSync(a.GetBoolean("do_sync")))),
    };

    private static ApplicationCopyRun CopyRun(JsonElement a) => new(
        Chip(a),
        Int32(a, "link"),
        a.GetUInt32("size"),
        a.GetByte("app_id"),
        Cores(a),
        a.GetUInt32("chksum"),
        a.GetBoolean("wait"));

    private static FloodFillStart FillStart(JsonElement a) => new(
        a.GetByte("nearest_neighbour_id"),
        a.GetByte("n_blocks"),
        a.Has("x") && a.Has("y") ? Chip(a) : null);

    // Without a length, all that follows the offset is sent but the size of the whole is announced.
    private static FloodFillData FillData(JsonElement a)
    {
        ReadOnlyMemory<byte> data = a.GetByteString("data");
        int offset = VectorJson.Fit<int>(a.GetInteger("offset", 0));
        int announced = VectorJson.Fit<int>(a.GetInteger("length", data.Length));
        if (offset < 0 || announced < 0)
            throw new RefusedException($"offset {offset} and length {announced} are no part of the data");

        ReadOnlyMemory<byte> rest = data[Math.Min(offset, data.Length)..];
        return new FloodFillData(
            a.GetByte("nearest_neighbour_id"),
            a.GetByte("block_no"),
            a.GetUInt32("base_address"),
            rest[..Math.Min(announced, rest.Length)],
            announced);
    }

    private static (int Led, LedAction Action)[] LedActions(JsonElement states) =>
    [
        .. states.EnumerateObject().Select(led => (
            int.Parse(led.Name, System.Globalization.CultureInfo.InvariantCulture),
            s_ledStates.TryGetValue(led.Value.AsInteger(), out LedAction action) ? action : throw new RefusedException($"LED state {led.Value}"))),
    ];

    private static JsonObject Summary(ChipSummaryInfo chip) => new()
    {
        ["x"] = chip.Chip.X,
        ["y"] = chip.Chip.Y,
        ["n_cores"] = chip.CoreCount,
        ["core_states"] = new JsonArray([.. chip.CoreStates.Select(state => (JsonNode)Name(state))]),
        ["working_links"] = Numbers(chip.WorkingLinks),
        ["is_ethernet_available"] = chip.IsEthernetAvailable,
        ["n_free_multicast_routing_entries"] = chip.FreeRouterEntries,
        ["largest_free_sdram_block"] = chip.LargestFreeSdram,
        ["largest_free_sram_block"] = chip.LargestFreeSystemRam,
        ["nearest_ethernet_x"] = chip.NearestEthernet.X,
        ["nearest_ethernet_y"] = chip.NearestEthernet.Y,
        ["ethernet_ip_address"] = chip.EthernetAddress?.ToString(),
        ["parent_link"] = chip.ParentLink,
    };
}
