using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Control;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Sending;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live;

/// <summary>Sets what the machine counted against what was counted here, from the announcement of a run to each of its pauses.</summary>
internal sealed class MachineCounting(SimulationCores cores, Senders senders)
{
    private const int GathererSettingsRegion = 1;
    private const int StepLimitWord = 11;

    /// <summary>So many cores are asked before a run; of injectors beyond these it is not known what they counted before.</summary>
    private const int MostInjectors = 512;

    private readonly CountReader _reader = new(cores);
    private readonly Dictionary<Gatherer, (GathererCounts? Counts, string? WhyUnknown)> _before = [];
    private readonly Dictionary<CoreLocation, (InjectorCounts? Counts, string? WhyUnknown)> _injectorsBefore = [];
    private readonly Dictionary<IPEndPoint, (long Sent, long Missing)> _learnt = [];
    private readonly Dictionary<CoreLocation, (long Sent, long Missing)> _told = [];
    private IReadOnlyList<TagSocket> _sockets = [];

    /// <summary>Notes what the machine has counted before: nothing, if it has not run yet.</summary>
    public async Task BeginAsync(IReadOnlyList<TagSocket> sockets, bool countsMachine, CancellationToken cancellationToken)
    {
        _sockets = [.. sockets];
        if (!countsMachine)
            return;

        // All at once: the tool chain waits for this.
        IEnumerable<Task> gatherers = sockets.SelectMany(static socket => socket.Targets).SelectMany(static target => target.Gatherers).Distinct().Select(gatherer => NoteAsync(gatherer, cancellationToken));
        IEnumerable<Task> injectors = cores.Links.Database.Populations.OrderBy(static population => population.Gatherers.Count).SelectMany(static population => population.Parts)
            .Where(static part => part.Keys.Count > 0).Select(static part => part.Core).OfType<CoreLocation>().Distinct().Take(MostInjectors).Select(core => NoteAsync(core, cancellationToken));
        await Task.WhenAll(gatherers.Concat(injectors)).ConfigureAwait(false);
    }

    /// <summary>The result of a run.</summary>
    public async Task<RunReport> ReportAsync(ReceiveCounts received, bool countsMachine, CancellationToken cancellationToken)
    {
        var tags = new List<TagReport>();
        foreach (TagSocket socket in _sockets)
        {
            foreach (TagTarget target in socket.Targets)
                tags.Add(await ReportAsync(socket, target, countsMachine, cancellationToken).ConfigureAwait(false));
        }

        var injectors = new List<InjectorReport>();
        foreach (SpikeSender sender in senders.All)
        {
            foreach (InjectorLine line in sender.Lines.Where(static line => line.Counts.Datagrams > 0))
                injectors.Add(await ReportAsync(sender.Label, line, countsMachine, cancellationToken).ConfigureAwait(false));
        }

        Learn();
        return new RunReport { Received = received, Tags = tags, Injectors = injectors };
    }

    private async Task NoteAsync(Gatherer gatherer, CancellationToken cancellationToken)
    {
        (uint[]? words, string? why) = await _reader.ReadAsync(gatherer.Core, GathererCounts.Region, GathererCounts.Words, zeroBeforeFirstRun: true, cancellationToken).ConfigureAwait(false);
        lock (_before)
            _before[gatherer] = (words is null ? null : GathererCounts.Of(words), why);
    }

    private async Task NoteAsync(CoreLocation core, CancellationToken cancellationToken)
    {
        (uint[]? words, string? why) = await _reader.ReadAsync(core, InjectorCounts.Region, InjectorCounts.Words, zeroBeforeFirstRun: true, cancellationToken).ConfigureAwait(false);
        lock (_before)
            _injectorsBefore[core] = (words is null ? null : InjectorCounts.Of(words), why);
    }

    private async Task<TagReport> ReportAsync(TagSocket socket, TagTarget target, bool countsMachine, CancellationToken cancellationToken)
    {
        var sum = new GathererCounts(0, 0, 0, 0);
        string? unknown = !countsMachine ? "since it was not asked for" : socket.CannotTellBoards ? "since events came from addresses that are none of the boards', as through address translation: whose they are is not known" : null;
        bool isLimited = false;
        foreach (Gatherer gatherer in target.Gatherers)
        {
            if (unknown is not null)
                break;

            (GathererCounts? before, unknown) = _before[gatherer];
            if (before is null)
                continue;

            (uint[]? words, unknown) = await AskAsync(gatherer.Core, GathererCounts.Region, GathererCounts.Words, cancellationToken).ConfigureAwait(false);
            if (words is null)
                continue;

            sum = sum.Plus(GathererCounts.Of(words).Since(before));
            isLimited |= await IsLimitedAsync(gatherer.Core!.Value, cancellationToken).ConfigureAwait(false);
        }

        (long datagrams, long events) = socket.ReceivedBy(target);
        return new TagReport(target.Board, target.Tag)
        {
            Gatherers = [.. target.Gatherers.Select(static gatherer => gatherer.Label)],
            ReceivedDatagrams = datagrams,
            ReceivedEvents = events,
            Machine = unknown is null ? sum : null,
            WhyUnknown = unknown,
            HasLimitPerStep = isLimited,
        };
    }

    private async Task<InjectorReport> ReportAsync(string label, InjectorLine line, bool countsMachine, CancellationToken cancellationToken)
    {
        SendCounts sent = line.Counts;
        var report = new InjectorReport(label, line.Core) { SentDatagrams = sent.Datagrams, SentEvents = sent.Events, WhyUnknown = "since it was not asked for" };
        if (!countsMachine)
            return report;

        (InjectorCounts? before, string? why) = _injectorsBefore.GetValueOrDefault(line.Core, (null, "since it was not asked before the run"));
        if (before is null)
            return report with { WhyUnknown = why };

        (uint[]? words, why) = await AskAsync(line.Core, InjectorCounts.Region, InjectorCounts.Words, cancellationToken).ConfigureAwait(false);
        if (words is null)
            return report with { WhyUnknown = why };

        report = report with { Machine = InjectorCounts.Of(words).Since(before), WhyUnknown = null };

        // The counts go on from run to run; what is learnt is of this one.
        (long sentBefore, long missingBefore) = _told.GetValueOrDefault(line.Core);
        (long all, long missing) = _learnt.GetValueOrDefault(line.Board);
        _told[line.Core] = (report.SentDatagrams, report.MissingDatagrams!.Value);
        _learnt[line.Board] = (all + report.SentDatagrams - sentBefore, missing + Math.Max(0, report.MissingDatagrams.Value - missingBefore));
        return report;
    }

    private async Task<bool> IsLimitedAsync(CoreLocation core, CancellationToken cancellationToken)
    {
        try
        {
            return await cores.ReadRegionAsync(core, GathererSettingsRegion, StepLimitWord, 1, cancellationToken).ConfigureAwait(false) is [> 0];
        }
        catch (Exception exception) when (exception is SpinnakerException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<(uint[]? Words, string? WhyUnknown)> AskAsync(CoreLocation? core, int region, int words, CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(core, region, words, zeroBeforeFirstRun: false, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return (null, "since the connection was closed before it answered");
        }
    }

    /// <summary>Lets the pace of each board follow what did not arrive.</summary>
    private void Learn()
    {
        foreach ((IPEndPoint board, (long sent, long missing)) in _learnt)
            senders.PacerOf(board).Learn(sent, missing);

        _learnt.Clear();
    }
}
