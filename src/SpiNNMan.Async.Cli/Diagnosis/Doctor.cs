using System.Globalization;
using System.Net;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Diagnosis;

/// <summary>Finds out, step by step, why a machine does not answer, or how well it answers.</summary>
internal sealed class Doctor(HostTarget host, DoctorOptions options, Action<Finding> tell)
{
    private const int Burst = 64;

    /// <summary>A version request: two bytes of padding, an SDP header to the monitor of the Ethernet chip, and the SCP command.</summary>
    private static readonly byte[] s_versionRequest = [0, 0, 0x87, 0xFF, 0, 0xFF, 0, 0, 0, 0, (byte)ScpCommand.Version, 0, 0, 0, .. new byte[12]];

    /// <summary>Runs the steps one after the other. It ends when a step finds a problem that makes the next ones useless.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IPEndPoint? board = await ResolveAsync(cancellationToken);
        if (board is null || (!host.IsBehindTunnel && !await CheckWayAsync(board, cancellationToken)))
            return;

        if (host.IsBehindTunnel)
            tell(new Finding("route", Verdict.Ok, $"{host} is reached through the tunnel of its allocation service."));

        HostProbeResult found = await AskAsync(board, cancellationToken);
        if (!host.IsBehindTunnel)
            await AskBmpAsync(board, found.State, cancellationToken);

        if (found.State != HostState.Ready)
            return;

        await MeasureAsync(board, cancellationToken);
        await DiscoverAsync(cancellationToken);
    }

    private async Task<IPEndPoint?> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            IPEndPoint board = await host.ResolveAsync(ScpMessage.Port, cancellationToken);
            tell(new Finding("name", Verdict.Ok, $"{host} is {board}."));
            return board;
        }
        catch (CommandFailedException exception)
        {
            tell(new Finding("name", Verdict.Problem, exception.Message, "Check the spelling and the DNS server or /etc/hosts, or use the IP address."));
            return null;
        }
    }

    private async Task<bool> CheckWayAsync(IPEndPoint board, CancellationToken cancellationToken)
    {
        if (!await CheckRouteAsync(board, cancellationToken))
            return false;

        await PingAsync(board, cancellationToken);
        return true;
    }

    /// <summary>Checks that this computer has a route to the board, and that it may send. The system has no address to send from if there is no route.</summary>
    private async Task<bool> CheckRouteAsync(IPEndPoint board, CancellationToken cancellationToken)
    {
        try
        {
            await using UdpConnection probe = await UdpConnection.OpenAsync(board.Address.ToString(), board.Port, new ConnectionOptions { Network = options.Network }, cancellationToken);
            IPAddress? local = probe.LocalIPAddress;
            bool isLoopback = IPAddress.IsLoopback(board.Address);
            tell(local is null || (IPAddress.IsLoopback(local) && !isLoopback)
                ? new Finding("route", Verdict.Problem, $"This computer would send to {board.Address} from {local}.", "Connect it to the network of the board, with an address in the same subnet; boards are often in 192.168.240.0/24.")
                : new Finding("route", Verdict.Ok, $"This computer sends to {board.Address} from {local}."));
            return await SendVersionRequestAsync(probe, board, cancellationToken);
        }
        catch (SpinnakerConnectionException exception)
        {
            tell(new Finding("route", Verdict.Problem, exception.Message, "Connect this computer to the network of the board, with an address in the same subnet; boards are often in 192.168.240.0/24."));
            return false;
        }
    }

    /// <summary>Sends a version request, to find out whether a firewall of this computer blocks it. This step does not wait for the reply.</summary>
    private async Task<bool> SendVersionRequestAsync(UdpConnection probe, IPEndPoint board, CancellationToken cancellationToken)
    {
        try
        {
            await probe.SendAsync(s_versionRequest, cancellationToken);
            return true;
        }
        catch (SpinnakerConnectionException exception)
        {
            tell(new Finding(
                "firewall",
                Verdict.Problem,
                exception.Message,
                $"Nothing gets out of this computer to {board}. Look at its own firewall ('nft list ruleset', 'iptables -L OUTPUT'), or at the container or sandbox that this program runs in."));
            return false;
        }
    }

    private async Task PingAsync(IPEndPoint board, CancellationToken cancellationToken)
    {
        await using UdpConnection probe = await UdpConnection.OpenAsync(board.Address.ToString(), board.Port, new ConnectionOptions { Network = options.Network }, cancellationToken);
        tell(await probe.IsConnectedAsync(cancellationToken: cancellationToken)
            ? new Finding("ping", Verdict.Ok, $"{board.Address} answers pings.")
            : new Finding("ping", Verdict.Note, $"{board.Address} does not answer pings.", "That alone means little: a firewall may drop them, and this program may not be allowed to send them."));
    }

    private async Task<HostProbeResult> AskAsync(IPEndPoint board, CancellationToken cancellationToken)
    {
        var probe = new HostProbeOptions { Patience = options.Patience, Connection = Connection };
        HostProbeResult found = await HostProbe.ProbeAsync(board, probe, cancellationToken);
        Verdict verdict = found.State switch
        {
            HostState.Ready => Verdict.Ok,
            HostState.Initialising => Verdict.Warning,
            _ => Verdict.Problem,
        };
        string what = found.State switch
        {
            HostState.Ready => $"{host} is booted and ready: {found.Version}.",
            HostState.Initialising => $"{host} is booted, and still finds its chips.",
            HostState.Unbooted => $"{host} is on, and announces that it waits for a boot image.",
            HostState.Bmp => $"{host} is a board management processor: {found.Version}.",
            HostState.WrongVersion => $"{host} runs a version that this program does not work with: {found.Version}.",
            HostState.OtherSoftware => $"{host} answers, but as no SpiNNaker software does that is known: {found.Version?.ToString() ?? found.Error?.Message}.",
            HostState.Refused => $"{host} is there, but says that nothing listens on port {board.Port}.",
            _ => $"{host} is silent on port {board.Port}{(found.HeardAnnouncements ? ", and does not announce that it waits for an image" : "; whether it waits for an image could not be heard, as port 54321 is taken on this computer")}.",
        };
        tell(new Finding("software", verdict, what, Advice(found.State)));
        return found;
    }

    private string? Advice(HostState state) => state switch
    {
        HostState.Ready => null,
        HostState.Initialising => "Wait: that takes seconds, up to a minute on the largest machines. If it stays so, power-cycle all boards and boot again.",
        HostState.Unbooted => $"Boot it: spinnman boot {host}",
        HostState.Bmp => "Use the address of the board: it is usually the one after this.",
        HostState.WrongVersion => $"Power-cycle the board and boot it with {SoftwareCompatibility.ScampName} {SoftwareCompatibility.ScampVersion} or newer.",
        HostState.OtherSoftware => "Check the address and the port.",
        HostState.Refused => "Check that it is the address of a board and not of another computer, and the port; a proxy or an address translation may be in between.",
        _ => "Check power and cable and, at the next steps, the BMP. A board that hung needs a power cycle. A firewall must let UDP ports 17893 and 54321 through both ways.",
    };

    private async Task AskBmpAsync(IPEndPoint board, HostState state, CancellationToken cancellationToken)
    {
        if (state == HostState.Bmp || FindBmp(board) is not { } bmp)
            return;

        try
        {
            var connection = new BmpConnectionOptions { GiveUpAfter = TimeSpan.FromSeconds(1) };
            await using BmpController boards = await BmpController.ConnectAsync([bmp], new BmpControllerOptions { Connection = connection }, cancellationToken);
            BoardReading<AdcInfo> sensors = (await boards.GetAdcAsync(cancellationToken))[0];
            bool isOn = (await boards.GetPowerAsync(cancellationToken))[0].Value;
            IPAddress address = (await boards.GetNetworkAddressesAsync(cancellationToken))[0].Value.Board.IPAddress;
            string place = string.Create(CultureInfo.InvariantCulture, $"{bmp.Host}:{bmp.Port}");
            if (!isOn)
                tell(new Finding("bmp", Verdict.Problem, $"The BMP at {place} says that its board is off.", $"Switch it on: spinnman power on {bmp.Host}"));
            else
                tell(new Finding("bmp", Verdict.Ok, string.Create(CultureInfo.InvariantCulture, $"The BMP at {place} says that its board is on, at {sensors.Value.TemperatureTop:0} degrees.")));

            if (!address.Equals(board.Address))
                tell(new Finding("bmp", Verdict.Note, $"That BMP keeps the address {address} for its board, not {board.Address}.", "If the board should have that address, use it; or the BMP belongs to another board."));

            if (sensors.Value.Warnings != 0)
                tell(new Finding("bmp", Verdict.Warning, string.Create(CultureInfo.InvariantCulture, $"The BMP warns of voltages, temperatures or fans: 0x{sensors.Value.Warnings:X}."), $"See: spinnman bmp {bmp.Host}"));
        }
        catch (SpinnakerException)
        {
            tell(new Finding("bmp", Verdict.Note, $"No BMP answers at {bmp.Host}.", "SpiNN-3 boards have none. If the board has one at another address, name it with --bmp."));
        }
    }

    private BmpConnectionData? FindBmp(IPEndPoint board)
    {
        if (options.Bmp is { } named)
            return named with { Port = options.BmpPort };

        return board.Address.GetAddressBytes()[3] == 0 ? null : BmpConnectionData.FromHost(board.Address) with { Port = options.BmpPort };
    }

    /// <summary>Sends many requests at once, and reports how many are lost and how long the others take.</summary>
    private async Task MeasureAsync(IPEndPoint board, CancellationToken cancellationToken)
    {
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board, Connection, cancellationToken);
        try
        {
            for (int left = options.Requests; left > 0; left -= Burst)
                await Task.WhenAll(Enumerable.Range(0, Math.Min(left, Burst)).Select(_ => scamp.GetVersionAsync(cancellationToken: cancellationToken).AsTask()));
        }
        catch (SpinnakerException exception)
        {
            tell(new Finding("loss", Verdict.Problem, $"It answers once, but not when it is asked much: {exception.Message}", "Look for a bad cable, a switch that drops packets, or another program that uses the board."));
            return;
        }

        ConnectionStatistics did = scamp.Statistics;
        double share = did.Sent == 0 ? 0 : (double)did.Resent / did.Sent;
        string numbers = string.Create(CultureInfo.InvariantCulture, $"{did.Sent} requests: {did.Resent} sent again ({share:P1}), round trip {(did.RoundTrip is { } trip ? Quantities.Time(trip) : "unknown")}");
        tell(share switch
        {
            0 => new Finding("loss", Verdict.Ok, $"{numbers}."),
            < 0.01 => new Finding("loss", Verdict.Note, $"{numbers}.", "A little loss costs little: what is lost is sent again."),
            _ => new Finding("loss", Verdict.Warning, $"{numbers}.", "Look for a bad cable, a switch or wireless network that drops packets, or another program that uses the board."),
        });
        string window = string.Create(CultureInfo.InvariantCulture, $"{did.Window} requests are kept under way at once");
        tell(did.Window < 4
            ? new Finding("window", Verdict.Warning, $"{window}: the board was found to take no more.", "Other programs may use it, or monitors are busy.")
            : new Finding("window", Verdict.Ok, $"{window}."));
    }

    private async Task DiscoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            var opening = new TransceiverOptions { Connection = Connection, TransientTagTimeout = null };
            await using Transceiver transceiver = await host.OpenTransceiverAsync(cancellationToken, opening);
            tell(new Finding("machine", Verdict.Ok, $"It has {transceiver.Machine}."));
            foreach (IGrouping<DiscoveryFindingKind, DiscoveryFinding> group in transceiver.Report.Findings.GroupBy(static finding => finding.Kind))
            {
                int more = group.Count() - 1;
                string others = more == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" And {more} more of that kind.");
                tell(new Finding("machine", Verdict.Warning, $"{group.First().Message}{others}", Advice(group.Key)));
            }
        }
        catch (SpinnakerException exception)
        {
            tell(new Finding("machine", Verdict.Problem, $"Its chips cannot be asked: {exception.Message}", "Boot it again; if that does not help, power-cycle all boards."));
        }
    }

    private string Advice(DiscoveryFindingKind kind) => kind switch
    {
        DiscoveryFindingKind.UnreachableBoard => "It works, but slowly. Check that board's cable, and that its address is reachable from this computer.",
        DiscoveryFindingKind.SilentChip => "Its monitor may have been killed by a bad address. Boot the machine again; if the chip stays silent, leave it out.",
        DiscoveryFindingKind.OneWayLink or DiscoveryFindingKind.CutOffChip => "Leave it out for good in the board's list of broken parts; or check the cables between boards.",
        _ => $"See: spinnman info {host}",
    };

    private ScampConnectionOptions Connection => host.Adapt(new ScampConnectionOptions { GiveUpAfter = TimeSpan.FromSeconds(3), Network = options.Network });
}
