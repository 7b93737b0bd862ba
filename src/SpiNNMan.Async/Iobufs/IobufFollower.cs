using System.Runtime.CompilerServices;
using System.Text;
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
        await Task.WhenAll(firsts.Select((first, index) => LookAsync(scamp, chip.Texts[index], first, chip.BlockSize.Value, cancellationToken))).ConfigureAwait(false);
    }

    private async Task LookAsync(ScampConnection scamp, WatchedText text, uint first, uint blockSize, CancellationToken cancellationToken)
    {
        text.Begin(first, blockSize);
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

    private sealed class WatchedChip
    {
        public WatchedChip(CoreLocation[] cores)
        {
            Array.Sort(cores, static (one, other) => one.Core - other.Core);
            Cores = cores;
            Texts = [.. cores.Select(static core => new WatchedText(core))];
        }

        public CoreLocation[] Cores { get; }

        public WatchedText[] Texts { get; }

        public ChipLocation Location => Cores[0].Chip;

        public uint? BlockSize { get; set; }
    }

    /// <summary>How far the text of a core is known.</summary>
    private sealed class WatchedText(CoreLocation core)
    {
        private ChainGuard? _guard;
        private bool _isTold;
        private Decoder _decoder = Encoding.UTF8.GetDecoder();
        private uint _first;

        public CoreLocation Core => core;

        public uint Block { get; private set; }

        public uint Offset { get; private set; }

        /// <summary>Whether there is a block that can be read.</summary>
        public bool CanGoOn => Block != 0 && _guard!.Damage is null;

        /// <summary>Begins again if the core was started again: then its text begins at another address.</summary>
        public void Begin(uint first, uint blockSize)
        {
            if (first == _first)
                return;

            _first = first;
            _decoder = Encoding.UTF8.GetDecoder();
            _guard = new ChainGuard(time: null);
            _isTold = false;
            Block = first;
            Offset = 0;
            if (first != 0)
                _guard.TryEnterBlock(first, IobufBlockHeader.Size, blockSize);
        }

        /// <summary>The damage of the text, if it was not reported yet.</summary>
        public string? TakeDamage()
        {
            string? damage = _isTold ? null : _guard?.Damage;
            _isTold |= damage is not null;
            return damage;
        }

        /// <summary>Makes text of bytes. An incomplete character waits for its other bytes.</summary>
        public string Decode(ReadOnlySpan<byte> bytes)
        {
            Offset += (uint)bytes.Length;
            var characters = new char[_decoder.GetCharCount(bytes, flush: false)];
            _decoder.GetChars(bytes, characters, flush: false);
            return new string(characters);
        }

        public bool TryGoTo(in IobufBlockHeader header, uint blockSize)
        {
            if (!_guard!.TryExtend(Block, IobufBlockHeader.Size + Offset) || !IobufReader.CheckEnd(_guard, Block, header, blockSize)
                || header.Next == 0 || !_guard.TryEnterBlock(header.Next, IobufBlockHeader.Size, blockSize))
            {
                return false;
            }

            Block = header.Next;
            Offset = 0;
            return true;
        }
    }
}
