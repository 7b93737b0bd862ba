using System.Text.Json;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Conformance.Models;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Loading applications, and waiting for them.</summary>
internal static class ApplicationTranscripts
{
    // Of the word in a core's block that says what it does.
    private const uint StatusOffset = 44;

    /// <summary>Loads an application on cores of one chip.</summary>
    public static async Task<TranscriptResult> ExecuteAsync(TranscriptCase transcript)
    {
        ScampConnection scamp = await transcript.ScampAsync();
        JsonElement arguments = transcript.Arguments;
        await scamp.WriteMemoryAsync(transcript.Chip().Monitor, MemoryMap.SystemSdram, transcript.Data());
        await scamp.ExecuteAsync(new ApplicationRun(
            transcript.Chip(), arguments.GetByte("app_id"), CoreSet.Create(arguments.Integers("processors")), arguments.GetBoolean("wait")));
        return TranscriptResult.None;
    }

    /// <summary>Loads an application on cores of many chips, from chip to chip.</summary>
    public static async Task<TranscriptResult> ExecuteOnManyAsync(TranscriptCase transcript)
    {
        IReadOnlyList<CoreLocation> cores = transcript.Cores();

        // Whoever loads asks afterwards whether the cores have it: they have. The recording knows one board only, which the image spreads from.
        byte application = transcript.Arguments.GetByte("app_id");
        foreach (CoreLocation core in cores)
            transcript.Board.Memory.Prepare(core.Chip, MemoryMap.GetCoreInfoAddress(core.Core) + StatusOffset, [0, core.Core, (byte)CoreState.Ready, application]);

        Transceiver transceiver = await transcript.MachineAsync(count: request => StateOf(request) == CoreState.Ready ? (uint)cores.Count : 0, areBoardsKnown: false);
        await transceiver.Applications.LoadAsync(
            ApplicationImage.Unchecked(transcript.Data()), cores, application, new LoadOptions { Method = LoadMethod.CopyRun });
        if (transcript.Recording.IgnoresWaiting)
            await transceiver.Applications.SendSignalAsync(application, Signal.Start);

        return TranscriptResult.None;
    }

    /// <summary>Waits for the states of cores.</summary>
    public static async Task<TranscriptResult> WaitAsync(TranscriptCase transcript)
    {
        JsonElement arguments = transcript.Arguments;
        CoreState[] states = [.. arguments.GetList("cpu_states").Select(state => StateTranscripts.Member(state, "CPUState", PythonNames.CoreStates))];
        IReadOnlyList<CoreLocation> cores = transcript.Cores();
        var run = new RecordedRun(transcript.Recording, cores, states);
        Transceiver transceiver = await transcript.MachineAsync(states: run.States, count: run.Count);
        run.Begin();
        var options = new WaitOptions { Timeout = arguments.Has("timeout") ? TimeSpan.FromSeconds(arguments.GetProperty("timeout").GetDouble()) : null };
        await transceiver.Applications.WaitForStateAsync(cores, states, options);
        return TranscriptResult.None;
    }

    /// <summary>The state that a request counts.</summary>
    public static CoreState StateOf(RequestContent request) => (CoreState)((request.Argument(1) >> 16) & 0xF);

    /// <summary>Whether a request counts states.</summary>
    public static bool IsCount(RequestContent request) => request.IsCommand && request.Command == ScpCommand.Signal && request.Argument(0) == (uint)SignalType.PointToPoint;
}
