using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Conformance.Scp;

/// <summary>Reads the arguments that many requests have, and writes what many responses hold.</summary>
internal static class ScpJson
{
    private static readonly Dictionary<string, CoreState> s_states = new(StringComparer.Ordinal)
    {
        ["CPUState.DEAD"] = CoreState.Dead,
        ["CPUState.POWERED_DOWN"] = CoreState.PoweredDown,
        ["CPUState.RUN_TIME_EXCEPTION"] = CoreState.RunTimeException,
        ["CPUState.WATCHDOG"] = CoreState.Watchdog,
        ["CPUState.INITIALISING"] = CoreState.Initialising,
        ["CPUState.READY"] = CoreState.Ready,
        ["CPUState.C_MAIN"] = CoreState.CMain,
        ["CPUState.RUNNING"] = CoreState.Running,
        ["CPUState.SYNC0"] = CoreState.Sync0,
        ["CPUState.SYNC1"] = CoreState.Sync1,
        ["CPUState.PAUSED"] = CoreState.Paused,
        ["CPUState.FINISHED"] = CoreState.Finished,
        ["CPUState.CPU_STATE_12"] = CoreState.State12,
        ["CPUState.CPU_STATE_13"] = CoreState.State13,
        ["CPUState.CPU_STATE_14"] = CoreState.State14,
        ["CPUState.IDLE"] = CoreState.Idle,
    };

    private static readonly Dictionary<CoreState, string> s_stateNames = s_states.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static ChipLocation Chip(JsonElement arguments, string prefix = "") =>
        new(arguments.GetByte(prefix + "x"), arguments.GetByte(prefix + "y"));

    public static CoreLocation Core(JsonElement arguments, string name, byte? missing = null) =>
        new(Chip(arguments), arguments.GetByte(name, missing));

    public static CoreSet Cores(JsonElement arguments) => arguments.Has("processors")
        ? CoreSet.Create([.. arguments.GetList("processors").Select(core => core.As<int>())])
        : default;

    public static int Int32(JsonElement arguments, string name) => VectorJson.Fit<int>(arguments.GetInteger(name));

    public static ushort UInt16(JsonElement arguments, string name) => VectorJson.Fit<ushort>(arguments.GetInteger(name));

    public static CoreState State(JsonElement arguments) => arguments.GetMember("state", s_states);

    public static string Name(CoreState state) => s_stateNames[state];

    public static IPAddress Address(JsonElement arguments)
    {
        byte[] bytes = [.. arguments.GetList("host").Select(part => part.As<byte>())];
        return bytes.Length == 4 ? new IPAddress(bytes) : throw new RefusedException($"{bytes.Length} bytes are no IPv4 address");
    }

    public static JsonObject Version(VersionInfo version) => new()
    {
        ["name"] = version.Name,
        ["version_number"] = new JsonArray(version.Version.Major, version.Version.Minor, version.Version.Patch),
        ["hardware"] = version.Hardware,
        ["x"] = version.Core.X,
        ["y"] = version.Core.Y,
        ["p"] = version.Core.Core,
        ["build_date"] = version.BuildDate.ToUnixTimeSeconds(),
        ["version_string"] = version.VersionString,
    };

    public static JsonArray Numbers(IEnumerable<int> numbers) => [.. numbers.Select(number => (JsonNode)number)];

    public static JsonObject Adc(AdcInfo info) => new()
    {
        ["voltage_1_2a"] = info.Voltage12A,
        ["voltage_1_2b"] = info.Voltage12B,
        ["voltage_1_2c"] = info.Voltage12C,
        ["voltage_1_8"] = info.Voltage18,
        ["voltage_3_3"] = info.Voltage33,
        ["voltage_supply"] = info.VoltageSupply,
        ["temp_top"] = info.TemperatureTop,
        ["temp_btm"] = info.TemperatureBottom,
        ["temp_ext_0"] = info.TemperatureExternal0,
        ["temp_ext_1"] = info.TemperatureExternal1,
        ["fan_0"] = info.Fan0,
        ["fan_1"] = info.Fan1,
    };
}
