using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>Opens the connections to the boards of a machine that is being discovered, all at once. A slow one delays nothing: its chips can be asked over the first board meanwhile.</summary>
internal sealed class BoardOpener(ScampConnection root, DiscoverySettings settings, ChipBook book, SilentParts memory)
{
    private readonly HashSet<ChipLocation> _begun = [];
    private readonly List<Task> _opening = [];
    private readonly List<ScampConnection> _opened = [];
    private readonly List<DiscoveryFinding> _findings = [];
    private readonly Lock _gate = new();
    private ChipLocation[] _ethernets = [];
    private MachineDimensions _size;

    /// <summary>The connections that were opened here and work. The caller owns them.</summary>
    public IReadOnlyList<ScampConnection> Opened
    {
        get
        {
            lock (_gate)
                return [.. _opened];
        }
    }

    /// <summary>The boards that could not be reached.</summary>
    public IReadOnlyList<DiscoveryFinding> Findings
    {
        get
        {
            lock (_gate)
                return [.. _findings];
        }
    }

    /// <summary>Begins to open connections to the boards with known addresses.</summary>
    /// <param name="ethernets">Where boards may have their Ethernets.</param>
    /// <param name="size">The size of the machine.</param>
    /// <param name="most">How long they are waited for here.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The connections that are open by then, without that to the first board.</returns>
    public async Task<IReadOnlyDictionary<ChipLocation, ScampConnection>> OpenAsync(ChipLocation[] ethernets, MachineDimensions size, TimeSpan most, CancellationToken cancellationToken)
    {
        (_ethernets, _size) = (ethernets, size);
        if (settings.Known is { } known)
            return known.ToDictionary(static connection => connection.Chip);

        Begin(cancellationToken);
        await WaitAsync(most, cancellationToken).ConfigureAwait(false);
        return Opened.ToDictionary(static connection => connection.Chip);
    }

    private async Task WaitAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        Task all = WaitForAllAsync();
        if (all.IsCompleted)
            return;

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(all, Pause.ForAsync(most, settings.Connection.TimeProvider, enough.Token)).ConfigureAwait(false);
        Stop(enough);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Asks the chips with Ethernets near a board, over that board, if they did not answer before, and opens the boards of those that answer. The path from the first board may lead over a dead one.</summary>
    private Task AskNeighboursAsync(ScampConnection over, CancellationToken cancellationToken)
    {
        return Task.WhenAll(_ethernets.Where(chip => IsSilent(chip) && !book.IsRemembered(chip) && IsNear(chip, over.Chip)).Select(AskAsync));

        async Task AskAsync(ChipLocation chip)
        {
            book.CountRequest();
            if (await ChipProbe.TryAsync(over, chip, ChipProbe.AttemptOf(settings.Connection), cancellationToken).ConfigureAwait(false) is not { } summary || !IsSilent(chip))
                return;

            book.Keep(new ChipReading(chip, summary, CoreMap: null, Error: null));
            await BeginOneAsync(chip, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsSilent(ChipLocation chip) => chip != root.Chip && book.Known(chip).Summary is null;

    /// <summary>Whether two boards are next to each other: their Ethernets are at most twelve columns and rows apart, around the edges of the machine too.</summary>
    private bool IsNear(ChipLocation one, ChipLocation other)
    {
        return Distance(one.X - other.X, _size.Width) <= MachineGeometry.TriadSize && Distance(one.Y - other.Y, _size.Height) <= MachineGeometry.TriadSize;

        static int Distance(int difference, int size) => Math.Min(Math.Abs(difference), Math.Abs(size - Math.Abs(difference)));
    }

    /// <summary>Waits for the connections that are not open yet, and opens connections to boards whose address came late.</summary>
    public Task FinishAsync(CancellationToken cancellationToken)
    {
        if (settings.Known is null)
            Begin(cancellationToken);

        return WaitForAllAsync();
    }

    /// <summary>Waits until all openings have ended, with or without success.</summary>
    public async Task CloseAsync() => await WaitForAllAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Closes the connection to a board that does not answer any more, and reports it.</summary>
    public async Task GiveUpAsync(ScampConnection connection, SpinnakerException error)
    {
        Report(connection.Chip, connection.RemoteIPAddress!, error);
        if (settings.Known is not null)
            return;

        lock (_gate)
            _opened.Remove(connection);

        await connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Closes all connections that were opened.</summary>
    public async Task CloseAllAsync()
    {
        foreach (ScampConnection connection in Opened)
            await connection.DisposeAsync().ConfigureAwait(false);
    }

    private void Begin(CancellationToken cancellationToken)
    {
        foreach (ChipLocation chip in _ethernets)
            _ = BeginOneAsync(chip, cancellationToken);
    }

    /// <summary>Begins to open the connection to a board, if its address is known and it was not begun yet.</summary>
    private Task BeginOneAsync(ChipLocation chip, CancellationToken cancellationToken)
    {
        if (chip == root.Chip || book.Known(chip).Summary is not { EthernetAddress: { } address } summary || summary.NearestEthernet != chip)
            return Task.CompletedTask;

        lock (_gate)
        {
            if (!_begun.Add(chip))
                return Task.CompletedTask;
        }

        Task opening = OpenOneAsync(chip, address, cancellationToken);
        lock (_gate)
            _opening.Add(opening);

        return opening;
    }

    private async Task WaitForAllAsync()
    {
        // While some are opened, others may be begun.
        for (int known = -1; known < Opening.Length;)
        {
            Task[] opening = Opening;
            known = opening.Length;
            await Task.WhenAll(opening).ConfigureAwait(false);
        }
    }

    private Task[] Opening
    {
        get
        {
            lock (_gate)
                return [.. _opening];
        }
    }

    private async Task OpenOneAsync(ChipLocation chip, IPAddress address, CancellationToken cancellationToken)
    {
        // A board that was silent before is not waited for as long as others.
        bool isRemembered = !settings.Options.WaitForSilentParts && memory.Contains(address);
        TimeSpan most = isRemembered ? ChipProbe.AttemptOf(settings.Connection) : Timeout.InfiniteTimeSpan;
        using var attempt = new CancellationTokenSource(most, settings.Connection.TimeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, cancellationToken);
        try
        {
            book.CountRequest();
            (ScampConnection connection, CoreMap? map) = await BoardConnector.OpenAsync(chip, address, settings, stop.Token).ConfigureAwait(false);
            memory.Note(address, answered: true);
            if (book.WantsCoreMaps && !book.IsDone(chip))
                book.Keep(book.Known(chip) with { CoreMap = map });

            lock (_gate)
                _opened.Add(connection);

            await AskNeighboursAsync(connection, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (attempt.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Report(chip, address, new SpinnakerTimeoutException($"No reply from {address}, which was silent before."));
        }
        catch (SpinnakerException exception)
        {
            Report(chip, address, exception);
        }
    }

    private void Report(ChipLocation ethernet, IPAddress address, SpinnakerException error)
    {
        if (error is SpinnakerTimeoutException)
            memory.Note(address, answered: false);

        var finding = new DiscoveryFinding(
            DiscoveryFindingKind.UnreachableBoard, ethernet, $"The board of chip {ethernet} is served over {root.RemoteIPAddress}, because {address} does not serve it: {error.Message}")
        {
            Error = error,
        };
        lock (_gate)
            _findings.Add(finding);
    }

    private static void Stop(CancellationTokenSource source) => source.Cancel();
}
