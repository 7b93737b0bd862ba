using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Captures;

/// <summary>Writes the datagrams of connections to a pcapng file, which Wireshark and <c>spinnman explain</c> read.</summary>
/// <remarks>
/// A connection whose options name a capture writes every datagram that its socket sends or receives, also through a tunnel. No rights of the administrator are needed. Comments in the file tell the number of each further try with
/// its reason, and the round trip of each reply. One capture serves any number of connections. While it is used, datagrams are sent and received one by one, which is slower. If the file cannot be written any more, the capture ends
/// with an <see cref="Error"/>, and the connections go on.
/// </remarks>
/// <example><code>
/// using var capture = PacketCapture.Create("session.pcapng");
/// await using ScampConnection board = await ScampConnection.ConnectAsync("spinn-1", new ScampConnectionOptions { Capture = capture });
/// </code></example>
public sealed class PacketCapture : IDisposable
{
    private static readonly AsyncLocal<PacketCapture?> s_attached = new();

    /// <summary>A program that is killed loses no more than the datagrams of this time.</summary>
    private static readonly TimeSpan s_flushInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly CaptureFile? _file;
    private readonly CaptureWatch? _watch;
    private bool _isDisposed;
    private long _datagrams;
    private long _leftOut;
    private Exception? _error;
    private DateTimeOffset _flushed;

    private PacketCapture(CaptureFile? file, Action<CapturedDatagram>? watcher, TimeProvider clock)
    {
        _clock = clock;
        _file = file;
        _watch = watcher is null ? null : new CaptureWatch(watcher);
    }

    /// <summary>How many datagrams were written. Without a file it is 0.</summary>
    public long Datagrams => Interlocked.Read(ref _datagrams);

    /// <summary>How many datagrams were not written, since the file was full or could not be written any more.</summary>
    public long LeftOut => Interlocked.Read(ref _leftOut);

    /// <summary>The reason why the capture ended early: the file cannot be written any more, or the watcher failed. <see langword="null"/> if it goes on.</summary>
    public Exception? Error => _error ?? _watch?.Error;

    /// <summary>The capture that connections use which this flow of control opens now and whose options name none; <see langword="null"/> without one.</summary>
    public static PacketCapture? Attached => s_attached.Value;

    /// <summary>Creates a file, in place of one with the same name.</summary>
    /// <param name="path">The name of the file. By custom it ends with <c>.pcapng</c>.</param>
    /// <param name="options">How much is kept. The default is up to 1 GiB.</param>
    /// <exception cref="InvalidParameterException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not create it.</exception>
    public static PacketCapture Create(string path, PacketCaptureOptions? options = null)
    {
        if (string.IsNullOrEmpty(path))
            throw new InvalidParameterException(nameof(path), path, "it must be the name of a file");

        options ??= new PacketCaptureOptions();
        options.MakeReadOnly();
        var file = new CaptureFile(path, PcapngWriter.Begin($"SpiNNMan.Async {typeof(PacketCapture).Assembly.GetName().Version}"), options.MaxBytes, options.KeepLast);
        return new PacketCapture(file, options.Watcher, options.TimeProvider);
    }

    /// <summary>Makes a capture without a file: it tells a watcher of every datagram.</summary>
    /// <param name="watcher">The code that is told, in place of <see cref="PacketCaptureOptions.Watcher"/>.</param>
    /// <param name="options">Its clock. The other options are for files.</param>
    public static PacketCapture Watch(Action<CapturedDatagram> watcher, PacketCaptureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(watcher);
        options ??= new PacketCaptureOptions();
        options.MakeReadOnly();
        return new PacketCapture(file: null, watcher, options.TimeProvider);
    }

    /// <summary>Captures every connection that this flow of control opens from now on, if its options name no other capture.</summary>
    /// <returns>Disposing of it ends that. Connections that are open go on being captured.</returns>
    /// <exception cref="ObjectDisposedException">The capture is disposed of.</exception>
    public IDisposable Attach()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
        return new Attachment(this);
    }

    /// <summary>A network whose sockets are captured: for what is not a connection of this library, as a virtual machine.</summary>
    /// <param name="network">The network that the sockets are of.</param>
    /// <exception cref="ObjectDisposedException">The capture is disposed of.</exception>
    public IDatagramNetwork Wrap(IDatagramNetwork network)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
        ArgumentNullException.ThrowIfNull(network);
        return new CapturingNetwork(network, this);
    }

    /// <summary>Hands what was written to the system, so that other programs can read it. By itself that happens every 100 ms.</summary>
    /// <exception cref="ObjectDisposedException">The capture is disposed of.</exception>
    public void Flush()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            TryDo(static file => file.Flush());
        }
    }

    /// <summary>Ends the file. Connections go on without being captured.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;

            _isDisposed = true;
            TryDo(static file => file.Dispose());
        }
    }

    /// <summary>The time, as the file tells it.</summary>
    internal DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Writes a datagram.</summary>
    internal void Write(DateTimeOffset time, IPEndPoint from, IPEndPoint to, bool isSent, ReadOnlySpan<byte> datagram, string? comment)
    {
        if (Volatile.Read(ref _isDisposed))
            return;

        if (_file is not null)
            WriteToFile(time, PcapngWriter.Packet(time, from, to, isSent, datagram, comment));

        // A watcher that takes long must not keep the file from being ended.
        _watch?.Tell(time, from, to, datagram, comment);
    }

    private void WriteToFile(DateTimeOffset time, byte[] block)
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;

            bool isWritten = false;
            if (_error is null)
                TryDo(file => isWritten = file.TryWrite(block));

            Interlocked.Increment(ref isWritten ? ref _datagrams : ref _leftOut);
            if (_error is null && time - _flushed >= s_flushInterval)
            {
                _flushed = time;
                TryDo(static file => file.Flush());
            }
        }
    }

    private void TryDo(Action<CaptureFile> act)
    {
        try
        {
            if (_file is not null)
                act(_file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _error ??= exception;
        }
    }

    private sealed class Attachment : IDisposable
    {
        private readonly PacketCapture? _before = s_attached.Value;

        public Attachment(PacketCapture capture) => s_attached.Value = capture;

        public void Dispose() => s_attached.Value = _before;
    }
}
