using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>Discovers a machine with few requests: the routes over the first board, then each board over its own connection.</summary>
/// <remarks>Silent chips are waited for together, while all other requests continue: see <see cref="ChipAsker"/>.</remarks>
internal sealed class MachineDiscovery
{
    /// <summary>How many chips with an Ethernet are asked at once, over the one connection there is then.</summary>
    private const int EthernetWorkers = 16;

    /// <summary>How many boards are read at once. A board takes milliseconds; more at once would only wait for this computer, and longer than boards may take to answer.</summary>
    private const int BoardsAtOnce = 64;

    private readonly ScampConnection _root;
    private readonly DiscoverySettings _settings;
    private readonly ChipBook _book;
    private readonly ChipAsker _overRoot;
    private readonly BoardOpener _boards;
    private readonly ILogger _logger;
    private int _done;
    private int _chipCount;

    private MachineDiscovery(ScampConnection root, DiscoverySettings settings, IProgress<SurveyProgress>? progress)
    {
        _root = root;
        _settings = settings;
        _logger = new GuardedLogger(settings.Connection.LoggerFactory.CreateLogger<MachineDiscovery>());
        var memory = SilentParts.Of(root);
        _book = new ChipBook(memory, settings.Options.WaitForSilentParts, settings.Options.ReadCoreMaps)
        {
            ChipDone = progress is null ? null : () => progress.Tell(new SurveyProgress(Interlocked.Increment(ref _done), _chipCount)),
        };
        _overRoot = new ChipAsker(root, WorkersOf(settings.Connection), _book);
        _boards = new BoardOpener(root, settings, _book, memory);
    }

    private TimeProvider Time => _settings.Connection.TimeProvider;

    /// <summary>Discovers a machine that is ready.</summary>
    /// <param name="root">The connection to the board it was opened by, which knows its chip.</param>
    /// <param name="bootChip">The chip it was booted through.</param>
    /// <param name="settings">How to go about it.</param>
    /// <param name="progress">Told after each chip.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DiscoveredMachine> RunAsync(
        ScampConnection root, ChipLocation bootChip, DiscoverySettings settings, IProgress<SurveyProgress>? progress, CancellationToken cancellationToken)
    {
        var discovery = new MachineDiscovery(root, settings, progress);
        try
        {
            return await discovery.RunAsync(bootChip, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await discovery._boards.CloseAllAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<DiscoveredMachine> RunAsync(ChipLocation bootChip, CancellationToken cancellationToken)
    {
        long start = Time.GetTimestamp();
        MachineDimensions dimensions = await RouteReader.ReadDimensionsAsync(_root, cancellationToken).ConfigureAwait(false);
        P2PTable routes = await RouteReader.ReadRoutesAsync(_root, dimensions, cancellationToken).ConfigureAwait(false);
        long requests = 1 + RouteReader.CountRequests(dimensions);
        _chipCount = routes.Chips.Count();
        DiscoveryLog.Discovering(_logger, _root.RemoteIPAddress, dimensions.Width, dimensions.Height, _chipCount);
        if (!routes.IsRoute(bootChip))
        {
            throw new InvalidPacketException(
                PacketError.BadValue(nameof(VersionInfo), 2, $"chip {bootChip} answers, but a machine of {dimensions} chips has no route to it"), $"{_root.RemoteIPAddress}");
        }

        var geometry = new MachineGeometry(dimensions.Width, dimensions.Height);
        ChipLocation[] ethernets = [.. geometry.PotentialEthernetChips.Where(routes.IsRoute)];
        long asked = Time.GetTimestamp();
        await ReadEthernetChipsAsync(ethernets, cancellationToken).ConfigureAwait(false);
        await ReadChipsAsync(routes.Chips.ToLookup(geometry.GetNearestEthernet), dimensions, asked, cancellationToken).ConfigureAwait(false);

        // Nothing can be reached from a chip that gives no summary.
        if (_book.Known(bootChip) is { Summary: null } boot)
            throw boot.Error ?? new InvalidPacketException(PacketError.BadValue(nameof(ChipSummaryInfo), 0, "it does not answer"), $"The summary of chip {bootChip}, through which the machine was booted");

        (Machine machine, IReadOnlyList<DiscoveryFinding> findings) = MachineBuilder.Build(dimensions, bootChip, _book.Readings, _settings.Options);
        var report = new DiscoveryReport([.. _boards.Findings, .. findings], requests + _book.Requests, Time.GetElapsedTime(start));
        foreach (DiscoveryFinding finding in report.Findings)
            DiscoveryLog.Finding(_logger, _root.RemoteIPAddress, finding.Kind, finding.Message);

        DiscoveryLog.Discovered(_logger, _root.RemoteIPAddress, report.Elapsed, report.Requests, machine.Chips.Count, report.Findings.Count);
        return new DiscoveredMachine(machine, report, _boards.Opened);
    }

    /// <summary>Asks the chips that may have an Ethernet for its address. Chips that do not answer at once are asked again with all others.</summary>
    private Task ReadEthernetChipsAsync(ChipLocation[] ethernets, CancellationToken cancellationToken) => BoundedFanOut.RunAsync(
        ethernets,
        EthernetWorkers,
        async chip =>
        {
            _book.CountRequest();
            if (chip == _root.Chip)
            {
                ChipSummaryInfo own = await _root.ExecuteAsync<GetChipInfo, ChipSummaryInfo>(new GetChipInfo(chip), cancellationToken).ConfigureAwait(false);
                if (own.Chip == chip)
                    _book.Keep(new ChipReading(chip, own, CoreMap: null, Error: null));
            }
            else if (await ChipProbe.TryAsync(_root, chip, _overRoot.Attempt, cancellationToken).ConfigureAwait(false) is { } summary)
            {
                _book.Keep(new ChipReading(chip, summary, CoreMap: null, Error: null));
            }
        },
        cancellationToken);

    /// <summary>Opens connections to all boards, asks the chips of each over its own, and the others over the first.</summary>
    private async Task ReadChipsAsync(ILookup<ChipLocation, ChipLocation> chips, MachineDimensions size, long start, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            IReadOnlyDictionary<ChipLocation, ScampConnection> boards =
                await _boards.OpenAsync([.. chips.Select(static board => board.Key)], size, _overRoot.Attempt, stop.Token).ConfigureAwait(false);
            foreach (IGrouping<ChipLocation, ChipLocation> board in chips.Where(board => !boards.ContainsKey(board.Key)))
                _overRoot.Add(board.Key, [.. board], isDoubtful: board.Key != _root.Chip && _book.Known(board.Key).Summary is null, start);

            Task others = BoundedFanOut.RunAsync([.. boards], BoardsAtOnce, board => ReadBoardAsync(board.Value, [.. chips[board.Key]], stop.Token), stop.Token);
            await Task.WhenAll(StopIfItFailsAsync(others, stop), StopIfItFailsAsync(_overRoot.RunAsync(others, stop.Token), stop)).ConfigureAwait(false);
            await _boards.FinishAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        finally
        {
            Stop(stop);
            await _boards.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Asks the chips of a board over its own connection. If it does not answer, the first board may reach its chips: they need not be dead.</summary>
    private async Task ReadBoardAsync(ScampConnection connection, ChipLocation[] chips, CancellationToken cancellationToken)
    {
        var handedOver = new HashSet<ChipLocation>();
        var asker = new ChipAsker(connection, WorkersOf(_settings.Connection), _book) { Stalled = HandOver };
        asker.Add(connection.Chip, chips, isDoubtful: false);
        try
        {
            await asker.RunAsync(Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        }
        catch (SpinnakerException exception) when (exception is not CallbackException)
        {
            DiscoveryLog.BoardLost(_logger, exception, connection.RemoteIPAddress);
            await _boards.GiveUpAsync(connection, exception).ConfigureAwait(false);
            HandOver(chips, Time.GetTimestamp());
        }

        void HandOver(IReadOnlyList<ChipLocation> left, long since)
        {
            ChipLocation[] open = [.. left.Where(chip => !_book.IsDone(chip) && handedOver.Add(chip))];
            if (open.Length > 0)
                _overRoot.Add(connection.Chip, open, isDoubtful: true, since);
        }
    }

    private static async Task StopIfItFailsAsync(Task task, CancellationTokenSource stop)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch
        {
            Stop(stop);
            throw;
        }
    }

    // Not asynchronously: that would hand over to another thread, and a simulated clock would run on meanwhile.
    private static void Stop(CancellationTokenSource source) => source.Cancel();

    // A few more than the window holds, so that it never waits for a request to be made.
    private static int WorkersOf(ScampConnectionOptions options) => Math.Min(options.MaxWindow, EthernetWorkers) + 4;
}
