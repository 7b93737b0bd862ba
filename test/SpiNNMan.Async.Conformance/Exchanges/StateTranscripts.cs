using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Conformance.Models;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Cores, applications, and what routers count.</summary>
internal static class StateTranscripts
{
    private const double DriftScale = 1 << 17;

    // The states that a dictionary of LEDs holds are not the codes that are sent.
    private static readonly LedAction[] s_ledStates = [LedAction.Off, LedAction.On, LedAction.Toggle];

    public static IReadOnlyDictionary<string, TranscriptOperation?> All { get; } = new Dictionary<string, TranscriptOperation?>(StringComparer.Ordinal)
    {
        ["write_user; read_user; read_word; get_clock_drift"] = new(UserRegistersAsync),
        ["read_user"] = new(async transcript => TranscriptResult.Of(await ReadUserAsync(await transcript.ScampAsync(), transcript))),
        ["get_router_diagnostics"] = new(DiagnosticsAsync),
        ["set_router_diagnostic_filter; get_router_diagnostic_filter; clear_router_diagnostic_counters"] = new(FilterAsync),
        ["send_signal; get_core_state_count; stop_application; control_sync; clear_multicast_routes; set_leds; update_provenance_and_exit"] = new(SignalsAsync),
        ["get_cpu_info"] = new(CoreInfosAsync),
        ["read_iobuf"] = new(IobufAsync),
        ["execute"] = new(ApplicationTranscripts.ExecuteAsync),
        ["wait_for_cores_to_be_in_state"] = new(ApplicationTranscripts.WaitAsync) { SameRequests = false },
    };

    private static async Task<TranscriptResult> UserRegistersAsync(TranscriptCase transcript)
    {
        ScampConnection scamp = await transcript.ScampAsync();
        JsonElement arguments = transcript.Arguments;
        byte[] value = new byte[sizeof(uint)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(value, arguments.GetUInt32("value"));
        await scamp.WriteMemoryAsync(transcript.Chip().Monitor, UserAddress(transcript), value);
        uint user = await ReadUserAsync(scamp, transcript);
        uint word = await scamp.ReadWordAsync(transcript.Chip().Monitor, arguments.GetUInt32("address"));
        int[] chip = arguments.Integers("drift_chip");
        var drifting = new ChipLocation(VectorJson.Fit<byte>(chip[0]), VectorJson.Fit<byte>(chip[1]));
        uint drift = await scamp.ReadWordAsync(drifting.Monitor, MemoryMap.SystemVariables + (uint)SystemVariable.ClockDrift.Offset);
        return TranscriptResult.Of(new JsonArray(null, user, word, unchecked((int)drift) / DriftScale));
    }

    private static async Task<uint> ReadUserAsync(ScampConnection scamp, TranscriptCase transcript) =>
        await scamp.ReadWordAsync(transcript.Chip().Monitor, UserAddress(transcript));

    private static uint UserAddress(TranscriptCase transcript) =>
        MemoryMap.GetUserRegisterAddress(transcript.Arguments.GetByte("p"), (int)transcript.Arguments.GetInteger("user"));

    private static async Task<TranscriptResult> DiagnosticsAsync(TranscriptCase transcript)
    {
        RouterDiagnostics diagnostics = await ReadDiagnosticsAsync(await transcript.ScampAsync(), transcript.Chip());
        return new TranscriptResult((comparison, expected) => RoutingModels.CompareDiagnostics(comparison, expected, diagnostics));
    }

    /// <summary>Reads what the router of a chip counted.</summary>
    public static async Task<RouterDiagnostics> ReadDiagnosticsAsync(ScampConnection scamp, ChipLocation chip)
    {
        CoreLocation monitor = chip.Monitor;
        uint control = await scamp.ReadWordAsync(monitor, MemoryMap.RouterControl);
        uint errors = await scamp.ReadWordAsync(monitor, MemoryMap.RouterErrorStatus);
        byte[] counters = await scamp.ReadMemoryAsync(monitor, MemoryMap.RouterCounters, RouterDiagnostics.CountersSize);
        return RouterDiagnostics.TryParse(control, errors, counters, out RouterDiagnostics diagnostics, out PacketError error)
            ? diagnostics
            : throw new InvalidPacketException(error);
    }

    private static async Task<TranscriptResult> FilterAsync(TranscriptCase transcript)
    {
        ScampConnection scamp = await transcript.ScampAsync();
        CoreLocation monitor = transcript.Chip().Monitor;
        uint address = MemoryMap.GetRouterFilterAddress((int)transcript.Arguments.GetInteger("position"));
        await scamp.WriteMemoryAsync(monitor, address, BitConverter.GetBytes(transcript.Arguments.GetUInt32("filter_word")));
        var filter = new DiagnosticFilter(await scamp.ReadWordAsync(monitor, address));
        await scamp.WriteMemoryAsync(monitor, MemoryMap.RouterDiagnosticControl, BitConverter.GetBytes(uint.MaxValue));
        return new TranscriptResult((comparison, expected) => RoutingModels.CompareFilter(comparison, expected, filter));
    }

    private static async Task<TranscriptResult> SignalsAsync(TranscriptCase transcript)
    {
        ScampConnection scamp = await transcript.ScampAsync();
        JsonElement arguments = transcript.Arguments;
        byte application = arguments.GetByte("app_id");
        await scamp.ExecuteAsync(new SendSignal(application, Member(arguments.GetProperty("signal"), "Signal", PythonNames.Signals)));
        uint count = await scamp.ExecuteAsync(new CountState(application, Member(arguments.GetProperty("state"), "CPUState", PythonNames.CoreStates)));
        await scamp.ExecuteAsync(new ApplicationStop(application));
        await scamp.ExecuteAsync(new DoSync(arguments.GetBoolean("do_sync")));
        int[] routed = arguments.Integers("route_chip");
        await scamp.ExecuteAsync(new RouterClear(new ChipLocation(VectorJson.Fit<byte>(routed[0]), VectorJson.Fit<byte>(routed[1]))));
        await scamp.ExecuteAsync(new SetLed(new ChipLocation(0, 0), Leds(arguments.GetProperty("leds"))));
        await ExitAsync(transcript, arguments.Integers("exit_core"));
        return TranscriptResult.Of(new JsonArray(null, count, null, null, null, null, null));
    }

    /// <summary>What a dictionary of LEDs says to do with each.</summary>
    public static (int Led, LedAction Action)[] Leds(JsonElement states) =>
    [
        .. states.EnumerateObject().Select(led =>
            (int.Parse(led.Name, System.Globalization.CultureInfo.InvariantCulture), s_ledStates[led.Value.GetInt32()])),
    ];

    /// <summary>Tells a core to write down what it did and to end.</summary>
    public static async Task ExitAsync(TranscriptCase transcript, int[] core)
    {
        ScampConnection scamp = await transcript.ScampAsync();
        var exiting = new SdpEndpoint(new ChipLocation(VectorJson.Fit<byte>(core[0]), VectorJson.Fit<byte>(core[1])), VectorJson.Fit<byte>(core[2]), (byte)SdpPort.RunningCommand);
        byte[] code = BitConverter.GetBytes((uint)SdpRunningMessageCode.UpdateProvenanceRegionAndExit);
        await scamp.SendSdpMessageAsync(new SdpMessage(new SdpHeader(SdpFlags.ReplyNotExpected, SdpHeader.NoTag, exiting, default), code));

        // Nobody answers the last: let it arrive.
        transcript.Clock.Advance(TimeSpan.FromMilliseconds(1));
    }

    private static async Task<TranscriptResult> CoreInfosAsync(TranscriptCase transcript)
    {
        ScampConnection scamp = await transcript.ScampAsync();
        var infos = new List<CoreInfo>();
        foreach (CoreLocation location in transcript.Cores())
        {
            byte[] block = await scamp.ReadMemoryAsync(location.Chip.Monitor, MemoryMap.GetCoreInfoAddress(location.Core), CoreInfo.Size);
            infos.Add(CoreInfo.TryParse(location, block, out CoreInfo info, out PacketError error) ? info : throw new InvalidPacketException(error));
        }

        return new TranscriptResult((comparison, expected) => CompareCoreInfos(comparison, expected, infos));
    }

    private static async Task<TranscriptResult> IobufAsync(TranscriptCase transcript)
    {
        Transceiver transceiver = await transcript.MachineAsync();
        IReadOnlyList<Iobuf> texts = await transceiver.Iobuf.GetAsync(transcript.Cores());
        return TranscriptResult.Of(new JsonArray([
            .. texts.Select(text => new JsonObject { ["x"] = text.Core.X, ["y"] = text.Core.Y, ["p"] = text.Core.Core, ["iobuf"] = text.Text }),
        ]));
    }

    private static void CompareCoreInfos(Comparison comparison, JsonElement expected, List<CoreInfo> actual)
    {
        JsonElement[] cores = [.. expected.EnumerateArray()];
        comparison.Same("cores", cores.Length, actual.Count);
        for (int i = 0; i < Math.Min(cores.Length, actual.Count); i++)
            ChipModels.CompareCoreInfo(comparison, cores[i], actual[i]);
    }

    // Members come without their enumeration here.
    public static T Member<T>(JsonElement member, string enumeration, IReadOnlyDictionary<string, T> members)
        where T : struct
    {
        string name = member.GetString() ?? "";
        return members.TryGetValue(name, out T value) || members.TryGetValue($"{enumeration}.{name}", out value)
            ? value
            : throw new UnknownRecordException($"{enumeration} {name}");
    }
}
