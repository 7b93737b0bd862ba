using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Connections;

/// <summary>How a connection behaves; read-only from its first use on.</summary>
public record ConnectionOptions : SpinnakerOptions
{
    /// <summary>The most a UDP datagram can carry over IPv4, in bytes.</summary>
    public const int LargestDatagram = 65507;

    /// <summary>The most messages that a queue may hold.</summary>
    internal const int LargestQueue = 1 << 20;

    /// <summary>The messages of boards must fit: a reply with 256 bytes of data and its headers.</summary>
    private const int SmallestLimit = ScpMessage.MaxDatagramSize;

    /// <summary>The name or address of this computer's interface to use. The default is any.</summary>
    public string? LocalHost { get; set => field = Writable(value); }

    /// <summary>The local port, 0 to 65535. The default is 0: one of the system's choice.</summary>
    public int LocalPort
    {
        get;
        set => field = Writable(OptionChecks.Within(value, IPEndPoint.MinPort, IPEndPoint.MaxPort));
    }

    /// <summary>Whether others that agree may listen on the local port as well. The default is no.</summary>
    public bool ShareLocalPort { get; set => field = Writable(value); }

    /// <summary>Where sockets come from. The default is the system's UDP.</summary>
    public IDatagramNetwork Network { get; set => field = Writable(OptionChecks.NotNull(value)); } = UdpNetwork.Instance;

    /// <summary>Where the datagrams of the connection are written. The default is nowhere.</summary>
    public PacketCapture? Capture { get; set => field = Writable(value); }

    /// <summary>The clock that everything is timed by. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; set => field = Writable(OptionChecks.NotNull(value)); } = TimeProvider.System;

    /// <summary>The size of the receive buffer that the connection asks the system for, in bytes, 1 to 1 GiB; the
    /// system may keep less. The default is 1 MiB.</summary>
    public int ReceiveBufferSize
    {
        get;
        set => field = Writable(OptionChecks.Within(value, 1, 1 << 30));
    } = 1 << 20;

    /// <summary>The longest datagram taken, 282 to 65507 bytes; longer ones are dropped and counted. The default is 65507; 320 for connections
    /// for commands and 1500 for others to boards, which send no more than 282.</summary>
    public int MaxDatagramSize
    {
        get;
        set => field = Writable(OptionChecks.Within(value, SmallestLimit, LargestDatagram));
    } = LargestDatagram;

    /// <summary>How many messages wait for a caller to receive them, 1 to 1,048,576; of more, the oldest are dropped and counted. The default
    /// is 1024.</summary>
    public int InboundCapacity
    {
        get;
        set => field = Writable(OptionChecks.Within(value, 1, LargestQueue));
    } = 1024;

    /// <summary>Whether callers continue on another thread than the one that received their message. The default is <see langword="true"/>.</summary>
    /// <remarks>Without it a hop between threads is saved, but a caller that keeps the thread busy keeps the whole connection waiting. On a
    /// simulated clock it makes runs repeatable.</remarks>
    public bool RunContinuationsAsynchronously { get; set => field = Writable(value); } = true;

    /// <summary>How <see cref="DatagramConnection.IsConnectedAsync"/> asks the remote host whether it is there. The default is ICMP.</summary>
    public IPinger Pinger { get; set => field = Writable(OptionChecks.NotNull(value)); } = IcmpPinger.Instance;

    /// <summary>Resolves names of boards. The default asks the system.</summary>
    internal Func<string, CancellationToken, Task<System.Net.IPAddress[]>> LookUp { get; set => field = Writable(value); } = HostResolver.System;

    /// <summary>Where events are logged. The default is nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; set => field = Writable(OptionChecks.NotNull(value)); } = NullLoggerFactory.Instance;
}
