using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Booting;

/// <summary>Finds out which device or software answers at the address of a board.</summary>
/// <example><code>
/// HostProbeResult found = await HostProbe.ProbeAsync(new IPEndPoint(IPAddress.Parse("192.168.240.253"), 17893));
/// Console.WriteLine(found.Explain("192.168.240.253"));
/// </code></example>
/// <remarks>Protocol: connections.md, "What answers".</remarks>
public static class HostProbe
{
    /// <summary>Asks a host.</summary>
    /// <param name="host">Address and port.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The finding. If nothing answers, this is no error.</returns>
    /// <exception cref="SpinnakerConnectionException">No socket can be opened.</exception>
    public static async Task<HostProbeResult> ProbeAsync(IPEndPoint host, HostProbeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        options ??= new HostProbeOptions();
        options.MakeReadOnly();
        ScampConnection scamp = await ScampConnection.ConnectAsync(host, options.Connection, cancellationToken).ConfigureAwait(false);
        await using (scamp.ConfigureAwait(false))
            return await ProbeAsync(scamp, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ProbeAsync(IPEndPoint, HostProbeOptions?, CancellationToken)"/>
    public static Task<HostProbeResult> ProbeAsync(IPEndPoint host, CancellationToken cancellationToken) => ProbeAsync(host, options: null, cancellationToken);

    /// <summary>Asks the host of a connection.</summary>
    internal static async Task<HostProbeResult> ProbeAsync(ScampConnection scamp, HostProbeOptions options, CancellationToken cancellationToken)
    {
        IPAddressesConnection? announcements = await TryListenAsync(options, cancellationToken).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(options.Patience, options.Connection.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            Task<HostProbeResult> asking = AskVersionAsync(scamp, announcements is not null, either.Token);
            Task<bool> hearing = HearAsync(announcements, scamp.RemoteIPAddress!, either.Token);
            Task first = await Task.WhenAny(asking, hearing).ConfigureAwait(false);
            bool announced = first == hearing && await hearing.ConfigureAwait(false);
            if (announced)
                Stop(either);

            HostProbeResult result = await asking.ConfigureAwait(false);

            // Silence alone says little: the other half of the answer may still be on its way.
            if (result.State == HostState.Silent && !announced)
                announced = await hearing.ConfigureAwait(false);

            cancellationToken.ThrowIfCancellationRequested();
            Stop(either);
            await hearing.ConfigureAwait(false);
            if (announced && result.Version is null)
                return result with { State = HostState.Unbooted, Error = null };

            return result.State == HostState.Silent && result.LocalError is null ? result with { Error = await TrySendAsync(scamp).ConfigureAwait(false) ?? result.Error } : result;
        }
        finally
        {
            if (announcements is not null)
                await announcements.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The state of a host that gave an answer.</summary>
    internal static HostState Classify(in VersionInfo version) => version switch
    {
        { Name: SoftwareCompatibility.BmpName } => HostState.Bmp,
        { Name: not SoftwareCompatibility.ScampName } => HostState.OtherSoftware,
        _ when !SoftwareCompatibility.IsScampSupported(version.Version) => HostState.WrongVersion,
        _ when version.Core.Chip == ChipLocation.Root => HostState.Initialising,
        _ => HostState.Ready,
    };

    // Not asynchronously: that would hand over to another thread, and a simulated clock would run on meanwhile.
    private static void Stop(CancellationTokenSource source) => source.Cancel();

    private static async Task<IPAddressesConnection?> TryListenAsync(HostProbeOptions options, CancellationToken cancellationToken)
    {
        if (!options.HearAnnouncements)
            return null;

        ConnectionOptions of = options.Connection;
        var listening = new ConnectionOptions
        {
            Network = of.Network,
            TimeProvider = of.TimeProvider,
            LoggerFactory = of.LoggerFactory,
            RunContinuationsAsynchronously = of.RunContinuationsAsynchronously,
        };
        try
        {
            return await IPAddressesConnection.ListenAsync(options.AnnouncementPort, options: listening, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (SpinnakerConnectionException)
        {
            return null;
        }
    }

    private static async Task<HostProbeResult> AskVersionAsync(ScampConnection scamp, bool heard, CancellationToken cancellationToken)
    {
        try
        {
            VersionInfo version = await scamp.GetVersionAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return new HostProbeResult(Classify(version), version, Error: null, heard);
        }
        catch (OperationCanceledException)
        {
            return new HostProbeResult(HostState.Silent, Version: null, Error: null, heard);
        }
        catch (SpinnakerConnectionException exception) when (exception is not SpinnakerConnectionClosedException)
        {
            return new HostProbeResult(SocketErrors.IsRefusal(exception) ? HostState.Refused : HostState.Silent, Version: null, exception, heard);
        }
        catch (SpinnakerTimeoutException exception)
        {
            return new HostProbeResult(HostState.Silent, Version: null, exception, heard);
        }
        catch (SpinnakerException exception) when (exception is ScpResultException or InvalidPacketException)
        {
            return new HostProbeResult(HostState.OtherSoftware, Version: null, exception, heard);
        }
    }

    /// <summary>Tries whether this computer can send to the host. A request that fails shows this only with its last attempt, and the time for the host may end before.</summary>
    private static async Task<SpinnakerConnectionException?> TrySendAsync(ScampConnection scamp)
    {
        try
        {
            // Monitors take no notice of a datagram without bytes.
            await scamp.SendAsync(ReadOnlyMemory<byte>.Empty, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (SpinnakerConnectionException exception)
        {
            return exception;
        }
    }

    /// <summary>Whether the host announces itself before the time is up.</summary>
    private static async Task<bool> HearAsync(IPAddressesConnection? announcements, IPAddress host, CancellationToken cancellationToken)
    {
        if (announcements is null)
            return false;

        try
        {
            await foreach (IPAddress address in announcements.SubscribeAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                if (address.Equals(host))
                    return true;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SpinnakerException)
        {
            // The time is up, or the network has a problem that the question for the version will report.
        }

        return false;
    }
}
