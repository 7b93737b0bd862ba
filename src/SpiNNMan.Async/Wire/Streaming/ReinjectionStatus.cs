using System.Buffers.Binary;

namespace SpiNNMan.Async.Wire.Streaming;

/// <summary>The status of an extra monitor: the timeouts of its router, and the packets that were dropped and sent again.</summary>
/// <param name="FirstTimeout">How long a packet waits before emergency routing begins.</param>
/// <param name="SecondTimeout">How long it then waits before it is dropped.</param>
/// <param name="Dropped">How many dropped packets the monitor took from the router.</param>
/// <param name="Missed">How many dropped packets it could not take, because another one was dropped before.</param>
/// <param name="Overflowed">How many were lost because its queue was full.</param>
/// <param name="Reinjected">How many it sent again.</param>
/// <param name="LinkDumps">How many destinations of dropped packets were links.</param>
/// <param name="CoreDumps">How many destinations of dropped packets were cores.</param>
/// <param name="Packets">The kinds of packets that it sends again.</param>
/// <param name="Refused">The links [5:0] and cores [23:6] that ever refused a packet; 0 from programs that do not tell.</param>
/// <remarks>
/// <code>
///  0  u32  first timeout      4  u32  second timeout
///  8  u32  dropped           12  u32  missed         16  u32  queue overflows   20  u32  reinjected
/// 24  u32  link dumps        28  u32  core dumps     32  u32  kinds of packets  36  u32  links and cores
/// </code>
/// Protocol: streaming.md, "Reinjection".
/// </remarks>
public readonly record struct ReinjectionStatus(
    RouterTimeout FirstTimeout,
    RouterTimeout SecondTimeout,
    uint Dropped,
    uint Missed,
    uint Overflowed,
    uint Reinjected,
    uint LinkDumps,
    uint CoreDumps,
    ReinjectedPackets Packets,
    uint Refused)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 40;

    /// <summary>The length without the last word, which older programs do not send.</summary>
    public const int MinSize = 36;

    /// <summary>Whether the router has the timeouts that it has while data flow.</summary>
    public bool IsStreaming => FirstTimeout == RouterTimeout.Long && SecondTimeout == RouterTimeout.Short;

    /// <summary>Reads a status from the start of <paramref name="source"/>.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="MinSize"/> bytes, or a timeout is no byte.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out ReinjectionStatus status, out PacketError error)
    {
        status = default;
        if (source.Length < MinSize)
        {
            error = PacketError.TooShort(nameof(ReinjectionStatus), source.Length, MinSize, source.Length);
            return false;
        }

        for (int timeout = 0; timeout < 2; timeout++)
        {
            if (Word(source, timeout) > byte.MaxValue)
            {
                error = PacketError.BadValue(nameof(ReinjectionStatus), timeout * sizeof(uint), $"the timeout is 0x{Word(source, timeout):X}, and timeouts are bytes");
                return false;
            }
        }

        error = default;
        status = new ReinjectionStatus(
            new RouterTimeout(source[0]),
            new RouterTimeout(source[sizeof(uint)]),
            Word(source, 2),
            Word(source, 3),
            Word(source, 4),
            Word(source, 5),
            Word(source, 6),
            Word(source, 7),
            (ReinjectedPackets)Word(source, 8),
            source.Length >= Size ? Word(source, 9) : 0);
        return true;
    }

    private static uint Word(ReadOnlySpan<byte> source, int number) => BinaryPrimitives.ReadUInt32LittleEndian(source[(number * sizeof(uint))..]);
}
