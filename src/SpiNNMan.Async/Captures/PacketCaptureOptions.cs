using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Captures;

/// <summary>How much a capture keeps; read-only from its first use on.</summary>
public sealed record PacketCaptureOptions : SpinnakerOptions
{
    /// <summary>The least value of <see cref="MaxBytes"/>: a few long datagrams.</summary>
    public const long LeastBytes = 1 << 18;

    /// <summary>The largest size of the file in bytes, 256 KiB to 1 TiB. The default is 1 GiB. With <see cref="KeepLast"/>, it is the size of both files together.</summary>
    public long MaxBytes
    {
        get;
        set => field = Writable(OptionChecks.Within(value, LeastBytes, 1L << 40));
    } = 1L << 30;

    /// <summary>Whether a full capture gives up the oldest datagrams, and not the newest. The default is the newest.</summary>
    /// <remarks>The capture is then a ring of two files. When the file is full, it gets <c>.previous</c> before the ending of its name, in place of an earlier one, and a new file begins.</remarks>
    public bool KeepLast { get; set => field = Writable(value); }

    /// <summary>Is told of every datagram, also of those that the file has no room for. The default is no watcher.</summary>
    /// <remarks>It is called for one datagram after the other, on the thread that sends or receives, and holds that up. If it throws, it is not called again, and <see cref="PacketCapture.Error"/> tells why.</remarks>
    public Action<CapturedDatagram>? Watcher { get; set => field = Writable(value); }

    /// <summary>The clock of the times in the file. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; set => field = Writable(OptionChecks.NotNull(value)); } = TimeProvider.System;
}
