using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Transport.Native;

/// <summary>The system calls that take many datagrams, or many sockets, at once.</summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>Wait for the first datagram only.</summary>
    public const int WaitForOne = 0x10000;

    public const int DontWait = 0x40;

    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int EpollCloseOnExec = 0x80000;

    private const string C = "libc";

    [LibraryImport(C, EntryPoint = "recvmmsg", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int ReceiveMessages(SafeSocketHandle socket, MessageHeader* messages, uint count, int flags, nint timeout);

    [LibraryImport(C, EntryPoint = "recv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial nint Receive(SafeSocketHandle socket, byte* buffer, nuint length, int flags);

    [LibraryImport(C, EntryPoint = "sendmmsg", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int SendMessages(SafeSocketHandle socket, MessageHeader* messages, uint count, int flags);

    [LibraryImport(C, EntryPoint = "sendmsg", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial nint SendMessage(SafeSocketHandle socket, MessageHeader* message, int flags);

    [LibraryImport(C, EntryPoint = "epoll_create1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int CreateEpoll(int flags);

    [LibraryImport(C, EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int ControlEpoll(int epoll, int operation, SafeSocketHandle socket, byte* @event);

    [LibraryImport(C, EntryPoint = "epoll_wait", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int WaitEpoll(int epoll, byte* events, int count, int timeout);
}
