using SpiNNMan.Async.Live.Control;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Sending;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Live;

/// <summary>A run of a network: from its start, or when it goes on, to when it stops or pauses. Events come out of it and go into it by labels and atoms.</summary>
/// <remarks>Any number of callers may use it at once. Protocol: live.md, "Keys and atoms".</remarks>
public sealed class LiveRun : IAsyncDisposable
{
    private readonly LiveSession _session;
    private readonly TaskCompletionSource<RunReport> _report;
    private readonly bool _ownsSession;
    private readonly Lock _gate = new();
    private Task<RunReport>? _ending;

    internal LiveRun(LiveSession session, int number, bool ownsSession)
    {
        _session = session;
        _ownsSession = ownsSession;
        Number = number;
        _report = new TaskCompletionSource<RunReport>(session.IsInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Which run of this connection it is, from 1.</summary>
    public int Number { get; }

    /// <summary>The description of it by the tool chain.</summary>
    public RunDatabase Database => _session.Database;

    /// <summary>The labels whose events are received.</summary>
    public IReadOnlyList<string> Labels => _session.ReceivedLabels;

    /// <summary>Ends when the run has stopped or pauses, with what came of it.</summary>
    public Task<RunReport> Completion => _report.Task;

    /// <summary>The counts of received data so far.</summary>
    public ReceiveCounts Counts => _session.Counts;

    /// <summary>The last 256 events of the tags by which live data comes here.</summary>
    public IReadOnlyList<TagEvent> TagEvents => _session.TagEvents;

    /// <summary>Controls the cores of the run that have the simulation library, instead of a tool chain.</summary>
    /// <remarks>Its cores are all that the database names. While a tool chain controls them, ask for the time only.</remarks>
    public SimulationControl Control => _session.Control;

    /// <summary>Reads the events of a label one by one, from this call on. The first reader of a label also gets what has been waiting.</summary>
    /// <param name="label">The label.</param>
    /// <param name="options">How the reader's queue behaves; by default as <see cref="LiveOptions.Reading"/> says.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>; the end of the run ends it quietly.</param>
    /// <returns>The events; none if the run is over. Dispose of it if it is never enumerated.</returns>
    /// <exception cref="UnknownLabelException">There is no such label; the error names those that look like it.</exception>
    /// <exception cref="LabelNotReceivedException">The label's events do not come here.</exception>
    public SpikeReader SpikesAsync(string label, ReaderOptions? options = null, CancellationToken cancellationToken = default) => new(BatchesAsync([label], options, cancellationToken));

    /// <summary>Reads the events of some labels one by one.</summary>
    /// <param name="labels">The labels; none means all that are received.</param>
    /// <inheritdoc cref="SpikesAsync(string, ReaderOptions?, CancellationToken)"/>
    /// <param name="options">How the reader's queue behaves; by default as <see cref="LiveOptions.Reading"/> says.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>; the end of the run ends it quietly.</param>
    public SpikeReader SpikesAsync(IReadOnlyCollection<string>? labels = null, ReaderOptions? options = null, CancellationToken cancellationToken = default) => new(BatchesAsync(labels, options, cancellationToken));

    /// <summary>Reads the events of some labels by the datagram, for those who take hundreds of thousands a second.</summary>
    /// <param name="labels">The labels; none means all that are received.</param>
    /// <inheritdoc cref="SpikesAsync(string, ReaderOptions?, CancellationToken)"/>
    /// <param name="options">How the reader's queue behaves; by default as <see cref="LiveOptions.Reading"/> says.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>; the end of the run ends it quietly.</param>
    public BatchReader BatchesAsync(IReadOnlyCollection<string>? labels = null, ReaderOptions? options = null, CancellationToken cancellationToken = default) =>
        _session.SubscribeAsync(Number, labels, options, cancellationToken);

    /// <summary>The way to an injector.</summary>
    /// <param name="label">The label.</param>
    /// <returns>The same object for each call with the same label.</returns>
    /// <exception cref="UnknownLabelException">There is no such label; the error names those that look like it.</exception>
    /// <exception cref="InjectorException">The database does not say where it is, or it has no keys.</exception>
    public SpikeSender Send(string label) => _session.SenderOf(label);

    /// <summary>Sends events of some atoms now.</summary>
    /// <param name="label">The label.</param>
    /// <param name="atoms">The atoms.</param>
    /// <param name="cancellationToken">Ends the waiting for the pace; what has been sent is.</param>
    /// <exception cref="UnknownLabelException">There is no such label; the error names those that look like it.</exception>
    /// <inheritdoc cref="SpikeSender.SendAsync(IReadOnlyList{int}, CancellationToken)"/>
    public Task SendAsync(string label, IReadOnlyList<int> atoms, CancellationToken cancellationToken = default) => Send(label).SendAsync(atoms, cancellationToken);

    /// <summary>Sends events to the send buffer of an injector, which sends them at exactly a tick.</summary>
    /// <param name="label">The label.</param>
    /// <param name="atoms">The atoms.</param>
    /// <param name="tick">The tick.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="UnknownLabelException">There is no such label; the error names those that look like it.</exception>
    /// <inheritdoc cref="SpikeSender.SendAtAsync"/>
    public Task SendAtAsync(string label, IReadOnlyList<int> atoms, uint tick, CancellationToken cancellationToken = default) => Send(label).SendAtAsync(atoms, tick, cancellationToken);

    /// <summary>Sets the rates of a Poisson source.</summary>
    /// <param name="label">The label of the source; its control has the same with <c>_control</c> at the end.</param>
    /// <param name="rates">Atoms, and rates in events a second, 0 to 65,535.</param>
    /// <param name="cancellationToken">Ends the waiting for the pace.</param>
    /// <exception cref="UnknownLabelException">There is no such label; the error names those that look like it.</exception>
    /// <inheritdoc cref="SpikeSender.SetRatesAsync"/>
    public Task SetPoissonRatesAsync(string label, IReadOnlyList<(int Atom, double Rate)> rates, CancellationToken cancellationToken = default) =>
        Send($"{label}_control").SetRatesAsync(rates, cancellationToken);

    /// <summary>Ends this run here: waits for what is on the way, reads the machine's counts, and ends the readers. With a tool chain, its message that the run has stopped does this.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the ending.</param>
    /// <returns>The result.</returns>
    public Task<RunReport> EndAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
            _ending ??= EndOnceAsync(drains: true, _session.CountsMachine);

        return _ending.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the run at once, without reading the machine's counts, and closes what belongs to it.</summary>
    public async ValueTask DisposeAsync()
    {
        Task ending;
        lock (_gate)
            ending = _ending ??= EndOnceAsync(drains: false, countsMachine: false);

        await Shared.WaitForAsync(ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_ownsSession)
            await _session.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<RunReport> EndOnceAsync(bool drains, bool countsMachine)
    {
        RunReport report = await _session.EndRunAsync(Number, drains, countsMachine).ConfigureAwait(false);
        _report.TrySetResult(report);
        return report;
    }
}
