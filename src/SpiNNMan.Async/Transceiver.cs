using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Operations;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async;

/// <summary>A whole machine: everything a host does with it, over all its boards at once.</summary>
/// <example><code>
/// await using Transceiver transceiver = await Transceiver.OpenAsync("192.168.240.253");
/// Console.WriteLine(transceiver.Machine);
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Protocol: models.md, "Finding out what a machine has".</remarks>
public sealed partial class Transceiver : IAsyncDisposable
{
    private readonly TransceiverOptions _options;
    private readonly MachineConnections _connections;

    private Transceiver(TransceiverOptions options, VersionInfo version, MachineConnections connections)
    {
        _options = options;
        _connections = connections;
        Version = version;
    }

    /// <summary>What the machine has, as it was discovered.</summary>
    public Machine Machine => _connections.Machine;

    /// <summary>The software that the monitors run.</summary>
    public VersionInfo Version { get; }

    /// <summary>The connections to its boards; the first is that to the board it was opened by.</summary>
    public IReadOnlyList<ScampConnection> Connections => _connections.All;

    /// <summary>Opens a machine by the name or address of one of its boards.</summary>
    /// <param name="host">The name or address.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="OpenAsync(IPEndPoint, TransceiverOptions?, CancellationToken)"/>
    public static async Task<Transceiver> OpenAsync(string host, TransceiverOptions? options = null, CancellationToken cancellationToken = default)
    {
        IPAddress address = await HostResolver.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(new IPEndPoint(address, ScpMessage.Port), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a machine by the address and port of one of its boards.</summary>
    /// <param name="board">Address and port.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SpinnakerConnectionException">Nothing listens there.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <exception cref="BoardBootException">The board is not booted, or runs other software.</exception>
    public static async Task<Transceiver> OpenAsync(IPEndPoint board, TransceiverOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(board);
        options ??= new TransceiverOptions();
        ScampConnection root = await ScampConnection.ConnectAsync(board, options.Connection, cancellationToken).ConfigureAwait(false);
        var opened = new List<ScampConnection>();
        try
        {
            MachineSurvey survey = await MachineSurvey.TakeAsync(root, cancellationToken: cancellationToken).ConfigureAwait(false);
            Machine machine = MachineDiscovery.MakeMachine(survey);
            foreach (MachineChip chip in machine.EthernetChips.Where(chip => chip.Location != root.Chip))
            {
                ScampConnectionOptions of = options.Connection with { Chip = chip.Location };
                opened.Add(await ScampConnection.ConnectAsync(options.BoardEndPoint(chip.EthernetAddress!), of, cancellationToken).ConfigureAwait(false));
            }

            return new Transceiver(options, survey.Version, new MachineConnections(machine, root, opened));
        }
        catch
        {
            await CloseAsync([root, .. opened]).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The connection to the board that a chip is on; to the board the machine was opened by, if there is none.</summary>
    public ScampConnection GetConnection(ChipLocation chip) => _connections.For(chip);

    /// <summary>Stops the applications that were started as sessions and are still open, and closes all connections. The machine goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseApplicationsAsync().ConfigureAwait(false);
        await CloseAsync(_connections.All).ConfigureAwait(false);
    }

    private static async ValueTask CloseAsync(IEnumerable<ScampConnection> connections)
    {
        foreach (ScampConnection connection in connections)
            await connection.DisposeAsync().ConfigureAwait(false);
    }
}
