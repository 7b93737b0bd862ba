using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Connections;

/// <summary>Finds the address of a board by its name.</summary>
/// <example><code>
/// IPEndPoint board = await BoardAddress.FindAsync("my-board.example.org");
/// </code></example>
/// <remarks>Protocol: connections.md, "Names of boards".</remarks>
public static class BoardAddress
{
    /// <summary>The time limit for asking several addresses.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1.5);

    /// <summary>Finds the address. If a name has several addresses, all are asked for up to 1.5 s, and the first one that answers is taken. If none answers, it is the first that did not refuse.</summary>
    /// <param name="host">The name, or an IPv4 address, which is taken as it is.</param>
    /// <param name="port">The port for commands, 1 to 65535. The default is 17893.</param>
    /// <param name="options">Whose network and clock to use, and from which address of this computer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Address and port. That a board is there is not said, unless the name has several.</returns>
    /// <exception cref="ArgumentNullException">There is no host.</exception>
    /// <exception cref="InvalidParameterException">The port is out of range.</exception>
    /// <exception cref="SpinnakerConnectionException">The name cannot be resolved, or is 0.0.0.0, which is no host.</exception>
    public static async ValueTask<IPEndPoint> FindAsync(
        string host, int port = ScpMessage.Port, ConnectionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        InvalidParameterException.ThrowIfOutside(port, 1, IPEndPoint.MaxPort, nameof(port));
        options ??= new ConnectionOptions();
        options.MakeReadOnly();
        IReadOnlyList<IPAddress> addresses = await HostResolver.ResolveAllAsync(host, options.LookUp, cancellationToken).ConfigureAwait(false);
        if (addresses.Contains(IPAddress.Any))
            throw new SpinnakerConnectionException($"'{host}' is 0.0.0.0, which stands for every address of this computer and cannot be a board's.");

        return new IPEndPoint(addresses.Count == 1 ? addresses[0] : await ChooseAsync(addresses, port, options, cancellationToken).ConfigureAwait(false), port);
    }

    private static async Task<IPAddress> ChooseAsync(IReadOnlyList<IPAddress> addresses, int port, ConnectionOptions options, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var asking = addresses.Select(address => AskAsync(new IPEndPoint(address, port), options, either.Token)).ToList();
        var open = new List<Task<bool?>>(asking);
        IPAddress? answers = null;
        while (answers is null && open.Count > 0)
        {
            Task<bool?> next = await Task.WhenAny(open).ConfigureAwait(false);
            open.Remove(next);
            if (await next.ConfigureAwait(false) is true)
                answers = addresses[asking.IndexOf(next)];
        }

        Stop(either);
        bool?[] said = await Task.WhenAll(asking).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        // Silent boards may wait to be booted.
        return answers ?? addresses[Math.Max(0, Array.IndexOf(said, null))];
    }

    // Not asynchronously: that would hand over to another thread, and a simulated clock would run on meanwhile.
    private static void Stop(CancellationTokenSource source) => source.Cancel();

    /// <summary>Asks an address for its version. It answers, it refuses, or it is silent.</summary>
    private static async Task<bool?> AskAsync(IPEndPoint address, ConnectionOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var asking = new ScampConnectionOptions
            {
                Network = options.Network,
                Capture = options.Capture,
                TimeProvider = options.TimeProvider,
                LocalHost = options.LocalHost,
                RunContinuationsAsynchronously = options.RunContinuationsAsynchronously,
                LoggerFactory = options.LoggerFactory,
            };
            ScampConnection scamp = await ScampConnection.ConnectAsync(address, asking, cancellationToken).ConfigureAwait(false);
            await using (scamp.ConfigureAwait(false))
                await scamp.GetVersionAsync(cancellationToken: cancellationToken).ConfigureAwait(false);

            return true;
        }
        catch (Exception exception) when (exception is SpinnakerTimeoutException or OperationCanceledException)
        {
            return null;
        }
        catch (SpinnakerConnectionException)
        {
            return false;
        }
        catch (SpinnakerException)
        {
            // An error is an answer too.
            return true;
        }
    }
}
