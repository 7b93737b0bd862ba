using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Iobufs;

/// <summary>Reads the text of cores again and again, and reports new text. Each chip is read separately, so that a slow or dead chip delays no other.</summary>
internal sealed class IobufFollower
{
    /// <summary>How many texts may wait for the reader. When so many wait, no more are read from the machine.</summary>
    private const int MostUnread = 1024;

    private readonly MachineConnections _connections;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _timeProvider;
    private readonly Channel<Iobuf> _texts;
    private readonly AsyncGate _room;
    private readonly Lock _gate = new();
    private readonly Dictionary<ChipLocation, MachineFailure> _failing = [];

    /// <param name="connections">The machine's connections.</param>
    /// <param name="interval">How long to wait between two looks.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="inline">Whether the reader continues on the thread that brought the text. It is for simulated clocks, which do not wait for other threads.</param>
    public IobufFollower(MachineConnections connections, TimeSpan interval, TimeProvider timeProvider, bool inline)
    {
        _texts = Channel.CreateUnbounded<Iobuf>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = inline });
        _room = new AsyncGate(inline, MostUnread);
        _connections = connections;
        _interval = interval;
        _timeProvider = timeProvider;
    }

    public async IAsyncEnumerable<Iobuf> RunAsync(IEnumerable<CoreLocation> cores, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        WatchedChip[] chips = [.. cores.Distinct().GroupBy(static core => core.Chip).Select(static chip => new WatchedChip([.. chip]))];
        Task watching = Task.WhenAll(chips.Select(chip => WatchAsync(chip, chips.Length, stop.Token)));
        if (chips.Length == 0)
            _texts.Writer.Complete();

        try
        {
            await foreach (Iobuf text in _texts.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                _room.Leave();
                yield return text;
            }
        }
        finally
        {
            Stop(stop);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Not asynchronously: that would hand over to another thread, and a simulated clock would run on meanwhile.
    private static void Stop(CancellationTokenSource source) => source.Cancel();

    private async Task WatchAsync(WatchedChip chip, int chipCount, CancellationToken cancellationToken)
    {
        try
        {
            bool continues = true;
            while (continues)
            {
                SpinnakerException? error = await TryLookAsync(chip, cancellationToken).ConfigureAwait(false);
                continues = RecordLook(chip.Location, error, chipCount);
                await Pause.ForAsync(_interval, _timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _texts.Writer.TryComplete(exception);
        }
    }

    private async Task<SpinnakerException?> TryLookAsync(WatchedChip chip, CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(_connections.For(chip.Location), chip, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (SpinnakerException exception)
        {
            return exception;
        }
    }

    /// <summary>Records the outcome of a look at a chip, and says whether to continue. A chip that does not answer is asked again. When no chip answers, the stream ends with an error.</summary>
    private bool RecordLook(ChipLocation chip, SpinnakerException? error, int chipCount)
    {
        MachineFailure[] failures;
        lock (_gate)
        {
            _failing.Remove(chip);
            if (error is not null)
                _failing.Add(chip, new MachineFailure(chip, error));

            if (_failing.Count < chipCount)
                return true;

            failures = [.. _failing.Values];
        }

        // Not under the lock: this may resume a reader that waits for a text.
        _texts.Writer.TryComplete(new MachineOperationException("following printed text", failures, chipCount));
        return false;
    }

    private async Task LookAsync(ScampConnection scamp, WatchedChip chip, CancellationToken cancellationToken)
    {
        chip.BlockSize ??= await IobufReader.GetBlockSizeAsync(scamp, chip.Location, cancellationToken).ConfigureAwait(false);
        uint[] firsts = await IobufReader.FindFirstBlocksAsync(scamp, chip.Cores, cancellationToken).ConfigureAwait(false);
        chip.Begin(firsts, chip.BlockSize.Value);
        await Task.WhenAll(chip.Texts.Select(text => LookAsync(scamp, text, chip.BlockSize.Value, cancellationToken))).ConfigureAwait(false);
    }

    private async Task LookAsync(ScampConnection scamp, WatchedText text, uint blockSize, CancellationToken cancellationToken)
    {
        while (text.CanGoOn)
        {
            (IobufBlockHeader header, byte[] bytes) = await IobufReader.ReadBlockAsync(scamp, text.Core.Chip, text.Block, blockSize, text.Offset, cancellationToken).ConfigureAwait(false);
            string more = text.Decode(bytes);
            if (more.Length > 0)
                await TellAsync(new Iobuf(text.Core, more), cancellationToken).ConfigureAwait(false);

            // A block is full before the next one is begun.
            if (!text.TryGoTo(header, blockSize))
                break;
        }

        if (text.TakeDamage() is { } damage)
            await TellAsync(new Iobuf(text.Core, "") { Damage = damage }, cancellationToken).ConfigureAwait(false);
    }

    // A channel with bounds would resume those who wait for room on another thread.
    private async Task TellAsync(Iobuf text, CancellationToken cancellationToken)
    {
        await _room.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (!_texts.Writer.TryWrite(text))
            _room.Leave();
    }
}
