using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Scp.Requests;

namespace SpiNNMan.Async.Operations;

/// <summary>Finds out what a machine has, with few requests more than there are things to ask: routes over the first board, then each board over its own connection.</summary>
internal sealed class MachineDiscovery
{
    /// <summary>How many chips with an Ethernet are asked at once, over the one connection there is then.</summary>
    private const int EthernetWorkers = 16;

    /// <summary>How many boards are read at once. A board takes milliseconds; more at once would only wait for this computer, and longer than boards may take to answer.</summary>
    private const int BoardsAtOnce = 64;

    private readonly ScampConnection _root;
    private readonly DiscoverySettings _settings;
    private readonly IProgress<SurveyProgress>? _progress;
    private readonly Dictionary<ChipLocation, ChipReading> _readings = [];
    private readonly List<DiscoveryFinding> _findings = [];
    private readonly List<ScampConnection> _opened = [];
    private readonly Lock _gate = new();
    private long _requests;
    private int _done;
    private int _chipCount;

    private MachineDiscovery(ScampConnection root, DiscoverySettings settings, IProgress<SurveyProgress>? progress)
    {
        _root = root;
        _settings = settings;
        _progress = progress;
    }

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
            foreach (ScampConnection connection in discovery._opened)
                await connection.DisposeAsync().ConfigureAwait(false);

            throw;
        }
    }

    private async Task<DiscoveredMachine> RunAsync(ChipLocation bootChip, CancellationToken cancellationToken)
    {
        TimeProvider time = _settings.Connection.TimeProvider;
        long start = time.GetTimestamp();
        MachineDimensions dimensions = await RouteReader.ReadDimensionsAsync(_root, cancellationToken).ConfigureAwait(false);
        P2PTable routes = await RouteReader.ReadRoutesAsync(_root, dimensions, cancellationToken).ConfigureAwait(false);
        _requests += 1 + RouteReader.CountRequests(dimensions);
        _chipCount = routes.Chips.Count();

        var geometry = new MachineGeometry(dimensions.Width, dimensions.Height);
        ChipLocation[] ethernets = [.. geometry.PotentialEthernetChips.Where(routes.IsRoute)];
        await ReadEthernetChipsAsync(ethernets, cancellationToken).ConfigureAwait(false);
        Dictionary<ChipLocation, ScampConnection> boards = await ConnectAsync(ethernets, cancellationToken).ConfigureAwait(false);
        await ReadBoardsAsync(routes, geometry, boards, cancellationToken).ConfigureAwait(false);

        (Machine machine, IReadOnlyList<DiscoveryFinding> findings) = MachineBuilder.Build(dimensions, bootChip, _readings.Values, _settings.Options);
        var report = new DiscoveryReport([.. _findings, .. findings], _requests, time.GetElapsedTime(start));
        return new DiscoveredMachine(machine, report, _settings.Known is null ? _opened : []);
    }

    /// <summary>Asks the chips that may have an Ethernet of their own for its address.</summary>
    private Task ReadEthernetChipsAsync(ChipLocation[] ethernets, CancellationToken cancellationToken) => Workers.RunAsync(
        ethernets,
        EthernetWorkers,
        async chip =>
        {
            try
            {
                Interlocked.Increment(ref _requests);
                ChipSummaryInfo summary = await _root.ExecuteAsync<GetChipInfo, ChipSummaryInfo>(new GetChipInfo(chip), cancellationToken).ConfigureAwait(false);
                Keep(new ChipReading(chip, summary, CoreMap: null, Error: null));
            }
            catch (SpinnakerException exception) when (exception is not SpinnakerConnectionException && chip != _root.Chip)
            {
                Keep(new ChipReading(chip, Summary: null, CoreMap: null, exception));
            }
        },
        cancellationToken);

    /// <summary>Opens a connection to each board that has an address, and checks that it is that board which answers.</summary>
    private async Task<Dictionary<ChipLocation, ScampConnection>> ConnectAsync(ChipLocation[] ethernets, CancellationToken cancellationToken)
    {
        var boards = new Dictionary<ChipLocation, ScampConnection> { [_root.Chip] = _root };
        if (_settings.Known is { } known)
        {
            foreach (ScampConnection connection in known)
                boards[connection.Chip] = connection;

            return boards;
        }

        ChipSummaryInfo[] others = [.. ethernets
            .Where(chip => chip != _root.Chip && _readings[chip].Summary is not null)
            .Select(chip => _readings[chip].Summary!.Value)
            .Where(static summary => summary.EthernetAddress is not null && summary.Chip == summary.NearestEthernet)];
        await Workers.RunAsync(others, others.Length, ConnectOneAsync, cancellationToken).ConfigureAwait(false);
        return boards;

        async Task ConnectOneAsync(ChipSummaryInfo summary)
        {
            IPAddress address = summary.EthernetAddress!;
            try
            {
                Interlocked.Increment(ref _requests);
                (ScampConnection connection, CoreMap? map) = await BoardConnector.OpenAsync(summary.Chip, address, _settings, cancellationToken).ConfigureAwait(false);
                lock (_gate)
                {
                    _opened.Add(connection);
                    boards[summary.Chip] = connection;
                    _readings[summary.Chip] = _readings[summary.Chip] with { CoreMap = map };
                }
            }
            catch (SpinnakerException exception)
            {
                ReportUnreachable(summary.Chip, address, exception);
            }
        }
    }

    private async Task ReadBoardsAsync(
        P2PTable routes, MachineGeometry geometry, Dictionary<ChipLocation, ScampConnection> boards, CancellationToken cancellationToken)
    {
        BoardReader root = MakeReader(_root);
        var readers = boards.Where(board => board.Value != _root).ToDictionary(static board => board.Key, board => MakeReader(board.Value));
        readers[_root.Chip] = root;
        foreach (ChipLocation chip in routes.Chips)
        {
            // A chip with an Ethernet that was asked already and did not answer is not asked again.
            if (_readings.TryGetValue(chip, out ChipReading reading) && reading.Error is not null)
                continue;

            readers.GetValueOrDefault(geometry.GetNearestEthernet(chip), root).Chips.Add(chip);
        }

        await Workers.RunAsync([.. readers.Values], BoardsAtOnce, ReadAsync, cancellationToken).ConfigureAwait(false);
        if (root.Loss is { } loss)
            throw loss;

        BoardReader[] lost = [.. readers.Values.Where(static reader => reader.Loss is not null)];
        if (lost.Length == 0)
            return;

        // What a board that fell silent did not tell may yet be told over the first board: its chips need not be dead.
        BoardReader rest = MakeReader(_root);
        foreach (BoardReader reader in lost)
        {
            rest.Chips.AddRange(reader.Left);
            await GiveUpAsync(reader).ConfigureAwait(false);
        }

        await ReadAsync(rest).ConfigureAwait(false);
        foreach (ChipLocation chip in rest.Left)
            Keep(new ChipReading(chip, Summary: null, CoreMap: null, rest.Loss));

        async Task ReadAsync(BoardReader reader)
        {
            long requests = await reader.ReadAsync(Known, Finish, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _requests, requests);
        }
    }

    // A few more workers than the window holds, so that it never waits for a request to be made.
    private BoardReader MakeReader(ScampConnection connection) =>
        new(connection, connection.Chip, Math.Min(_settings.Connection.MaxWindow, EthernetWorkers) + 4, _settings.Options.ReadCoreMaps);

    private async Task GiveUpAsync(BoardReader reader)
    {
        ReportUnreachable(reader.Ethernet, reader.Connection.RemoteIPAddress, reader.Loss!);
        if (_settings.Known is not null)
            return;

        _opened.Remove(reader.Connection);
        await reader.Connection.DisposeAsync().ConfigureAwait(false);
    }

    private ChipReading Known(ChipLocation chip)
    {
        lock (_gate)
            return _readings.TryGetValue(chip, out ChipReading reading) ? reading : new ChipReading(chip, Summary: null, CoreMap: null, Error: null);
    }

    private void Keep(ChipReading reading)
    {
        lock (_gate)
            _readings[reading.Chip] = reading;
    }

    private void Finish(ChipReading reading)
    {
        Keep(reading);
        _progress?.Report(new SurveyProgress(Interlocked.Increment(ref _done), _chipCount));
    }

    private void ReportUnreachable(ChipLocation ethernet, IPAddress? address, SpinnakerException error)
    {
        var finding = new DiscoveryFinding(
            DiscoveryFindingKind.UnreachableBoard, ethernet, $"The board of chip {ethernet} is served over {_root.RemoteIPAddress}, as {address} does not do it: {error.Message}")
        {
            Error = error,
        };
        lock (_gate)
            _findings.Add(finding);
    }
}
