using System.Globalization;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Results.Transfers;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Cli.Benchmarking;

/// <summary>Writes and reads memory of a board, compares every byte, and measures the speed.</summary>
/// <param name="scamp">The connection to the board.</param>
/// <param name="options">The measurement.</param>
/// <param name="clock">The clock.</param>
/// <param name="streaming">The streams that memory moves by; <see langword="null"/> if it moves by SCP.</param>
internal sealed class Bench(ScampConnection scamp, BenchOptions options, TimeProvider clock, MemoryStreaming? streaming = null)
{
    private const int WarmUpBytes = 1 << 20;
    private const int LargestLoad = 4 << 20;
    private const int SampleSize = 256;

    // The runtime compiles the code that runs often within this time.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(0.5);

    private readonly byte[] _expected = new byte[options.Region];
    private readonly byte[] _found = new byte[options.Region];
    private readonly List<BenchPhaseResult> _phases = [];
    private readonly List<StreamingStatistics> _streams = [];
    private TimeSpan _time;
    private long _done;
    private long _compared;

    /// <summary>How many bytes will be moved while the clock runs.</summary>
    public long TotalBytes => options.Write ? 2 * options.Bytes : Math.Max(options.Bytes, 2L * options.Region);

    /// <summary>Runs the measurement.</summary>
    /// <exception cref="CommandFailedException">A byte had another value than it should have.</exception>
    public async Task<BenchResult> RunAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        VersionResult? software = await AskVersionAsync(cancellationToken);
        await WarmUpAsync(cancellationToken);
        _streams.Clear();
        LatencySamples idle = await SampleAsync(static (samples, wanted) => samples.Count < wanted, options.Samples, cancellationToken);

        int[] collections = Collections();
        ConnectionStatistics before = scamp.Statistics;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        if (options.Write)
            await WriteAndReadAsync(progress, cancellationToken);
        else
            await ReadTwiceAsync(progress, cancellationToken);

        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        ConnectionStatistics after = scamp.Statistics;
        int[] collected = [.. Collections().Zip(collections, static (now, then) => now - then)];
        LatencySamples loaded = await SampleUnderLoadAsync(cancellationToken);

        long requests = Math.Max(1, after.Answered - before.Answered);
        return new BenchResult
        {
            EndPoint = string.Create(CultureInfo.InvariantCulture, $"{scamp.RemoteIPAddress}:{scamp.RemotePort}"),
            Software = software,
            Window = after.Window,
            Bytes = _done,
            Seconds = Math.Round(_time.TotalSeconds, 6),
            Requests = requests,
            RequestsPerSecond = Math.Round(requests / _time.TotalSeconds, 1),
            MegabytesPerSecond = Math.Round(Quantities.MegabytesPerSecond(_done, _time), 3),
            IdleLatency = idle.ToResult(),
            LoadedLatency = loaded.ToResult(),
            CpuMicrosecondsPerRequest = Math.Round(cpu.TotalMicroseconds / requests, 2),
            BytesAllocatedPerRequest = Math.Round(allocated / (double)requests, 1),
            ResentAfterTimeout = after.ResentAfterTimeout - before.ResentAfterTimeout,
            ResentWhenOvertaken = after.ResentWhenOvertaken - before.ResentWhenOvertaken,
            ResentToTryAgain = after.ResentToTryAgain - before.ResentToTryAgain,
            ResentNeedlessly = after.ResentNeedlessly - before.ResentNeedlessly,
            LateReplies = after.Late - before.Late,
            DuplicateReplies = after.Duplicates - before.Duplicates,
            DroppedDatagrams = Dropped(after) - Dropped(before),
            MaxWindow = after.MaxWindow,
            WindowReductions = after.WindowReductions - before.WindowReductions,
            LossRate = Math.Round(after.LossRate, 5),
            RoundTripMicroseconds = after.RoundTrip?.TotalMicroseconds,
            RoundTripDeviationMicroseconds = after.RoundTripDeviation?.TotalMicroseconds,
            TimeoutMicroseconds = after.Timeout.TotalMicroseconds,
            ResendWhenOvertakenBy = after.ResendWhenOvertakenBy,
            Collections = collected,
            ComparedBytes = _compared,
            Phases = _phases,
            Streaming = streaming is null ? null : StreamingResult.Of(_streams),
        };
    }

    private static long Dropped(ConnectionStatistics statistics) => statistics.PumpDropped + statistics.InboundDropped + statistics.Truncated + statistics.Malformed;

    private static int[] Collections() => [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)];

    private async Task<VersionResult?> AskVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return VersionResult.From(await scamp.GetVersionAsync(cancellationToken: cancellationToken));
        }
        catch (Exception exception) when (exception is InvalidPacketException or ScpResultException)
        {
            // The host need not be a monitor. It is enough that it serves memory.
            return null;
        }
    }

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        Memory<byte> found = _found.AsMemory(0, Math.Min(WarmUpBytes, _found.Length));
        long start = clock.GetTimestamp();
        do
            await ReadAsync(found, progress: null, cancellationToken);
        while (clock.GetElapsedTime(start) < s_warmUp);
    }

    private async Task WriteAndReadAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var writing = new Tally("write");
        var reading = new Tally("read");
        uint pass = 0;
        for (long left = options.Bytes; left > 0; left -= _expected.Length)
        {
            int length = (int)Math.Min(left, _expected.Length);
            Pattern.Fill(_expected.AsSpan(0, length), ++pass);
            await TransferAndTimeAsync(writing, length, part => WriteAsync(_expected.AsMemory(0, length), part, cancellationToken), progress);
            await TransferAndTimeAsync(reading, length, part => ReadAsync(_found.AsMemory(0, length), part, cancellationToken), progress);
            CompareAndCount(length, "was written");
        }

        _phases.AddRange([writing.ToResult(), reading.ToResult()]);
    }

    private async Task ReadTwiceAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var reading = new Tally("read");
        await TransferAndTimeAsync(reading, _expected.Length, part => ReadAsync(_expected, part, cancellationToken), progress);
        do
        {
            int length = (int)Math.Min(Math.Max(TotalBytes - _done, 1), _found.Length);
            await TransferAndTimeAsync(reading, length, part => ReadAsync(_found.AsMemory(0, length), part, cancellationToken), progress);
            CompareAndCount(length, "was read before");
        }
        while (_done < TotalBytes);

        _phases.Add(reading.ToResult());
    }

    private async ValueTask ReadAsync(Memory<byte> destination, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        if (streaming is null)
            await scamp.ReadMemoryAsync(options.Chip, options.Address, destination, progress, cancellationToken);
        else
            _streams.Add(await streaming.ReadAsync(options.Chip, options.Address, destination, progress, cancellationToken));
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> data, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        if (streaming is null)
            await scamp.WriteMemoryAsync(options.Chip, options.Address, data, progress, cancellationToken);
        else
            _streams.Add(await streaming.WriteAsync(options.Chip, options.Address, data, progress, cancellationToken));
    }

    private async Task TransferAndTimeAsync(Tally tally, int length, Func<IProgress<TransferProgress>?, ValueTask> transfer, IProgress<TransferProgress>? progress)
    {
        long requests = scamp.Statistics.Answered;
        long start = clock.GetTimestamp();
        await transfer(progress is null ? null : new Shifted(progress, _done, TotalBytes));
        TimeSpan time = clock.GetElapsedTime(start);
        tally.Add(length, time, scamp.Statistics.Answered - requests);
        _time += time;
        _done += length;
    }

    private void CompareAndCount(int length, string what)
    {
        int same = _expected.AsSpan(0, length).CommonPrefixLength(_found.AsSpan(0, length));
        if (same < length)
        {
            throw new CommandFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"The byte at 0x{options.Address + (uint)same:X8} of {options.Chip} is 0x{_found[same]:X2}; 0x{_expected[same]:X2} {what}. Is that memory in use? Choose another with --address or --chip."));
        }

        _compared += length;
    }

    private async Task<LatencySamples> SampleAsync<TState>(Func<LatencySamples, TState, bool> more, TState state, CancellationToken cancellationToken)
    {
        var samples = new LatencySamples();
        var request = new ReadMemory(options.Chip, options.Address, SampleSize);
        while (more(samples, state))
        {
            long start = clock.GetTimestamp();
            await scamp.ExecuteAsync<ReadMemory, byte[]>(request, cancellationToken);
            samples.Add(clock.GetElapsedTime(start));
        }

        return samples;
    }

    /// <summary>Times single requests while a transfer fills the window.</summary>
    private async Task<LatencySamples> SampleUnderLoadAsync(CancellationToken cancellationToken)
    {
        int length = Math.Min(_found.Length, LargestLoad);
        Task load = scamp.ReadMemoryAsync(options.Chip, options.Address, _found.AsMemory(0, length), cancellationToken: cancellationToken).AsTask();
        LatencySamples samples = await SampleAsync(static (_, load) => !load.IsCompleted, load, cancellationToken);
        await load;
        return samples;
    }

    private sealed class Tally(string name)
    {
        private long _bytes;
        private TimeSpan _time;
        private long _requests;

        public void Add(long bytes, TimeSpan time, long requests)
        {
            _bytes += bytes;
            _time += time;
            _requests += requests;
        }

        public BenchPhaseResult ToResult() => new(
            name,
            _bytes,
            Math.Round(_time.TotalSeconds, 6),
            Math.Round(_requests / _time.TotalSeconds, 1),
            Math.Round(Quantities.MegabytesPerSecond(_bytes, _time), 3));
    }

    private sealed class Shifted(IProgress<TransferProgress> whole, long before, long total) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => whole.Report(new TransferProgress(before + value.BytesDone, total));
    }
}
