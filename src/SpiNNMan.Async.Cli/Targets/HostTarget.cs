using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using SpiNNMan.Async.Cli.Allocation;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>A board as the user names it: a name or an address, with a port if it is not the default one; or the machine of a job.</summary>
/// <param name="Host">The name or address; <c>job/ID</c> or <c>alloc/N</c> for the machine of a job.</param>
/// <param name="Port">The port; <see langword="null"/> for the default one.</param>
internal sealed record HostTarget(string Host, int? Port)
{
    /// <summary>The job whose machine it is; <see langword="null"/> for a board that the user named.</summary>
    public JobHost? Job { get; init; }

    /// <summary>Whether everything goes through the tunnel of an allocation service.</summary>
    public bool IsBehindTunnel => Job?.Network.IsTunnel is true;

    /// <summary>The network that leads there.</summary>
    public IDatagramNetwork Network => Job?.Network.Network ?? UdpNetwork.Instance;

    /// <summary>Creates the argument HOST.</summary>
    public static Argument<HostTarget> CreateArgument() => new("HOST")
    {
        Description = "The board's name or IP address, with :PORT if commands go to another port than 17893; or job/ID, or alloc/N; . is the default one.",
    };

    /// <summary>Creates the argument HOST of a command that does not need it.</summary>
    public static Argument<HostTarget?> CreateOptionalArgument() => new("HOST")
    {
        Description = "The name or IP address of a board of the machine, with :PORT if commands go to another port than 17893; or job/ID, or alloc/N.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Finds the address of the board. If the name has several addresses, this is the one that answers.</summary>
    /// <exception cref="CommandFailedException">The name has no address.</exception>
    public async Task<IPEndPoint> ResolveAsync(int defaultPort, CancellationToken cancellationToken)
    {
        try
        {
            return Job is not null ? await Job.ResolveAsync(defaultPort, cancellationToken) : await BoardAddress.FindAsync(Host, Port ?? defaultPort, cancellationToken: cancellationToken);
        }
        catch (SpinnakerConnectionException exception)
        {
            throw new CommandFailedException($"{exception.Message} Check its spelling, or give the IP address.", exception);
        }
    }

    /// <summary>Connects to the monitors of the board.</summary>
    public async Task<ScampConnection> ConnectAsync(CancellationToken cancellationToken, ScampConnectionOptions? options = null) =>
        await ConnectAsync(await ResolveAsync(ScpMessage.Port, cancellationToken), options ?? new ScampConnectionOptions(), cancellationToken);

    /// <summary>Connects to the monitors of a board of the same machine.</summary>
    public ValueTask<ScampConnection> ConnectAsync(IPEndPoint board, ScampConnectionOptions options, CancellationToken cancellationToken) =>
        ScampConnection.ConnectAsync(board, Adapt(options), cancellationToken);

    /// <summary>Makes the options of a connection fit for the way there.</summary>
    public ScampConnectionOptions Adapt(ScampConnectionOptions options) => Job?.Network.Adapt(options) ?? options;

    /// <summary>Opens the machine that the board belongs to, with a connection to each board.</summary>
    public async Task<Transceiver> OpenTransceiverAsync(CancellationToken cancellationToken, TransceiverOptions? options = null) => Job is not null
        ? await Job.OpenTransceiverAsync(options ?? new TransceiverOptions(), cancellationToken)
        : await Transceiver.OpenAsync(await ResolveAsync(ScpMessage.Port, cancellationToken), options, cancellationToken);

    /// <summary>Reads HOST or HOST:PORT.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HostTarget? host)
    {
        string[] parts = text.Split(':');
        bool hasPort = parts.Length == 2;
        int port = 0;
        bool makesSense = parts.Length <= 2 && parts[0].Length > 0 && (!hasPort || Numbers.TryParsePort(parts[1], out port));
        host = makesSense ? new HostTarget(parts[0], hasPort ? port : null) : null;
        return makesSense;
    }

    /// <inheritdoc/>
    public override string ToString() => Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{Host}:{port}") : Host;
}
