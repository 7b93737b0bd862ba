using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Conformance.Exchanges;
using SpiNNMan.Async.Conformance.Models;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Applications;

namespace SpiNNMan.Async.Conformance.Steps;

/// <summary>Applications: loading them on a machine of any size, signals, counts.</summary>
internal static class ApplicationSteps
{
    public static IReadOnlyDictionary<string, Step> All { get; } = new Dictionary<string, Step>(StringComparer.Ordinal)
    {
        ["execute_flood"] = static (transcript, _) => ApplicationTranscripts.ExecuteOnManyAsync(transcript),
        ["discover_scamp_connections"] = static (transcript, _) => BoardTranscripts.DiscoverAsync(transcript),
        ["get_machine_details"] = static (transcript, _) => BoardTranscripts.SurveyAsync(transcript),
        ["send_signal"] = SignalAsync,
        ["get_core_state_count"] = CountAsync,
        ["stop_application"] = static async (transcript, arguments) =>
        {
            await (await transcript.ScampAsync()).ExecuteAsync(new ApplicationStop(arguments.Byte("app_id")));
            return TranscriptResult.None;
        },
        ["update_provenance_and_exit"] = ExitAsync,
    };

    private static async Task<TranscriptResult> SignalAsync(TranscriptCase transcript, StepArguments arguments)
    {
        Signal signal = StateTranscripts.Member(arguments.Record.GetProperty("signal"), "Signal", PythonNames.Signals);
        await (await transcript.ScampAsync()).ExecuteAsync(new SendSignal(arguments.Byte("app_id"), signal));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> CountAsync(TranscriptCase transcript, StepArguments arguments)
    {
        CoreState state = StateTranscripts.Member(arguments.Record.GetProperty("state"), "CPUState", PythonNames.CoreStates);
        return TranscriptResult.Of(await (await transcript.ScampAsync()).ExecuteAsync(new CountState(arguments.Byte("app_id"), state)));
    }

    private static async Task<TranscriptResult> ExitAsync(TranscriptCase transcript, StepArguments arguments)
    {
        int[] core = arguments.Record.Has("exit_core")
            ? arguments.Integers("exit_core")
            : [arguments.Int32("x"), arguments.Int32("y"), arguments.Int32("p")];
        await StateTranscripts.ExitAsync(transcript, core);
        return TranscriptResult.None;
    }
}
