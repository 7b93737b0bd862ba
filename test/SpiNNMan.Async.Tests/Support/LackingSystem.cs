using System.Net.Sockets;
using SpiNNMan.Async.Transport.Native;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A system that refuses some of its calls, as old kernels, sandboxes and firewalls do, and counts how often it is asked.</summary>
internal sealed unsafe class LackingSystem : ISystemCalls
{
    private readonly SystemCalls _system = new();
    private int _receivingMany;
    private int _sendingMany;
    private int _sendingSegments;

    /// <summary>The error of recvmmsg; 0 if it works.</summary>
    public int ReceiveMessagesError { get; set; }

    /// <summary>The error of sendmmsg; 0 if it works.</summary>
    public int SendMessagesError { get; set; }

    /// <summary>The error of sendmsg with UDP_SEGMENT; 0 if it works.</summary>
    public int SegmentsError { get; set; }

    /// <summary>How many calls of recvmmsg fail with that error before it works again; all of them if left out.</summary>
    public int ReceiveMessagesFailures { get; set; } = int.MaxValue;

    public int ReceivingMany => Volatile.Read(ref _receivingMany);

    public int SendingMany => Volatile.Read(ref _sendingMany);

    public int SendingSegments => Volatile.Read(ref _sendingSegments);

    public int ReceiveMessages(SafeSocketHandle socket, MessageHeader* messages, uint count, int flags, out int error)
    {
        error = Interlocked.Increment(ref _receivingMany) <= ReceiveMessagesFailures ? ReceiveMessagesError : 0;
        return error != 0 ? -1 : _system.ReceiveMessages(socket, messages, count, flags, out error);
    }

    public int Receive(SafeSocketHandle socket, byte* buffer, nuint length, int flags, out int error) => _system.Receive(socket, buffer, length, flags, out error);

    public int SendMessages(SafeSocketHandle socket, MessageHeader* messages, uint count, out int error)
    {
        Interlocked.Increment(ref _sendingMany);
        error = SendMessagesError;
        return error != 0 ? -1 : _system.SendMessages(socket, messages, count, out error);
    }

    public int SendMessage(SafeSocketHandle socket, MessageHeader* message, out int error)
    {
        Interlocked.Increment(ref _sendingSegments);
        error = SegmentsError;
        return error != 0 ? -1 : _system.SendMessage(socket, message, out error);
    }
}
