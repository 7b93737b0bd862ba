using System.Net;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Debugging.Protocol;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Emulation.Time;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Executed;

namespace SpiNNMan.Async.Simulation;

/// <summary>Repeats a recorded run of executed chips (<see cref="ExecutionOptions.Recording"/>). It uses no network, runs as fast as this computer can, and ends in the same state.</summary>
/// <remarks>Protocol: virtual-machine.md, "Recordings".</remarks>
public static class RecordedRun
{
    /// <summary>Repeats a run.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="hostThreads">How many threads of this computer run chips, 1 to 64. The number does not change the result.</param>
    /// <param name="memoryLimit">The most memory that the chips may take, in bytes. The default is 16 GiB.</param>
    /// <param name="eachSecond">Called after each second of the chips, and at the end, with their time and a hash of all memory. The hash takes a tenth of a second for four chips.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="RecordingException">The recording cannot be read, or the run cannot be repeated.</exception>
    /// <exception cref="InvalidParameterException">A number is out of its range, or the chips could take more memory than the limit.</exception>
    public static RecordedRunResult Replay(TextReader recording, int hostThreads = 1, long memoryLimit = 16L << 30, Action<TimeSpan, ulong>? eachSecond = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        InvalidParameterException.ThrowIfOutside(hostThreads, 1, ExecutionOptions.MostHostThreads, nameof(hostThreads));
        var reader = new RecordingReader(recording);
        MachinePlan plan = reader.ReadPlan();
        using ChipMachine machine = ExecutedMachine.Make(plan, hostThreads, memoryLimit, recording: null);
        return new Replaying(reader, plan, machine, eachSecond).Run(cancellationToken);
    }

    /// <summary>Does a run again for debuggers, which can also go backwards in it. It begins when the first comes, stands still at its end, and ends when the last has gone.</summary>
    /// <param name="recording">The recording. It is read at once.</param>
    /// <param name="endPoint">Where to wait for debuggers; port 0 lets the system choose one. Whoever reaches it can do with the chips what they want: keep to loopback addresses.</param>
    /// <param name="listening">Called with where debuggers are waited for.</param>
    /// <param name="hostThreads">How many threads of this computer run chips, 1 to 64; what happens is the same whatever it is.</param>
    /// <param name="memoryLimit">The memory that the chips may take at the most, in bytes; 16 GiB by default.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RecordingException">The recording cannot be read, or the run cannot be done again.</exception>
    /// <exception cref="InvalidParameterException">A number is out of its range, or the chips could take more memory.</exception>
    /// <exception cref="IOException">The address or port is not to be had.</exception>
    /// <remarks>Protocol: debugging.md.</remarks>
    public static async Task<RecordedRunResult> DebugAsync(TextReader recording, IPEndPoint endPoint, Action<IPEndPoint>? listening = null, int hostThreads = 1, long memoryLimit = 16L << 30, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(endPoint);
        InvalidParameterException.ThrowIfOutside(hostThreads, 1, ExecutionOptions.MostHostThreads, nameof(hostThreads));
        var reader = new RecordingReader(recording);
        MachinePlan plan = reader.ReadPlan();
        ExecutedMachine.CheckMemory(plan, memoryLimit);
        using var chips = new ReplayedChips(plan, ReadEvents(reader, plan), new MachineOptions { HostThreads = hostThreads, MemoryLimit = memoryLimit });
        var debugger = new MachineDebugger(chips);
        GdbServer server = GdbServer.Start(endPoint, debugger);
        await using (server.ConfigureAwait(false))
        {
            listening?.Invoke(server.EndPoint);
            (TimeSpan duration, long received, long sent, ulong hash, ulong? recorded) = await Task.Factory.StartNew(() => chips.Run(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            return new RecordedRunResult(duration, received, sent, hash, recorded);
        }
    }

    private static List<RecordedEvent> ReadEvents(RecordingReader reader, MachinePlan plan)
    {
        List<RecordedEvent> events = [];
        while ((events.Count == 0 || events[^1].Kind != RecordedKind.End) && reader.ReadEvent(plan) is { } next)
        {
            if (events.Count > 0 && next.Time < events[^1].Time)
                throw reader.Wrong($"its time, {next.Time}, is before that of the line before");

            events.Add(next);
        }

        return events;
    }

    private sealed class Replaying(RecordingReader reader, MachinePlan plan, ChipMachine machine, Action<TimeSpan, ulong>? eachSecond)
    {
        private long _received;
        private long _sent;

        public RecordedRunResult Run(CancellationToken cancellationToken)
        {
            machine.Sent = (_, _) => _sent++;
            if (eachSecond is not null)
                machine.SecondPassed = now => eachSecond(VirtualTime.ToTimeSpan(now), machine.Hash());
            ulong? recorded = null;
            while (recorded is null && reader.ReadEvent(plan) is { } next)
            {
                if (next.Time < machine.Now)
                    throw reader.Wrong($"its time, {next.Time}, is earlier than that of the previous line");

                RunTo(next.Time, cancellationToken);
                if (next.Kind == RecordedKind.Datagram)
                    _received++;
                machine.Apply(next);
                if (next.Kind == RecordedKind.End)
                    recorded = next.Hash;
            }

            ulong hash = machine.Hash();
            eachSecond?.Invoke(VirtualTime.ToTimeSpan(machine.Now), hash);
            return new RecordedRunResult(VirtualTime.ToTimeSpan(machine.Now), _received, _sent, hash, recorded);
        }

        /// <summary>Runs in steps between which the machine can be stopped without a change to the result.</summary>
        private void RunTo(long time, CancellationToken cancellationToken)
        {
            while (machine.Now < time)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long step = ((machine.Now / VirtualTime.Millisecond) + 1) * VirtualTime.Millisecond;
                machine.RunExactlyTo(Math.Min(step, time));
            }
        }
    }
}
