using System.Diagnostics;
using System.Globalization;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Live;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.SideBySide.Native;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>Receives events as a program does that takes many: by the datagram, each event as label, atom and tick.</summary>
internal static class LiveReceiving
{
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(300);

    /// <summary>Receives all that the program in C sends. A virtual board, which does nothing else, answers for the tag.</summary>
    public static async Task<RunResult> RunAsync(Job job)
    {
        await using VirtualMachine board = await VirtualMachine.StartAsync(BoardType.Spin3);
        var options = new LiveOptions
        {
            LocateBoard = _ => board.Boards[0].EndPoint,
            ReadsMachineCounts = false,
            Connection = new ScampConnectionOptions { RunContinuationsAsynchronously = !job.Inline },
        };
        await using LiveRun run = await LiveConnection.FromDatabaseAsync(LiveNetwork.Describe(), options);
        int port;
        await using (ScampConnection scamp = await ScampConnection.ConnectAsync(board.Boards[0].EndPoint))
            port = (await scamp.GetIPTagAsync(LiveNetwork.Tag)).Port;

        var reading = new Reading();
        using BatchReader reader = run.BatchesAsync();
        Task consuming = reading.ConsumeAsync(reader);

        // Twice: what was compiled and allocated once is not counted.
        await SendAsync(job, port);
        await reading.WaitForSilenceAsync(s_silence);
        reading.Begin();
        await SendAsync(job, port);
        await reading.WaitForSilenceAsync(s_silence);
        RunResult result = reading.Complete();
        await run.EndAsync();
        await consuming;
        return reading.IsRight ? result : result with { Error = "Events came with atoms or ticks that were not sent." };
    }

    private static async Task SendAsync(Job job, int port)
    {
        string[] arguments = [.. job.Source[2..], string.Create(CultureInfo.InvariantCulture, $"--port={port}")];
        await LiveProgram.RunAsync(job.Source[0], job.Source[1], arguments, CancellationToken.None);
    }

    private sealed class Reading
    {
        private const int BatchesPerLook = 4096;

        private long _events;
        private long _atoms;
        private long _tick;
        private bool _isWrong;
        private long _first;
        private long _last;
        private long _eventsBefore;
        private long _allocatedBefore;
        private long _allocatedAfter;
        private int _collectionsBefore;
        private TimeSpan _cpuBefore;
        private int _batches;

        /// <summary>Whether every event made sense.</summary>
        public bool IsRight => !_isWrong && _atoms > 0;

        public async Task ConsumeAsync(BatchReader reader)
        {
            await foreach (ReadOnlyMemory<Spike> batch in reader)
            {
                Look(batch.Span);
                Note(batch.Length);
            }
        }

        private void Look(ReadOnlySpan<Spike> spikes)
        {
            bool isWrong = false;
            long atoms = 0;
            long tick = 0;
            foreach (ref readonly Spike spike in spikes)
            {
                isWrong |= (uint)spike.Atom >= LiveNetwork.Atoms || spike.Label != 0 || spike.Tick is null;
                atoms += spike.Atom;
                tick = spike.Tick ?? 0;
            }

            (_isWrong, _atoms, _tick) = (_isWrong | isWrong, _atoms + atoms, tick);
        }

        private void Note(int events)
        {
            Volatile.Write(ref _last, Stopwatch.GetTimestamp());
            if (_first == 0)
            {
                _first = _last;
                _allocatedBefore = _allocatedAfter = GC.GetTotalAllocatedBytes(precise: true);
            }

            // Between the first and the last: what starts the source, and waits for its end, is not counted.
            if (++_batches % BatchesPerLook == 0)
                _allocatedAfter = GC.GetTotalAllocatedBytes(precise: true);

            Volatile.Write(ref _events, _events + events);
        }

        public async Task WaitForSilenceAsync(TimeSpan silence)
        {
            long before;
            do
            {
                before = Volatile.Read(ref _events);
                await Task.Delay(silence);
            }
            while (Volatile.Read(ref _events) != before);
        }

        public void Begin()
        {
            (_first, _eventsBefore) = (0, _events);
            _collectionsBefore = GC.CollectionCount(0);
            _cpuBefore = Environment.CpuUsage.TotalTime;
        }

        public RunResult Complete()
        {
            long events = _events - _eventsBefore;
            return new RunResult
            {
                Requests = events,
                Asked = events,
                Seconds = Stopwatch.GetElapsedTime(_first, _last).TotalSeconds,
                CpuMicroseconds = (Environment.CpuUsage.TotalTime - _cpuBefore).TotalMicroseconds,
                AllocatedBytes = _allocatedAfter - _allocatedBefore,
                Collections = GC.CollectionCount(0) - _collectionsBefore,
            };
        }
    }
}
