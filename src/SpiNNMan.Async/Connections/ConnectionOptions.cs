using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Connections;

/// <summary>How a connection behaves; immutable, change it with <c>with</c>.</summary>
public record ConnectionOptions
{
    /// <summary>The most a UDP datagram can carry over IPv4, in bytes.</summary>
    public const int LargestDatagram = 65507;

    /// <summary>The name or address of this computer's interface to use. The default is any.</summary>
    public string? LocalHost { get; init; }

    /// <summary>The local port, 0 to 65535. The default is 0: one of the system's choice.</summary>
    public int LocalPort
    {
        get;
        init => field = value is >= 0 and <= 65535 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A port is 0 to 65535.");
    }

    /// <summary>Whether others that agree may listen on the local port as well. The default is no.</summary>
    public bool ShareLocalPort { get; init; }

    /// <summary>Where sockets come from. The default is the system's UDP.</summary>
    public IDatagramNetwork Network { get; init; } = UdpNetwork.Instance;

    /// <summary>The clock that everything is timed by. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What the connection asks the system to keep of datagrams that it has not read yet, in bytes. The default is 1 MiB.</summary>
    public int ReceiveBufferSize
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "It must be more than 0.");
    } = 1 << 20;

    /// <summary>The longest datagram taken, 1 to 65507 bytes; longer ones are dropped and counted. The default is 65507; 320 for connections
    /// for commands and 1500 for others to boards, which send no more than 282.</summary>
    public int MaxDatagramSize
    {
        get;
        init => field = value is > 0 and <= LargestDatagram ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "It must be 1 to 65507.");
    } = LargestDatagram;

    /// <summary>How many messages wait for a caller to receive them; of more, the oldest are dropped and counted. The default is 1024.</summary>
    public int InboundCapacity
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "It must be more than 0.");
    } = 1024;

    /// <summary>Whether callers are resumed elsewhere than on the thread that received what they waited for. The default is yes.</summary>
    /// <remarks>Without it a hop between threads is saved, but a caller that keeps the thread busy keeps the whole connection waiting. On a
    /// simulated clock it makes runs repeatable.</remarks>
    public bool RunContinuationsAsynchronously { get; init; } = true;

    /// <summary>How <see cref="DatagramConnection.IsConnectedAsync"/> asks the remote host whether it is there. The default is ICMP.</summary>
    public IPinger Pinger { get; init; } = IcmpPinger.Instance;

    /// <summary>Where events are logged. The default is nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
