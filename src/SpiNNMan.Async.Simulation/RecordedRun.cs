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
                Apply(next);
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

        private void Apply(RecordedEvent what)
        {
            switch (what.Kind)
            {
                case RecordedKind.PowerOn or RecordedKind.PowerOff:
                    machine.SetPower(what.Board, what.Kind == RecordedKind.PowerOn, what.Bytes);
                    break;
                case RecordedKind.Datagram:
                    _received++;
                    machine.Receive(what.Board, what.Number, what.Host!, what.Bytes);
                    break;
                case RecordedKind.Link:
                    machine.Cut(what.Chip, what.Number, what.IsOff);
                    break;
                case RecordedKind.Monitor:
                    machine.Stop(what.Chip, what.IsOff);
                    break;
                case RecordedKind.Memory:
                    machine.TryWrite(what.Chip, what.Address, what.Bytes);
                    break;
            }
        }
    }
}
