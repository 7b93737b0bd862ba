using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Receiving;

namespace SpiNNMan.Async.Live.Spif;

/// <summary>Events from a SPIF board, which stands between the links of a machine and a network: plain keys, with no tags and no gatherers.</summary>
/// <remarks>Keys become labels and atoms by the database of the run, or by one made here. Events have no ticks. Protocol: live.md, "SPIF boards".</remarks>
public sealed class SpifConnection : IAsyncDisposable
{
    /// <summary>The port that SPIF boards use, 3332.</summary>
    public const int UsualPort = 3332;

    private const uint StartWord = 0x5EC00000;
    private const uint StopWord = 0x5EC10000;
    private const uint IntervalWord = 0x5EC20000;
    private const uint SizeWord = 0x5EC40000;

    /// <summary>The events of a connection are one run.</summary>
    private const int OnlyRun = 1;

    private readonly EieioConnection _connection;
    private readonly IPEndPoint _spif;
    private readonly RunDatabase _database;
    private readonly SpifOptions _options;
    private readonly LabelMeter[] _meters;
    private readonly SpikeHub _hub;
    private readonly EventReceiver _receiver;
    private readonly RunOnce _ending = new();

    private SpifConnection(EieioConnection connection, IPEndPoint spif, RunDatabase database, SpifOptions options)
    {
        (_connection, _spif, _database, _options) = (connection, spif, database, options);
        _meters = [.. database.Populations.Select(static population => new LabelMeter(population.Label))];
        _hub = new SpikeHub(_meters, options.Reading, !options.Connection.RunContinuationsAsynchronously);
        TimeProvider clock = options.Connection.TimeProvider;
        _receiver = new EventReceiver(clock, KeyMap.Of(database), database.TickLength, _meters, new JitterMeter(clock, database.TickLength), _hub, [spif.Address], isPlain: true);
        connection.DivertTo(_receiver);
    }

    /// <summary>The local port that events come to.</summary>
    public int LocalPort => _connection.LocalPort;

    /// <summary>The counts of received data so far.</summary>
    public ReceiveCounts Counts
    {
        get
        {
            ConnectionStatistics statistics = _connection.Statistics;
            return _receiver.AddTo(new ReceiveCounts { Labels = [.. _meters.Select(static meter => meter.Snapshot())] }) with
            {
                DatagramsDropped = statistics.PumpDropped + statistics.Truncated,
                DatagramsDroppedBySystem = statistics.SystemDropped,
            };
        }
    }

    /// <summary>Opens a connection. The board sends nothing until <see cref="StartAsync"/>.</summary>
    /// <param name="spif">The board's address, and its port: 3332 if it was not changed.</param>
    /// <param name="database">The meaning of the keys.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="SpinnakerConnectionException">The local port is taken.</exception>
    /// <exception cref="InvalidParameterException">A key stands for two atoms.</exception>
    public static async ValueTask<SpifConnection> OpenAsync(IPEndPoint spif, RunDatabase database, SpifOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spif);
        ArgumentNullException.ThrowIfNull(database);
        options ??= new SpifOptions();
        options.MakeReadOnly();
        EieioConnection connection = await EieioConnection.ListenAsync(options.Connection.LocalPort, options.Connection, cancellationToken).ConfigureAwait(false);
        return new SpifConnection(connection, spif, database, options);
    }

    /// <summary>Tells the board how many events to put in a datagram and how long they may wait, and has it send to this connection. It is not answered.</summary>
    /// <param name="cancellationToken">Prevents the sending.</param>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    /// <exception cref="ObjectDisposedException">The connection is closed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await SendAsync(IntervalWord + (uint)_options.Interval.TotalMicroseconds, cancellationToken).ConfigureAwait(false);
        await SendAsync(SizeWord + (uint)(_options.EventsPerDatagram * sizeof(uint)), cancellationToken).ConfigureAwait(false);
        await SendAsync(StartWord, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has the board send no more. It is not answered.</summary>
    /// <param name="cancellationToken">Prevents the sending.</param>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    /// <exception cref="ObjectDisposedException">The connection is closed.</exception>
    public Task StopAsync(CancellationToken cancellationToken = default) => SendAsync(StopWord, cancellationToken);

    /// <summary>Reads the events of some labels one by one.</summary>
    /// <param name="labels">The labels; none means all.</param>
    /// <param name="options">How the reader's queue behaves; by default as <see cref="SpifOptions.Reading"/> says.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>; closing the connection ends it quietly.</param>
    /// <exception cref="ObjectDisposedException">The connection was closed before.</exception>
    /// <exception cref="UnknownLabelException">There is no such label; the error names those that look like it.</exception>
    public SpikeReader SpikesAsync(IReadOnlyCollection<string>? labels = null, ReaderOptions? options = null, CancellationToken cancellationToken = default) => new(BatchesAsync(labels, options, cancellationToken));

    /// <summary>Reads the events of some labels by the datagram.</summary>
    /// <inheritdoc cref="SpikesAsync"/>
    public BatchReader BatchesAsync(IReadOnlyCollection<string>? labels = null, ReaderOptions? options = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ending.HasBegun, this);
        int[] wanted = labels is null ? [.. Enumerable.Range(0, _meters.Length)] : [.. labels.Select(_database.IndexOf).Distinct()];
        return _hub.SubscribeAsync(OnlyRun, wanted, options ?? _options.Reading, cancellationToken);
    }

    /// <summary>Closes the connection; readers end. The board goes on sending unless it was stopped.</summary>
    public ValueTask DisposeAsync() => new(_ending.RunAsync(CloseAsync));

    private async Task CloseAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        _hub.Complete(OnlyRun);
    }

    private async Task SendAsync(uint word, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ending.HasBegun, this);
        var datagram = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(datagram, word);
        await _connection.SendToAsync(datagram, _spif, cancellationToken).ConfigureAwait(false);
    }
}
