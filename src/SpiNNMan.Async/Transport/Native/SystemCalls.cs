using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Transport.Native;

/// <summary>The calls of the system that this process runs on.</summary>
internal sealed unsafe class SystemCalls : ISystemCalls
{
    public int ReceiveMessages(SafeSocketHandle socket, MessageHeader* messages, uint count, int flags, out int error) =>
        Check(NativeMethods.ReceiveMessages(socket, messages, count, flags, 0), out error);

    public int Receive(SafeSocketHandle socket, byte* buffer, nuint length, int flags, out int error) =>
        Check((int)NativeMethods.Receive(socket, buffer, length, flags), out error);

    public int SendMessages(SafeSocketHandle socket, MessageHeader* messages, uint count, out int error) =>
        Check(NativeMethods.SendMessages(socket, messages, count, 0), out error);

    public int SendMessage(SafeSocketHandle socket, MessageHeader* message, out int error) =>
        Check((int)NativeMethods.SendMessage(socket, message, 0), out error);

    private static int Check(int result, out int error)
    {
        error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        return result;
    }
}
