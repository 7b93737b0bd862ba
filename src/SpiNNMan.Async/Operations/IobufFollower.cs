using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Operations;

/// <summary>Looks at what cores printed again and again, and tells what is new. Each board has a watch of its own, so that one that is slow holds up no other.</summary>
internal sealed class IobufFollower
{
    private readonly MachineConnections _connections;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _timeProvider;
    private readonly Channel<Iobuf> _texts = Channel.CreateBounded<Iobuf>(new BoundedChannelOptions(1024) { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Dictionary<ScampConnection, IReadOnlyList<MachineFailure>> _failing = [];

    public IobufFollower(MachineConnections connections, TimeSpan interval, TimeProvider timeProvider)
    {
        _connections = connections;
        _interval = interval;
        _timeProvider = timeProvider;
    }

    public async IAsyncEnumerable<Iobuf> RunAsync(IEnumerable<CoreLocation> cores, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IGrouping<ScampConnection, IGrouping<ChipLocation, CoreLocation>>[] boards =
            [.. cores.Distinct().GroupBy(static core => core.Chip).GroupBy(chip => _connections.For(chip.Key))];
        Task watching = Task.WhenAll(boards.Select(board => WatchAsync(board.Key, [.. board.Select(static chip => new WatchedChip([.. chip]))], boards.Length, stop.Token)));
        if (boards.Length == 0)
            _texts.Writer.Complete();

        try
        {
            await foreach (Iobuf text in _texts.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return text;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(ScampConnection scamp, WatchedChip[] chips, int boardCount, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                FanOutResult<bool> looked = await FanOut.RunAsync(
                    _connections, chips, static chip => chip.Location, LookAsync, cancellationToken: cancellationToken).ConfigureAwait(false);
                if (!IsWorthGoingOn(scamp, looked.Failures, isBoardSilent: looked.Failures.Count == chips.Length, boardCount))
                    return;

                await Task.Delay(_interval, _timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _texts.Writer.TryComplete(exception);
        }
    }

    /// <summary>A board that does not answer is asked again; when none does, it is over.</summary>
    private bool IsWorthGoingOn(ScampConnection scamp, IReadOnlyList<MachineFailure> failures, bool isBoardSilent, int boardCount)
    {
        lock (_gate)
        {
            _failing.Remove(scamp);
            if (isBoardSilent)
                _failing.Add(scamp, failures);

            if (_failing.Count < boardCount)
                return true;

            MachineFailure[] all = [.. _failing.Values.SelectMany(static board => board)];
            _texts.Writer.TryComplete(new MachineOperationException("following printed text", all, all.Length));
            return false;
        }
    }

    private async Task<bool> LookAsync(ScampConnection scamp, WatchedChip chip, CancellationToken cancellationToken)
    {
        chip.BlockSize ??= await IobufReader.GetBlockSizeAsync(scamp, chip.Location, cancellationToken).ConfigureAwait(false);
        uint[] firsts = await IobufReader.FindFirstBlocksAsync(scamp, chip.Cores, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(firsts.Select((first, index) => LookAsync(scamp, chip.Texts[index], first, chip.BlockSize.Value, cancellationToken))).ConfigureAwait(false);
        return true;
    }

    private async Task LookAsync(ScampConnection scamp, WatchedText text, uint first, uint blockSize, CancellationToken cancellationToken)
    {
        text.Begin(first);
        while (await IobufReader.ReadBlockAsync(scamp, text.Core.Chip, text.Block, blockSize, text.Offset, cancellationToken).ConfigureAwait(false) is { } block)
        {
            string more = text.Decode(block.Text);
            if (more.Length > 0)
                await _texts.Writer.WriteAsync(new Iobuf(text.Core, more), cancellationToken).ConfigureAwait(false);

            // A block is full before the next one is begun.
            if (!text.TryGoTo(block.Header.Next))
                return;
        }
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
        private readonly HashSet<uint> _seen = [];
        private Decoder _decoder = Encoding.UTF8.GetDecoder();
        private uint _first;

        public CoreLocation Core => core;

        public uint Block { get; private set; }

        public uint Offset { get; private set; }

        /// <summary>Starts anew if the core did: its text begins elsewhere then.</summary>
        public void Begin(uint first)
        {
            if (first == _first)
                return;

            _first = first;
            _decoder = Encoding.UTF8.GetDecoder();
            _seen.Clear();
            Block = first;
            Offset = 0;
        }

        /// <summary>Makes text of bytes; one that is not whole yet waits for the rest.</summary>
        public string Decode(ReadOnlySpan<byte> bytes)
        {
            Offset += (uint)bytes.Length;
            var characters = new char[_decoder.GetCharCount(bytes, flush: false)];
            _decoder.GetChars(bytes, characters, flush: false);
            return new string(characters);
        }

        public bool TryGoTo(uint next)
        {
            if (next == 0 || !_seen.Add(next))
                return false;

            Block = next;
            Offset = 0;
            return true;
        }
    }
}
