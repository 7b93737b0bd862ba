using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Conformance.Exchanges;
using SpiNNMan.Async.Conformance.Models;
using SpiNNMan.Async.Conformance.Scp;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Conformance.Steps;

/// <summary>Words of memory, clocks, LEDs and routers of chips.</summary>
internal static class ChipSteps
{
    private const double DriftScale = 1 << 17;

    public static IReadOnlyDictionary<string, Step> All { get; } = new Dictionary<string, Step>(StringComparer.Ordinal)
    {
        ["read_user"] = static async (transcript, arguments) => TranscriptResult.Of(await ReadWordAsync(transcript, arguments, UserAddress(arguments))),
        ["write_user"] = WriteUserAsync,
        ["read_word"] = static async (transcript, arguments) => TranscriptResult.Of(
            await ReadWordAsync(transcript, arguments, arguments.UInt32(arguments.Has("base_address") ? "base_address" : "address"))),
        ["get_clock_drift"] = ReadDriftAsync,
        ["get_scamp_version"] = ReadVersionAsync,
        ["get_machine_dimensions"] = ReadDimensionsAsync,
        ["set_leds"] = SetLedsAsync,
        ["control_sync"] = static async (transcript, arguments) =>
        {
            await (await transcript.ScampAsync()).ExecuteAsync(new DoSync(arguments.Record.GetBoolean("do_sync")));
            return TranscriptResult.None;
        },
        ["set_watch_dog_on_chip"] = SetWatchdogAsync,
        ["get_router_diagnostics"] = DiagnosticsAsync,
        ["clear_router_diagnostic_counters"] = ClearCountersAsync,
        ["set_router_diagnostic_filter"] = SetFilterAsync,
        ["get_router_diagnostic_filter"] = GetFilterAsync,
        ["get_cpu_information_from_core"] = ReadCoreAsync,
    };

    private static async Task<uint> ReadWordAsync(TranscriptCase transcript, StepArguments arguments, uint address) =>
        await (await transcript.ScampAsync()).ReadWordAsync(Chip(arguments).Monitor, address);

    private static async Task<TranscriptResult> WriteUserAsync(TranscriptCase transcript, StepArguments arguments)
    {
        ScampConnection scamp = await transcript.ScampAsync();
        await scamp.WriteMemoryAsync(Chip(arguments).Monitor, UserAddress(arguments), BitConverter.GetBytes(arguments.UInt32("value")));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> ReadDriftAsync(TranscriptCase transcript, StepArguments arguments)
    {
        ChipLocation chip = arguments.Record.Has("drift_chip") ? ChipOf(arguments.Integers("drift_chip")) : Chip(arguments);
        uint drift = await (await transcript.ScampAsync()).ReadWordAsync(chip.Monitor, MemoryMap.SystemVariables + (uint)SystemVariable.ClockDrift.Offset);
        return TranscriptResult.Of(unchecked((int)drift) / DriftScale);
    }

    private static async Task<TranscriptResult> ReadVersionAsync(TranscriptCase transcript, StepArguments arguments)
    {
        var chip = new ChipLocation(arguments.Byte("chip_x", missing: 255), arguments.Byte("chip_y", missing: 255));
        return TranscriptResult.Of(ScpJson.Version(await (await transcript.ScampAsync()).GetVersionAsync(chip.Monitor)));
    }

    private static async Task<TranscriptResult> ReadDimensionsAsync(TranscriptCase transcript, StepArguments arguments)
    {
        byte[] size = await (await transcript.ScampAsync()).ReadMemoryAsync(ChipLocation.Root, MemoryMap.SystemVariables + 2, 2);
        return TranscriptResult.Of(new JsonArray(size[1], size[0]));
    }

    private static async Task<TranscriptResult> SetLedsAsync(TranscriptCase transcript, StepArguments arguments)
    {
        string name = arguments.Record.Has("leds") ? "leds" : "led_states";
        CoreLocation core = arguments.Has("x") ? new CoreLocation(Chip(arguments), arguments.Byte("cpu", missing: 0)) : new CoreLocation(0, 0, 0);
        await (await transcript.ScampAsync()).ExecuteAsync(new SetLed(core, StateTranscripts.Leds(arguments.Record.GetProperty(name))));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> SetWatchdogAsync(TranscriptCase transcript, StepArguments arguments)
    {
        byte count = arguments.Has("value") ? arguments.Byte("value") : (byte)0;
        await (await transcript.ScampAsync()).WriteMemoryAsync(
            Chip(arguments).Monitor, MemoryMap.SystemVariables + (uint)SystemVariable.SoftwareWatchdogCount.Offset, new[] { count });
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> DiagnosticsAsync(TranscriptCase transcript, StepArguments arguments)
    {
        RouterDiagnostics diagnostics = await StateTranscripts.ReadDiagnosticsAsync(await transcript.ScampAsync(), Chip(arguments));
        return new TranscriptResult((comparison, expected) => RoutingModels.CompareDiagnostics(comparison, expected, diagnostics));
    }

    private static async Task<TranscriptResult> ClearCountersAsync(TranscriptCase transcript, StepArguments arguments)
    {
        await (await transcript.ScampAsync()).WriteMemoryAsync(Chip(arguments).Monitor, MemoryMap.RouterDiagnosticControl, BitConverter.GetBytes(uint.MaxValue));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> SetFilterAsync(TranscriptCase transcript, StepArguments arguments)
    {
        await (await transcript.ScampAsync()).WriteMemoryAsync(
            Chip(arguments).Monitor, MemoryMap.GetRouterFilterAddress(arguments.Int32("position")), BitConverter.GetBytes(arguments.UInt32("filter_word")));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> GetFilterAsync(TranscriptCase transcript, StepArguments arguments)
    {
        uint word = await ReadWordAsync(transcript, arguments, MemoryMap.GetRouterFilterAddress(arguments.Int32("position")));
        return new TranscriptResult((comparison, expected) => RoutingModels.CompareFilter(comparison, expected, new DiagnosticFilter(word)));
    }

    private static async Task<TranscriptResult> ReadCoreAsync(TranscriptCase transcript, StepArguments arguments)
    {
        var core = new CoreLocation(Chip(arguments), arguments.Byte("p"));
        byte[] block = await (await transcript.ScampAsync()).ReadMemoryAsync(core.Chip.Monitor, MemoryMap.GetCoreInfoAddress(core.Core), CoreInfo.Size);
        return CoreInfo.TryParse(core, block, out CoreInfo info, out PacketError error)
            ? new TranscriptResult((comparison, expected) => ChipModels.CompareCoreInfo(comparison, expected, info))
            : throw new InvalidPacketException(error);
    }

    private static uint UserAddress(StepArguments arguments) => MemoryMap.GetUserRegisterAddress(arguments.Byte("p"), arguments.Int32("user"));

    private static ChipLocation Chip(StepArguments arguments) => new(arguments.Byte("x"), arguments.Byte("y"));

    private static ChipLocation ChipOf(int[] place) => new(VectorJson.Fit<byte>(place[0]), VectorJson.Fit<byte>(place[1]));
}
