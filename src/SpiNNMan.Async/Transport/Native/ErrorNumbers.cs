using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Transport.Native;

/// <summary>Errors of Linux by their numbers, which are the same on all of its architectures that .NET runs on.</summary>
internal static class ErrorNumbers
{
    public const int NotPermitted = 1;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int TryAgain = 11;
    public const int NoMemory = 12;
    public const int AccessDenied = 13;
    public const int InvalidArgument = 22;
    public const int NoSuchCall = 38;
    public const int NoSuchOption = 92;
    public const int NotSupported = 95;
    public const int NetworkUnreachable = 101;
    public const int NoBufferSpace = 105;
    public const int ConnectionRefused = 111;
    public const int HostUnreachable = 113;

    /// <summary>Whether the system, or a sandbox around this process, does not have the call. A firewall also gives <see cref="NotPermitted"/>, but only for sending.</summary>
    public static bool IsRefusal(int error) => error is NoSuchCall or NotPermitted or AccessDenied or NotSupported;

    /// <summary>Whether the kernel, or the driver of the network that a socket sends by, does not cut datagrams up.</summary>
    public static bool IsRefusalOfSegments(int error) => error is InvalidArgument or InputOutput or NoSuchOption or NotSupported or NoSuchCall;

    /// <summary>The error as the runtime's own sockets would report it.</summary>
    public static SocketException ToException(int error) => error switch
    {
        ConnectionRefused => new SocketException((int)SocketError.ConnectionRefused),
        NetworkUnreachable => new SocketException((int)SocketError.NetworkUnreachable),
        HostUnreachable => new SocketException((int)SocketError.HostUnreachable),
        NoMemory or NoBufferSpace => new SocketException((int)SocketError.NoBufferSpaceAvailable),
        NotPermitted or AccessDenied => new SocketException((int)SocketError.AccessDenied),
        _ => new SocketException((int)SocketError.SocketError, Marshal.GetPInvokeErrorMessage(error)),
    };
}
