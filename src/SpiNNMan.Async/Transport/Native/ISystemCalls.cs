using System.Net.Sockets;

namespace SpiNNMan.Async.Transport.Native;

/// <summary>The calls of the system for datagrams, which receive and send batches of them. Each returns a number of datagrams or bytes, or less than 0 and an error.</summary>
internal unsafe interface ISystemCalls
{
    /// <summary>recvmmsg: many datagrams at once.</summary>
    int ReceiveMessages(SafeSocketHandle socket, MessageHeader* messages, uint count, int flags, out int error);

    /// <summary>recv: one datagram.</summary>
    int Receive(SafeSocketHandle socket, byte* buffer, nuint length, int flags, out int error);

    /// <summary>sendmmsg: many datagrams at once.</summary>
    int SendMessages(SafeSocketHandle socket, MessageHeader* messages, uint count, out int error);

    /// <summary>sendmsg: one piece of memory, which the kernel may cut up.</summary>
    int SendMessage(SafeSocketHandle socket, MessageHeader* message, out int error);
}
