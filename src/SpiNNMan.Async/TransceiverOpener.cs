using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async;

/// <summary>Opens a machine: probes it, switches it on and boots it if the options say so, discovers it, and sets it up.</summary>
internal sealed class TransceiverOpener
{
    private const int MostDoubts = 3;

    private readonly IPEndPoint _board;
    private readonly TransceiverOptions _options;
    private readonly long _start;
    private readonly ILogger _logger;
    private readonly List<ScampConnection> _connections = [];

    private TransceiverOpener(IPEndPoint board, TransceiverOptions options)
    {
        _board = board;
        _options = options;
        _logger = new GuardedLogger(options.Connection.LoggerFactory.CreateLogger<Transceiver>());
        _start = Time.GetTimestamp();
    }

    private TimeProvider Time => _options.Connection.TimeProvider;

    private string Host => _board.Port == ScpMessage.Port ? _board.Address.ToString() : _board.ToString();

    private ScampConnection Root => _connections[0];

    public static async Task<OpenedMachine> OpenAsync(IPEndPoint board, TransceiverOptions options, CancellationToken cancellationToken)
    {
        var opener = new TransceiverOpener(board, options);
        BmpController? bmps = null;
        try
        {
            opener._connections.Add(await ScampConnection.ConnectAsync(board, options.Connection, cancellationToken).ConfigureAwait(false));
            bmps = await opener.ConnectBmpsAsync(cancellationToken).ConfigureAwait(false);
            return await opener.OpenAsync(bmps, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (exception is not OperationCanceledException)
                OpeningLog.OpeningFailed(opener._logger, exception, opener.Host, opener.Time.GetElapsedTime(opener._start));

            foreach (ScampConnection connection in opener._connections)
                await connection.DisposeAsync().ConfigureAwait(false);

            if (bmps is not null)
                await bmps.DisposeAsync().ConfigureAwait(false);

            throw;
        }
    }

    private async Task<OpenedMachine> OpenAsync(BmpController? bmps, CancellationToken cancellationToken)
    {
        VersionInfo version = await GetReadyAsync(bmps, cancellationToken).ConfigureAwait(false);
        if (version.Core.Chip != default)
            version = await MakeSureAsync(version, cancellationToken).ConfigureAwait(false);

        Root.UpdateChipCoordinates(version.Core.Chip);
        DiscoveredMachine discovered = await DiscoverAsync(version, cancellationToken).ConfigureAwait(false);
        _connections.AddRange(discovered.Boards);
        await SetUpAsync(cancellationToken).ConfigureAwait(false);
        var connections = new MachineConnections(discovered.Machine, version.Version, Root, discovered.Boards, _options.Discovery.WaitForSilentParts);
        OpeningLog.Opened(_logger, Host, Time.GetElapsedTime(_start), _connections.Count, discovered.Machine.Chips.Count, version.Version);
        Tell(TransceiverStep.Ready, $"It is open: {discovered.Machine}.");
        return new OpenedMachine(version, connections, discovered.Report, bmps);
    }

    /// <summary>Nearly all machines are booted through chip (0, 0). If it is another chip, it is asked twice: all later steps depend on it.</summary>
    private async Task<VersionInfo> MakeSureAsync(VersionInfo version, CancellationToken cancellationToken)
    {
        for (int tries = 0; tries < MostDoubts; tries++)
        {
            VersionInfo again = await Root.GetVersionAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            if (again.Core.Chip == version.Core.Chip)
                break;

            version = again;
        }

        return version;
    }

    private async Task<BmpController?> ConnectBmpsAsync(CancellationToken cancellationToken)
    {
        bool guess = _options.Bmps.Count == 0;
        if (guess && !_options.DetectBmp)
            return null;

        BmpControllerOptions power = _options.Power with
        {
            Connection = _options.Power.Connection with
            {
                Network = _options.Connection.Network,
                TimeProvider = Time,
                RunContinuationsAsynchronously = _options.Connection.RunContinuationsAsynchronously,
                LoggerFactory = _options.Connection.LoggerFactory,
            },
        };
        try
        {
            BmpController bmps = await BmpController.ConnectAsync(guess ? [BmpConnectionData.FromHost(_board.Address)] : _options.Bmps, power, cancellationToken).ConfigureAwait(false);
            foreach (BoardFailure unreachable in bmps.Unreachable)
                Tell(TransceiverStep.Asking, $"The BMP of the frame of board {unreachable.Board} is left out: {unreachable.Error.Message}");

            return bmps;
        }
        catch (SpinnakerException exception) when (guess && !_options.PowerOffOnClose && exception is not CallbackException)
        {
            Tell(TransceiverStep.Asking, $"There is no BMP at the usual address: {exception.Message}");
            return null;
        }
    }

    /// <summary>Probes the host, and does all needed and allowed steps until the machine is ready.</summary>
    private async Task<VersionInfo> GetReadyAsync(BmpController? bmps, CancellationToken cancellationToken)
    {
        HostProbeResult found = await AskAsync(cancellationToken).ConfigureAwait(false);
        if (found.State is HostState.Silent or HostState.Refused && bmps is not null)
        {
            Tell(TransceiverStep.PoweringOn, $"{Host} does not answer; switching its boards on.");
            await PowerOnAsync(bmps, cancellationToken).ConfigureAwait(false);
            if (_options.BootImage is null)
                found = await AskAsync(cancellationToken).ConfigureAwait(false);
        }

        switch (found.State)
        {
            case HostState.Ready:
                return found.Version!.Value;
            case HostState.Initialising:
                return await WaitUntilReadyAsync(found.Version!.Value, cancellationToken).ConfigureAwait(false);
            case HostState.Silent or HostState.Unbooted or HostState.Refused when _options.BootImage is not null:
                return await BootAsync(found, cancellationToken).ConfigureAwait(false);
            default:
                throw Failure(found);
        }
    }

    /// <summary>Switches the boards on; those of frames whose BMPs do not do it may be on, or not be needed.</summary>
    private async Task PowerOnAsync(BmpController bmps, CancellationToken cancellationToken)
    {
        try
        {
            await bmps.PowerOnAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (BoardOperationException exception) when (exception.Failures.Count < bmps.FrameCount)
        {
            Tell(TransceiverStep.PoweringOn, exception.Message);
        }
    }

    private Task<HostProbeResult> AskAsync(CancellationToken cancellationToken)
    {
        Tell(TransceiverStep.Asking, $"Asking {Host} for its version.");
        return HostProbe.ProbeAsync(Root, new HostProbeOptions { Connection = _options.Connection, Patience = _options.Patience }, cancellationToken);
    }

    private async Task<VersionInfo> BootAsync(HostProbeResult found, CancellationToken cancellationToken)
    {
        var connection = new BootConnectionOptions
        {
            Pause = _options.BootPause,
            Network = _options.Connection.Network,
            TimeProvider = Time,
            RunContinuationsAsynchronously = _options.Connection.RunContinuationsAsynchronously,
            LoggerFactory = _options.Connection.LoggerFactory,
        };
        Tell(TransceiverStep.Booting, found.State == HostState.Unbooted ? $"{Host} waits for an image; sending it." : $"{Host} does not answer; sending a boot image.");
        BootConnection boot = await BootConnection.OpenAsync(_options.BootEndPoint(_board.Address), connection, cancellationToken).ConfigureAwait(false);
        await using (boot.ConfigureAwait(false))
        {
            BootOptions options = _options.Boot with { TimeProvider = Time };
            BootResult booted = await BoardBooter.BootAsync(Root, boot, _options.BootImage!, options, new BootTeller(this), cancellationToken).ConfigureAwait(false);
            return booted.Version;
        }
    }

    private async Task<VersionInfo> WaitUntilReadyAsync(VersionInfo version, CancellationToken cancellationToken)
    {
        long since = Time.GetTimestamp();
        Tell(TransceiverStep.Initialising, $"{Host} is booted and finds its chips.");
        while (HostProbe.Classify(version) is var state && state != HostState.Ready)
        {
            if (state != HostState.Initialising || Time.GetElapsedTime(since) > _options.Boot.ReadyLimit)
                throw Failure(new HostProbeResult(state, version, Error: null, HeardAnnouncements: false));

            if (_options.Progress is not null)
                Show(TransceiverStep.Initialising, await DescribePhaseAsync(cancellationToken).ConfigureAwait(false));

            await Pause.ForAsync(_options.Boot.PollInterval, Time, cancellationToken).ConfigureAwait(false);
            version = await Root.GetVersionAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        return version;
    }

    /// <summary>The current step of a machine that boots, from the memory of its first chip. A chip serves reads of its own memory before it knows its place.</summary>
    private async Task<string> DescribePhaseAsync(CancellationToken cancellationToken)
    {
        const string Unknown = "It finds its chips.";
        try
        {
            byte[] phase = await Root.ReadMemoryAsync(ChipLocation.Root.Monitor, SystemVariable.NetInitPhase.Address, 1, cancellationToken).ConfigureAwait(false);
            return phase[0] switch
            {
                0 => "Its chips hand out addresses.",
                1 => "Its chips find out its size.",
                2 => "Its chips test their links.",
                3 or 4 => "Its chips make their tables of routes.",
                _ => Unknown,
            };
        }
        catch (SpinnakerException exception) when (exception is not SpinnakerConnectionException)
        {
            return Unknown;
        }
    }

    private async Task<DiscoveredMachine> DiscoverAsync(VersionInfo version, CancellationToken cancellationToken)
    {
        Tell(TransceiverStep.Discovering, $"{Host} runs {version}; asking its chips for their parts.");
        var settings = new DiscoverySettings(_options.Discovery, _options.Connection, _options.BoardEndPoint);
        IProgress<SurveyProgress>? progress = _options.Progress is null ? null : new SurveyTeller(this);
        DiscoveredMachine discovered = await MachineDiscovery.RunAsync(Root, version.Core.Chip, settings, progress, cancellationToken).ConfigureAwait(false);
        foreach (DiscoveryFinding finding in discovered.Report.Findings)
            Show(TransceiverStep.Discovering, finding.Message, finding: finding);

        return discovered;
    }

    /// <summary>Tells every board how long to keep the tags of replies. A board that refuses works nevertheless.</summary>
    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        if (_options.TransientTagTimeout is not { } timeout)
            return;

        Tell(TransceiverStep.SettingUp, string.Create(CultureInfo.InvariantCulture, $"Setting up {_connections.Count} boards."));
        await BoundedFanOut.RunAsync(_connections, _connections.Count, SetUpOneAsync, cancellationToken).ConfigureAwait(false);

        async Task SetUpOneAsync(ScampConnection connection)
        {
            try
            {
                await connection.ExecuteAsync<IPTagSetTimeout, IPTagPoolInfo>(new IPTagSetTimeout(connection.Chip, timeout), cancellationToken).ConfigureAwait(false);
            }
            catch (SpinnakerException exception) when (exception is ScpResultException or InvalidPacketException || (exception is SpinnakerTimeoutException && !ReferenceEquals(connection, Root)))
            {
                // A board that has fallen silent since it was discovered fails its own requests, and not the whole machine.
                Tell(TransceiverStep.SettingUp, $"{connection.RemoteIPAddress} keeps its present time-out for tags: {exception.Message}");
            }
        }
    }

    private TransceiverOpenException Failure(HostProbeResult found) => new(found.Explain(Host), found.State, found.Error) { Version = found.Version };

    private void Tell(TransceiverStep step, string message)
    {
        OpeningLog.Step(_logger, Host, step, message);
        Show(step, message);
    }

    /// <summary>Shows the user a step that the log has from elsewhere.</summary>
    private void Show(TransceiverStep step, string message, int done = 0, int total = 0, DiscoveryFinding? finding = null) =>
        _options.Progress.Tell(new TransceiverEvent(step, message, Time.GetElapsedTime(_start)) { Done = done, Total = total, Finding = finding });

    private sealed class BootTeller(TransceiverOpener opener) : IProgress<BootProgress>
    {
        public void Report(BootProgress value)
        {
            TransceiverStep step = value.Phase is BootPhase.Initialising or BootPhase.Ready ? TransceiverStep.Initialising : TransceiverStep.Booting;
            string message = value.Phase switch
            {
                BootPhase.Asking => "Asking whether it runs already.",
                BootPhase.Sending => "Sending the image.",
                BootPhase.Silent => "It has the image, but does not answer yet.",
                BootPhase.Initialising => "It is booted and finds its chips.",
                _ => "It is booted.",
            };
            opener.Show(step, message, value.MessagesSent, value.MessageCount);
        }
    }

    private sealed class SurveyTeller(TransceiverOpener opener) : IProgress<SurveyProgress>
    {
        public void Report(SurveyProgress value) =>
            opener.Show(TransceiverStep.Discovering, "Asking its chips for their parts.", value.ChipsDone, value.ChipCount);
    }
}
