using System.Net;
using SpiNNMan.Async.Live.Control;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Sending;

namespace SpiNNMan.Async.Live;

/// <summary>The ways to the injectors of a run, and the pace of each board.</summary>
internal sealed class Senders(RunDatabase database, SimulationCores cores, SendOptions options, CancellationToken closing) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, SpikeSender> _senders = [];
    private readonly Dictionary<IPEndPoint, BoardPacer> _pacers = [];
    private bool _disposed;

    /// <summary>Those that something was, or may be, sent by.</summary>
    public IReadOnlyList<SpikeSender> All
    {
        get
        {
            lock (_gate)
                return [.. _senders.Values];
        }
    }

    public SpikeSender Find(string label)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(LiveRun));
            int index = database.IndexOf(label);
            if (!_senders.TryGetValue(index, out SpikeSender? sender))
                _senders[index] = sender = Make(index, database.Populations[index]);

            return sender;
        }
    }

    /// <summary>The pace of a board.</summary>
    public BoardPacer PacerOf(IPEndPoint board)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(LiveRun));
            if (!_pacers.TryGetValue(board, out BoardPacer? pacer))
                _pacers[board] = pacer = new BoardPacer(options, cores.Links.Clock, cores.Links.IsInline);

            return pacer;
        }
    }

    public async ValueTask DisposeAsync()
    {
        BoardPacer[] pacers;
        lock (_gate)
        {
            _disposed = true;
            pacers = [.. _pacers.Values];
        }

        foreach (BoardPacer pacer in pacers)
            await pacer.DisposeAsync().ConfigureAwait(false);
    }

    private SpikeSender Make(int label, Population population)
    {
        InjectorLine[] lines = [.. population.Parts.Where(static part => part.Core is not null && part.Keys.Count > 0).Select(part =>
        {
            IPEndPoint board = cores.Links.EndPointOf(part.Core!.Value.Chip);
            return new InjectorLine(label, population.Label, part, part.Core.Value, cores, board, PacerOf(board), options.TimedCopies);
        })];
        if (lines.Length > 0)
            return new SpikeSender(population, lines, line => PacerOf(line.Board), cores.Links.Clock, options.GatherFor ?? database.TickLength, closing);

        throw new InjectorException(
            population.Label,
            core: null,
            population.AtomCount == 0 ? "has no keys in the database, so that nothing can be sent to it. Is it an injector, or the control of a Poisson source?" : "is on no core that the database names.");
    }
}
