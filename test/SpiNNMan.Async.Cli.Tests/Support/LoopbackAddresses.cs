using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>Loopback addresses for machines on the real ports. Each test has its own, also if the tests run twice at the same time on one computer.</summary>
internal static class LoopbackAddresses
{
    private const int FirstBlock = 64 << 8;
    private const int Blocks = 64 << 8;

    // No machine uses this port. The run that has this port owns the block of addresses, unless a machine already runs in it.
    private const byte GuardAddress = 254;
    private const int GuardPort = 17892;

    private static readonly Lock s_lock = new();
    private static readonly List<Socket> s_guards = [];
    private static int s_next = Environment.ProcessId * 64;

    /// <summary>Takes a block of 253 addresses for this run, and returns the first. The run keeps the block until it ends.</summary>
    public static string Take()
    {
        lock (s_lock)
        {
            for (int tries = 0; tries < Blocks; tries++)
            {
                int block = FirstBlock + (s_next++ & (Blocks - 1));
                if (TakeGuard(block) is not { } guard)
                    continue;

                s_guards.Add(guard);
                if (!IsInUse(block))
                    return $"127.{block >> 8}.{block & 255}.1";
            }
        }

        throw new InvalidOperationException("All loopback addresses are taken.");
    }

    /// <summary>Whether a machine runs in a block.</summary>
    /// <remarks>This opens no socket. If another thread started a process at that moment, the new process would inherit the socket, and keep the address until it runs its own program.</remarks>
    private static bool IsInUse(int block) => IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners()
        .Any(listener => listener.Address.GetAddressBytes() is [127, var high, var low, not GuardAddress] && (high << 8 | low) == block);

    private static Socket? TakeGuard(int block)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(new IPAddress([127, (byte)(block >> 8), (byte)block, GuardAddress]), GuardPort));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
