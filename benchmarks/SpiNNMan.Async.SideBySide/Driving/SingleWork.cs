using System.Diagnostics;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>Single requests, each awaited. The time each took is what its caller saw.</summary>
internal sealed class SingleWork : Work
{
    private const int MostTimes = 4 << 20;

    private readonly Job _job;
    private readonly Board _board;
    private readonly ScampConnection _scamp;
    private readonly ChipLocation _chip;
    private readonly uint[] _nanoseconds = new uint[MostTimes];
    private readonly long[] _answered;
    private readonly byte[][] _blocks;
    private long _asked;
    private long _started;
    private long _requests;
    private long _wrongWords;
    private long _start;

    public SingleWork(Job job, Connections connections)
    {
        _job = job;
        _board = connections.Boards[0];
        _scamp = _board.Scamp;
        _chip = new ChipLocation(job.ChipX, job.ChipY);
        _answered = new long[job.Callers];
        _blocks = [.. Enumerable.Range(0, job.Callers).Select(static _ => new byte[Memory.PieceSize])];
    }

    public override Task RunAsync(long requests, CancellationToken cancellationToken)
    {
        _requests = requests > 0 ? requests : long.MaxValue;
        _started = 0;
        _wrongWords = 0;
        _asked += _answered.Sum();
        Array.Clear(_answered);
        _start = Stopwatch.GetTimestamp();
        return _job.Kind == JobKind.Pipelined
            ? PipelineAsync()
            : Task.WhenAll(Enumerable.Range(0, _job.Callers).Select(CallAsync));
    }

    public override RunResult Complete(RunResult result)
    {
        long answered = _answered.Sum();
        int timed = (int)Math.Min(answered, MostTimes);
        return result with
        {
            Requests = answered,
            Asked = _asked + answered,
            WrongWords = _wrongWords,
            Least = _answered.Min(),
            Most = _answered.Max(),
            P50Microseconds = Statistics.Percentile(_nanoseconds, timed, 0.5) / 1000,
            P99Microseconds = Statistics.Percentile(_nanoseconds, timed, 0.99) / 1000,
        };
    }

    private bool TryStart(out long piece)
    {
        piece = Interlocked.Increment(ref _started) - 1;
        return piece < _requests && Stopwatch.GetElapsedTime(_start).TotalSeconds < _job.Seconds;
    }

    private ValueTask<int> SendAsync(long piece, byte[] block) =>
        _scamp.ExecuteAsync<ReadInto, int>(new ReadInto(new ReadMemory(_chip, Memory.AddressOf(piece), Memory.PieceSize), block));

    private void Count(int caller, long piece, byte[] block, long sent)
    {
        if (piece < MostTimes)
            _nanoseconds[piece] = (uint)Math.Min(uint.MaxValue, Stopwatch.GetElapsedTime(sent).TotalNanoseconds);

        long wrong = Memory.Differences(block, Memory.AddressOf(piece), _board.Index);
        if (wrong != 0)
            Interlocked.Add(ref _wrongWords, wrong);

        _answered[caller]++;
    }

    private async Task CallAsync(int caller)
    {
        byte[] block = _blocks[caller];
        while (TryStart(out long piece))
        {
            long sent = Stopwatch.GetTimestamp();
            if (_job.Kind == JobKind.Reads)
                await _scamp.ReadMemoryAsync(_chip, Memory.AddressOf(piece), block);
            else
                await SendAsync(piece, block);
            Count(caller, piece, block, sent);
        }
    }

    private async Task PipelineAsync()
    {
        var sent = new Queue<(long Piece, byte[] Block, ValueTask<int> Reply, long At)>();
        var free = new Stack<byte[]>();
        bool more = true;
        while (more || sent.Count > 0)
        {
            while (sent.Count < _job.Callers && (more = more && TryStart(out long piece) && Send(piece)))
            {
            }

            if (!sent.TryDequeue(out (long Piece, byte[] Block, ValueTask<int> Reply, long At) oldest))
                continue;

            await oldest.Reply;
            Count(0, oldest.Piece, oldest.Block, oldest.At);
            free.Push(oldest.Block);
        }

        bool Send(long piece)
        {
            byte[] block = free.TryPop(out byte[]? used) ? used : new byte[Memory.PieceSize];
            long now = Stopwatch.GetTimestamp();
            sent.Enqueue((piece, block, SendAsync(piece, block), now));
            return true;
        }
    }
}
