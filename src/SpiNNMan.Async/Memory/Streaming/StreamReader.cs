using SpiNNMan.Async.Access;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Streams memory of a chip to the host.</summary>
/// <remarks>
/// Missing datagrams are asked for by lists of one message, one list at a time: of a list of several messages, one that is lost makes the program wait. A stream that is complete is not ended by a
/// message of its own: a list that arrived after it would make the program deaf for all later lists. Protocol: streaming.md, "Streams to the host".
/// </remarks>
internal sealed class StreamReader(BoardStream board, CoreLocation monitor, TransferCounts counts)
{
    /// <summary>A stream has at most so many datagrams.</summary>
    private const int MostBlocks = 1 << 16;

    private const int MostRestarts = 3;
    private const int SilencesBeforeTag = 2;
    private const int SilencesBeforeLook = 4;
    private const int MostSilences = 10;
    private const int MostFruitlessRounds = 50;

    private static readonly TimeSpan s_leastPatience = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_mostPatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_timeToStop = TimeSpan.FromSeconds(1);

    private uint _last;
    private long _sentAt;
    private long _firstAt;
    private long _listAt;

    /// <summary>Reads words.</summary>
    /// <exception cref="StreamFailure">The program has stopped, or does not do it.</exception>
    /// <exception cref="StreamingException">Another host uses the program.</exception>
    public async Task ReadAsync(uint address, Memory<byte> destination, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        _last = await board.ReadTransactionAsync(monitor, cancellationToken).ConfigureAwait(false);
        const int mostBytes = MostBlocks * StreamDatagram.MaxData;
        for (int at = 0; at < destination.Length; at += mostBytes)
        {
            Memory<byte> part = destination.Slice(at, Math.Min(mostBytes, destination.Length - at));
            int done = at;
            await ReadPartAsync(address + (uint)at, part, bytes => progress.Tell(new TransferProgress(done + bytes, destination.Length)), cancellationToken).ConfigureAwait(false);
        }

        if (await board.ReadTransactionAsync(monitor, cancellationToken).ConfigureAwait(false) != _last)
            throw OtherHost();
    }

    private async Task ReadPartAsync(uint address, Memory<byte> part, Action<int> tell, CancellationToken cancellationToken)
    {
        for (int restarts = 0; restarts <= MostRestarts; restarts++)
        {
            await board.WaitForQuietAsync(cancellationToken).ConfigureAwait(false);
            uint previous = _last;
            _last = TransactionNumbers.After(previous);
            var stream = new IncomingStream(_last, part);
            bool isOver = false;
            board.Inbox.Attach(stream);
            try
            {
                await ReceiveAsync(stream, previous, address, part, tell, cancellationToken).ConfigureAwait(false);
                isOver = !stream.IsShifted;
            }
            finally
            {
                if (!isOver)
                    await StopAsync().ConfigureAwait(false);

                board.Inbox.Detach();
                counts.Add(sum => sum with { Blocks = sum.Blocks + stream.Blocks, Duplicates = sum.Duplicates + stream.Duplicates });
            }

            if (!stream.IsShifted)
                return;

            counts.Add(static sum => sum with { Restarts = sum.Restarts + 1 });
        }

        throw new StreamFailure($"words of streams from {monitor.Chip} get lost within the machine, {MostRestarts + 1} times one after the other", isOfBoard: false);
    }

    /// <summary>Receives a stream until it is complete, or its words are in wrong places.</summary>
    private async Task ReceiveAsync(IncomingStream stream, uint previous, uint address, Memory<byte> part, Action<int> tell, CancellationToken cancellationToken)
    {
        _firstAt = 0;
        int silences = 0;
        int fruitless = 0;
        int known = 0;
        await SendAsync(StreamMessage.StartOf(monitor, _last, address, (uint)part.Length), cancellationToken).ConfigureAwait(false);
        while (true)
        {
            TimeSpan patience = Patience(stream, silences);
            bool isWoken = await board.Inbox.Signal.WaitAsync(patience, cancellationToken).ConfigureAwait(false);
            (int received, int arrivals, bool hasEnded, bool isShifted, bool isComplete) = board.Inbox.Look(() => Snapshot(stream));
            NoteFirst(arrivals);
            tell(Math.Min(received * StreamDatagram.MaxData, part.Length));
            bool isBetter = received > known;
            if (isBetter)
                (silences, fruitless, known) = (0, 0, received);

            if (isComplete || isShifted)
            {
                counts.Add(static sum => sum with { Rounds = sum.Rounds + 1 });
                return;
            }

            if (hasEnded)
            {
                if (++fruitless > MostFruitlessRounds)
                    throw new StreamFailure($"nothing new comes of a stream from {monitor.Chip}, after {fruitless} lists of missing datagrams", isOfBoard: false);

                counts.Add(sum => sum with { Rounds = sum.Rounds + 1, Lost = sum.Lost + stream.Blocks - received });
                await SendListAsync(stream, cancellationToken).ConfigureAwait(false);
            }
            else if (!isWoken && IsSilent(patience))
            {
                counts.Add(sum => sum with { Waited = sum.Waited + patience });
                if (++silences > MostSilences)
                {
                    await ReadRestAsync(stream, address, part, cancellationToken).ConfigureAwait(false);
                    return;
                }

                await MendAsync(stream, silences, arrivals, previous, address, part.Length, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static (int Received, int Arrivals, bool HasEnded, bool IsShifted, bool IsComplete) Snapshot(IncomingStream stream)
    {
        bool hasEnded = stream.HasRoundEnded;
        stream.HasRoundEnded = false;
        return (stream.Received, stream.Arrivals, hasEnded, stream.IsShifted, stream.IsComplete);
    }

    /// <summary>Does what may help against a silence: the message is sent again, the tag is set again, and the program is looked at.</summary>
    private async Task MendAsync(IncomingStream stream, int silences, int arrivals, uint previous, uint address, int length, CancellationToken cancellationToken)
    {
        if (silences == SilencesBeforeTag)
            await board.AimAsync(cancellationToken).ConfigureAwait(false);
        else if (silences >= SilencesBeforeLook && silences % SilencesBeforeLook == 0)
            await board.CheckIsAliveAsync(monitor, cancellationToken).ConfigureAwait(false);

        if (arrivals > 0)
        {
            await RepeatListAsync(stream, cancellationToken).ConfigureAwait(false);
            return;
        }

        uint number = await board.ReadTransactionAsync(monitor, cancellationToken).ConfigureAwait(false);
        if (number == previous)
        {
            await SendAsync(StreamMessage.StartOf(monitor, _last, address, (uint)length), cancellationToken).ConfigureAwait(false);
            return;
        }

        if (number != _last)
            throw OtherHost();

        // The stream came, but not to here.
        if (silences < SilencesBeforeTag)
            await board.AimAsync(cancellationToken).ConfigureAwait(false);

        await RepeatListAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    private Task RepeatListAsync(IncomingStream stream, CancellationToken cancellationToken)
    {
        board.NoteRepeatedList();
        return SendListAsync(stream, cancellationToken);
    }

    private async Task SendListAsync(IncomingStream stream, CancellationToken cancellationToken)
    {
        uint[] missing = board.Inbox.Look(() =>
        {
            stream.IsRepeating = true;
            return stream.FindMissing(StreamMessage.MaxMissing);
        });
        if (missing.Length > 0)
            await SendAsync(StreamMessage.MissingOf(monitor, _last, missing), cancellationToken).ConfigureAwait(false);

        _listAt = board.Clock.GetTimestamp();
    }

    private async Task SendAsync(byte[] datagram, CancellationToken cancellationToken)
    {
        await board.SendAsync(datagram, cancellationToken).ConfigureAwait(false);
        _sentAt = board.Clock.GetTimestamp();
    }

    /// <summary>The program answers no list: after one that came too late, it never does. The missing pieces are few, and come by SCP.</summary>
    private async Task ReadRestAsync(IncomingStream stream, uint address, Memory<byte> part, CancellationToken cancellationToken)
    {
        board.NoteRepeatedList();
        uint[] missing = board.Inbox.Look(() => stream.FindMissing(int.MaxValue));
        if (missing.Length == stream.Blocks)
            throw new StreamFailure($"nothing comes of a stream from {monitor.Chip}, though its extra monitor runs: its packets do not reach the gatherer on {board.Gatherer}, or no datagram reaches this host", isOfBoard: false);

        long bytes = 0;
        foreach (uint number in missing)
        {
            (int start, int length) = stream.PlaceOf(number);
            var piece = new byte[length];
            await board.Scamp.ReadMemoryAsync(monitor.Chip, address + (uint)start, piece, progress: null, cancellationToken).ConfigureAwait(false);
            board.Inbox.Look(() =>
            {
                piece.CopyTo(part.Span[start..]);
                stream.MarkRead(number);
                return true;
            });
            bytes += length;
        }

        counts.AddFallback(monitor.Chip, bytes, $"the extra monitor on {monitor} answers no list of missing datagrams");
        counts.Add(sum => sum with { StreamedBytes = sum.StreamedBytes - bytes });
    }

    /// <summary>Ends a stream that is given up, and waits until nothing comes: the next one would be mixed with it.</summary>
    private async Task StopAsync()
    {
        using var deadline = new CancellationTokenSource(s_timeToStop, board.Clock);
        try
        {
            // A list that arrives after the end would make the program deaf for lists.
            TimeSpan sinceList = board.Clock.GetElapsedTime(_listAt);
            if (_listAt != 0 && sinceList < BoardStream.LongestDelay)
                await Pause.ForAsync(BoardStream.LongestDelay - sinceList, board.Clock, deadline.Token).ConfigureAwait(false);

            long last;
            do
            {
                await board.SendAsync(StreamMessage.ClearOf(monitor, _last), deadline.Token).ConfigureAwait(false);
                await Pause.PreciselyAsync(2 * board.RoundTrip, board.Clock, deadline.Token).ConfigureAwait(false);
                last = board.Inbox.LastArrival;
                await Pause.PreciselyAsync(2 * board.RoundTrip, board.Clock, deadline.Token).ConfigureAwait(false);
            }
            while (last != board.Inbox.LastArrival);
        }
        catch (Exception exception) when (exception is OperationCanceledException or Errors.SpinnakerException)
        {
            // The caller gets the first error, and the board streams no more.
            board.Failure ??= $"a stream from {monitor.Chip} could not be ended: {exception.Message}";
        }
    }

    private void NoteFirst(int arrivals)
    {
        if (_firstAt == 0 && arrivals > 0)
            _firstAt = board.Inbox.LastArrival;
    }

    /// <summary>Twenty times the time between two datagrams is silence, and at least the time that a message takes there and back.</summary>
    private TimeSpan Patience(IncomingStream stream, int silences)
    {
        (int arrivals, long last) = board.Inbox.Look(() => (stream.Arrivals, board.Inbox.LastArrival));
        TimeSpan gap = _firstAt != 0 && arrivals > 1 && !stream.IsRepeating ? board.Clock.GetElapsedTime(_firstAt, last) / (arrivals - 1) * 20 : TimeSpan.Zero;
        TimeSpan patience = 3 * board.RoundTrip;
        patience = patience < gap ? gap : patience;
        patience = patience < s_leastPatience ? s_leastPatience : patience;
        patience *= 1 << Math.Min(silences, MostSilences);
        return patience < s_mostPatience ? patience : s_mostPatience;
    }

    /// <summary>Whether nothing has been sent or received for so long.</summary>
    private bool IsSilent(TimeSpan patience) => board.Clock.GetElapsedTime(Math.Max(_sentAt, board.Inbox.LastArrival)) >= patience;

    private StreamingException OtherHost() =>
        new($"Another host streams memory of chip {monitor.Chip}: the extra monitor on {monitor} has a transaction that is not of this program. The data may be mixed. Let one program at a time stream.");
}
