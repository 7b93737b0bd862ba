using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Transport.Native;

/// <summary>An event of a socket: <c>struct epoll_event</c>, which is packed on x64 and not elsewhere.</summary>
internal static class EpollEvent
{
    public const uint In = 1;

    /// <summary>The bytes of one event.</summary>
    public static readonly int Size = IsPacked ? 12 : 16;

    private static bool IsPacked => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private static int DataOffset => IsPacked ? 4 : 8;

    public static unsafe long ReadData(byte* @event)
    {
        long data;
        Buffer.MemoryCopy(@event + DataOffset, &data, sizeof(long), sizeof(long));
        return data;
    }

    public static unsafe void Write(byte* @event, uint events, long data)
    {
        *(uint*)@event = events;
        Buffer.MemoryCopy(&data, @event + DataOffset, sizeof(long), sizeof(long));
    }
}
