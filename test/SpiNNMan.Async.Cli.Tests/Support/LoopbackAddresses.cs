using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>Loopback addresses for machines on the real ports. No two tests have the same, not even those of two runs on one computer.</summary>
internal static class LoopbackAddresses
{
    private const int FirstBlock = 64 << 8;
    private const int Blocks = 64 << 8;

    // No machine listens there: who has this port has the block.
    private const byte GuardAddress = 254;
    private const int GuardPort = 17892;

    private static readonly Lock s_lock = new();
    private static readonly List<IDatagramSocket> s_guards = [];
    private static int s_next = Environment.ProcessId * 64;

    /// <summary>Takes the first of 253 addresses, which are this run's until it ends.</summary>
    public static string Take()
    {
        lock (s_lock)
        {
            for (int tries = 0; tries < Blocks; tries++)
            {
                int block = FirstBlock + (s_next++ & (Blocks - 1));
                if (!TryGuard(new IPAddress([127, (byte)(block >> 8), (byte)block, GuardAddress])))
                    continue;

                return $"127.{block >> 8}.{block & 255}.1";
            }
        }

        throw new InvalidOperationException("All loopback addresses are taken.");
    }

    private static bool TryGuard(IPAddress address)
    {
        try
        {
            s_guards.Add(UdpNetwork.Instance.Open(new IPEndPoint(address, GuardPort)));
            return true;
        }
        catch (SpinnakerConnectionException)
        {
            return false;
        }
    }
}
