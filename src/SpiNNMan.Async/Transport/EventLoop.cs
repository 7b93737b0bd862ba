using System.Net.Sockets;
using SpiNNMan.Async.Transport.Native;

namespace SpiNNMan.Async.Transport;

/// <summary>A thread that waits for any number of sockets at once, and lets each receive when datagrams have come for it.</summary>
/// <remarks>
/// It is for machines of many boards, of which each answers now and then. The event loop of the runtime passes every wake-up to the thread pool, where a thousand
/// sockets wait for each other. Here, each socket gets one batch in turn. There is one such thread in a process, or two on many processors. Once started they stay.
/// </remarks>
internal sealed class EventLoop
{
    private const int EventsAtOnce = 256;

    private static readonly Lazy<EventLoop?>[] s_loops = [.. Enumerable.Range(0, Environment.ProcessorCount >= 8 ? 2 : 1).Select(static _ => new Lazy<EventLoop?>(Open))];
    private static int s_joined;

    private readonly int _epoll;
    private readonly Lock _gate = new();
    private readonly Dictionary<long, ILoopMember> _members = [];
    private long _lastNumber;

    private EventLoop(int epoll) => _epoll = epoll;

    /// <summary>The loop that a further socket should join, or <see langword="null"/> if the system has none.</summary>
    public static EventLoop? Next => BatchCalls.AreThere
        ? s_loops[(int)((uint)Interlocked.Increment(ref s_joined) % (uint)s_loops.Length)].Value
        : null;

    /// <summary>Calls <paramref name="member"/> from now on when <paramref name="socket"/> has datagrams or an error.</summary>
    /// <returns>A number to leave by; 0 if the system refused.</returns>
    public unsafe long Join(SafeSocketHandle socket, ILoopMember member)
    {
        long number;
        lock (_gate)
        {
            number = ++_lastNumber;
            _members.Add(number, member);
        }

        byte* @event = stackalloc byte[EpollEvent.Size];
        EpollEvent.Write(@event, EpollEvent.In, number);
        if (NativeMethods.ControlEpoll(_epoll, NativeMethods.EpollAdd, socket, @event) == 0)
            return number;

        lock (_gate)
            _members.Remove(number);

        return 0;
    }

    /// <summary>Stops the calls for a socket. One call may be running now.</summary>
    public unsafe void Leave(SafeSocketHandle socket, long number)
    {
        lock (_gate)
            _members.Remove(number);

        byte* unused = stackalloc byte[EpollEvent.Size];
        NativeMethods.ControlEpoll(_epoll, NativeMethods.EpollDelete, socket, unused);
    }

    private static EventLoop? Open()
    {
        int epoll = NativeMethods.CreateEpoll(NativeMethods.EpollCloseOnExec);
        if (epoll < 0)
            return null;

        var loop = new EventLoop(epoll);
        var thread = new Thread(loop.Run, PumpThreads.StackSize) { IsBackground = true, Name = "SpiNNMan.Async event loop" };
        thread.UnsafeStart();
        return loop;
    }

    private unsafe void Run()
    {
        int size = EpollEvent.Size;
        byte* events = stackalloc byte[EventsAtOnce * 16];
        while (true)
        {
            int count = NativeMethods.WaitEpoll(_epoll, events, EventsAtOnce, -1);
            for (int index = 0; index < count; index++)
                Tell(EpollEvent.ReadData(events + (index * size)));
        }
    }

    private void Tell(long number)
    {
        ILoopMember? member;
        lock (_gate)
            _members.TryGetValue(number, out member);

        member?.OnReadable();
    }
}
