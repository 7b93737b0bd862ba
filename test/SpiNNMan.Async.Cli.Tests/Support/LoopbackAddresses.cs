using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>Loopback addresses for machines on the real ports. No two tests have the same, not even those of two runs on one computer.</summary>
internal static class LoopbackAddresses
{
    private const int FirstBlock = 64 << 8;
    private const int Blocks = 64 << 8;

    // No machine listens there: who has this port has the block, unless somebody runs a machine in it.
    private const byte GuardAddress = 254;
    private const int GuardPort = 17892;

    // Those of three boards and their BMPs, whether the first board is at 1 or at 9.
    private static readonly byte[] s_used = [0, 1, 2, 8, 9, 16, 17, 24, 25];

    private static readonly Lock s_lock = new();
    private static readonly List<Socket> s_guards = [];
    private static int s_next = Environment.ProcessId * 64;

    /// <summary>Takes the first of 253 addresses, which are this run's until it ends.</summary>
    public static string Take()
    {
        lock (s_lock)
        {
            for (int tries = 0; tries < Blocks; tries++)
            {
                int block = FirstBlock + (s_next++ & (Blocks - 1));
                if (Bind(block, GuardAddress, GuardPort) is not { } guard)
                    continue;

                s_guards.Add(guard);
                if (s_used.All(address => IsFree(block, address)))
                    return $"127.{block >> 8}.{block & 255}.1";
            }
        }

        throw new InvalidOperationException("All loopback addresses are taken.");
    }

    private static bool IsFree(int block, byte address)
    {
        using Socket? socket = Bind(block, address, ScpMessage.Port);
        return socket is not null;
    }

    private static Socket? Bind(int block, byte address, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(new IPAddress([127, (byte)(block >> 8), (byte)block, address]), port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
