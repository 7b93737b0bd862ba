using SpiNNMan.Async.Access;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Streams data of the host into the memory of a chip.</summary>
/// <remarks>
/// If the second block of a transaction is the first one to arrive, the extra monitor of the chip stops. The gatherer takes that block for the successor of the first one, and tells the monitor no address. So the second block
/// is not sent before the gatherer has said that it has another one. A transaction that has begun is always finished, since the gatherer takes no other before. Protocol: streaming.md, "Data from the host".
/// </remarks>
/// <param name="board">The way to the board.</param>
/// <param name="place">The chip, counted from the one with the Ethernet of the board.</param>
/// <param name="counts">Counts what happens.</param>
internal sealed class StreamWriter(BoardStream board, ChipLocation place, TransferCounts counts)
{
    private const int SilencesBeforeTag = 2;
    private const int SilencesBeforeLook = 4;
    private const int MostSilences = 10;
    private const int MostFruitlessRounds = 50;
    private const uint Second = 1;

    /// <summary>More than a board takes for a block, until that was measured.</summary>
    private static readonly TimeSpan s_firstGuess = TimeSpan.FromMicroseconds(200);

    private static readonly TimeSpan s_leastPatience = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_mostPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a transaction may go on after its caller cancelled it.</summary>
    private static readonly TimeSpan s_timeToFinish = TimeSpan.FromSeconds(1);

    private readonly byte[] _datagram = new byte[StreamMessage.MaxSize];
    private uint _last;

    /// <summary>Writes words.</summary>
    /// <exception cref="StreamFailure">A program has stopped, or does not do it.</exception>
    /// <exception cref="StreamingException">Another host uses the gatherer.</exception>
    public async Task WriteAsync(uint address, ReadOnlyMemory<byte> data, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        await board.WaitForQuietAsync(cancellationToken).ConfigureAwait(false);
        _last = await board.ReadTransactionAsync(board.Gatherer, cancellationToken).ConfigureAwait(false);
        for (int at = 0; at < data.Length;)
        {
            int length = Math.Min(board.Pace.TransactionSize * StreamMessage.MaxBlock, data.Length - at);
            await WritePartAsync(address + (uint)at, data.Slice(at, length), cancellationToken).ConfigureAwait(false);
            at += length;
            progress.Tell(new TransferProgress(at, data.Length));
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (await board.ReadTransactionAsync(board.Gatherer, cancellationToken).ConfigureAwait(false) != _last)
            throw OtherHost();
    }

    private async Task WritePartAsync(uint address, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int blocks = (part.Length + StreamMessage.MaxBlock - 1) / StreamMessage.MaxBlock;
        uint previous = _last;
        _last = TransactionNumbers.After(previous);
        var answers = new GathererAnswers(_last, blocks);
        using var grace = new CancellationTokenSource(Timeout.InfiniteTimeSpan, board.Clock);
        using CancellationTokenRegistration cancelling = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).CancelAfter(s_timeToFinish), grace);
        bool isOver = false;
        board.Inbox.Attach(answers);
        try
        {
            await TransferAsync(answers, previous, address, part, blocks, grace.Token).ConfigureAwait(false);
            isOver = true;
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        finally
        {
            board.Inbox.Detach();
            counts.Add(sum => sum with { Blocks = sum.Blocks + blocks });
            if (!isOver)
                board.Failure ??= $"a transfer to chip {place} of the board was not finished, and the gatherer on {board.Gatherer} takes no other before";
        }
    }

    private async Task TransferAsync(GathererAnswers answers, uint previous, uint address, ReadOnlyMemory<byte> part, int blocks, CancellationToken cancellationToken)
    {
        byte[] location = StreamMessage.LocationOf(board.Gatherer, _last, address, place, blocks);
        await board.SendAsync(location, cancellationToken).ConfigureAwait(false);
        if (await AskAsync(answers, previous, location, cancellationToken).ConfigureAwait(false) is { } roundTrip)
            board.Pace.NoteRoundTrip(roundTrip);

        // Nothing has been sent of this transaction yet.
        if (board.Inbox.Look(() => answers.IsFinished))
            throw OtherHost();

        uint[] all = [.. Enumerable.Range((int)Second + 1, Math.Max(0, blocks - (int)Second - 1)).Select(static number => (uint)number), 0];
        uint[] pending = all;
        bool isSafe = false;
        int fruitless = 0;
        int known = int.MaxValue;
        while (true)
        {
            long start = board.Clock.GetTimestamp();
            await SendBlocksAsync(pending, part, cancellationToken).ConfigureAwait(false);
            TimeSpan sending = board.Clock.GetElapsedTime(start);
            TimeSpan? answer = await AskAsync(answers, previous, location: null, cancellationToken).ConfigureAwait(false);
            (bool isFinished, bool isAll, uint[] missing) = board.Inbox.Look(() => (answers.IsFinished, answers.IsAllMissing, answers.Missing));
            isSafe |= !isAll;
            int lost = isFinished ? 0 : isAll ? pending.Length : pending.Intersect(missing).Count();
            counts.Add(sum => sum with { Rounds = sum.Rounds + 1, Lost = sum.Lost + lost });
            if (answer is { } time)
                board.Pace.NoteRound(sending, time, pending.Length, lost);

            if (isFinished)
                return;

            fruitless = missing.Length < known ? 0 : fruitless + 1;
            known = Math.Min(known, isAll ? int.MaxValue : missing.Length);
            if (fruitless > MostFruitlessRounds)
                throw new StreamFailure($"the gatherer on {board.Gatherer} still misses {missing.Length} blocks after {fruitless} rounds", isOfBoard: true);

            pending = isAll || !isSafe ? all : missing;
        }
    }

    private async Task SendBlocksAsync(uint[] numbers, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        board.Pace.Begin();
        foreach (uint number in numbers)
        {
            await board.Pace.WaitAsync(cancellationToken).ConfigureAwait(false);
            int at = (int)number * StreamMessage.MaxBlock;
            ReadOnlyMemory<byte> data = part.Slice(at, Math.Min(StreamMessage.MaxBlock, part.Length - at));
            int length = StreamMessage.WriteBlock(_datagram, board.Gatherer, _last, number, data.Span);
            await board.SendAsync(_datagram.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }

        await board.Pace.SettleAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for the missing blocks until there is an answer.</summary>
    /// <param name="answers">Takes the answers.</param>
    /// <param name="previous">The transaction before.</param>
    /// <param name="location">The message that begins the transaction, if it may not have arrived yet.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How long the answer took; <see langword="null"/> if the question was repeated, which tells nothing.</returns>
    private async Task<TimeSpan?> AskAsync(GathererAnswers answers, uint previous, byte[]? location, CancellationToken cancellationToken)
    {
        board.Inbox.Look(answers.Forget);
        for (int silences = 0; silences <= MostSilences; silences++)
        {
            TimeSpan patience = Patience(silences);
            long asked = board.Clock.GetTimestamp();
            await board.SendAsync(StreamMessage.TellOf(board.Gatherer, _last), cancellationToken).ConfigureAwait(false);
            if (await IsAnsweredAsync(answers, patience, cancellationToken).ConfigureAwait(false) is { } answeredAt)
                return silences == 0 ? board.Clock.GetElapsedTime(asked, answeredAt) : null;

            counts.Add(sum => sum with { Waited = sum.Waited + patience });
            await MendAsync(silences + 1, previous, location, cancellationToken).ConfigureAwait(false);
        }

        throw new StreamFailure($"the gatherer on {board.Gatherer} does not say what is missing, though it runs: another program may have left a transfer open, or no datagram of it reaches this host", isOfBoard: true);
    }

    /// <summary>Waits for an answer: that all is there, or a list, which may be of several datagrams.</summary>
    /// <returns>When the first of it came; <see langword="null"/> if none did.</returns>
    private async Task<long?> IsAnsweredAsync(GathererAnswers answers, TimeSpan patience, CancellationToken cancellationToken)
    {
        long? first = null;
        while (true)
        {
            bool isWoken = await board.Inbox.Signal.WaitAsync(patience, cancellationToken).ConfigureAwait(false);
            (bool isAnswered, bool isOver, bool isForeign) = board.Inbox.Look(() => (answers.IsAnswered, answers.IsFinished || answers.IsAllMissing || answers.IsWhole, answers.Foreign is not null));
            if (isForeign)
                throw OtherHost();

            if (isAnswered)
                first ??= board.Inbox.LastArrival;

            if (isOver || !isWoken)
                return first;

            // A list whose last datagram is full has no end.
            if (isAnswered)
                patience = Patience(0);
        }
    }

    private async Task MendAsync(int silences, uint previous, byte[]? location, CancellationToken cancellationToken)
    {
        if (silences == SilencesBeforeTag)
            await board.AimAsync(cancellationToken).ConfigureAwait(false);
        else if (silences >= SilencesBeforeLook && silences % SilencesBeforeLook == 0)
            await board.CheckIsAliveAsync(board.Gatherer, cancellationToken).ConfigureAwait(false);

        uint number = await board.ReadTransactionAsync(board.Gatherer, cancellationToken).ConfigureAwait(false);
        if (number != previous && number != _last)
            throw OtherHost();

        if (number == previous && location is not null)
            await board.SendAsync(location, cancellationToken).ConfigureAwait(false);
        else if (number == _last && location is not null && silences < SilencesBeforeTag)
            await board.AimAsync(cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan Patience(int silences)
    {
        // The queue before a question may be as long as the buffers of the board.
        const int buffers = 40;
        TimeSpan interval = board.Pace.Interval > TimeSpan.Zero ? board.Pace.Interval : s_firstGuess;
        TimeSpan patience = (3 * board.RoundTrip) + (buffers * interval);
        patience = patience < s_leastPatience ? s_leastPatience : patience;
        patience *= 1 << Math.Min(silences, MostSilences);
        return patience < s_mostPatience ? patience : s_mostPatience;
    }

    private StreamingException OtherHost() =>
        new($"Another host streams to the board of {board.Gatherer.Chip}: the gatherer on {board.Gatherer} has a transaction that is not of this program. The data may be mixed. Let one program at a time stream.");
}
