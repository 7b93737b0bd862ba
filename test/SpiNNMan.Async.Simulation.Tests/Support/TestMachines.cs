using System.Net;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Support;

/// <summary>Whole machines on a network in memory, and a client that speaks bytes.</summary>
internal static class TestMachines
{
    private static readonly IPEndPoint s_client = new(IPAddress.Parse("127.0.0.200"), 0);

    public static async Task<VirtualMachine> StartAsync(TriadArrangement triads, TimeProvider? time = null, bool booted = true, string bindAddress = "127.0.240.9", Func<VirtualMachineOptions, VirtualMachineOptions>? change = null)
    {
        var options = new VirtualMachineOptions
        {
            Triads = triads,
            UseTruePorts = true,
            Booted = booted,
            BindAddress = IPAddress.Parse(bindAddress),
            AnnouncementTargets = [],
            Network = new InMemoryNetwork(),
            TimeProvider = time ?? TimeProvider.System,
        };
        return await VirtualMachine.StartAsync(change?.Invoke(options) ?? options);
    }

    public static async Task BootAsync(VirtualMachine machine, VirtualBoard board, FakeTimeProvider time, TimeSpan? wait = null)
    {
        await using IDatagramSocket boot = Connect(machine, board.BootEndPoint);
        byte[][] image =
        [
            Convert.FromHexString("000100000001000000000000000000000000"),
            [.. Convert.FromHexString("000100000003000000000000000000000000"), .. new byte[1024]],
            Convert.FromHexString("000100000005000000010000000000000000"),
        ];
        foreach (byte[] datagram in image)
        {
            // The network may let a later one overtake.
            long before = board.Statistics.Received;
            boot.Send(datagram);
            await UntilAsync(() => board.Statistics.Received == before + 1);
        }

        time.Advance(wait ?? TimeSpan.FromSeconds(1));
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Yield();
    }

    public static IDatagramSocket Connect(VirtualMachine machine, IPEndPoint remote) => machine.Options.Network.Open(s_client, remote);

    public static async Task<byte[]> AskAsync(IDatagramSocket socket, byte[] datagram)
    {
        socket.Send(datagram);
        return await ReceiveAsync(socket);
    }

    public static async Task<byte[]> ReceiveAsync(IDatagramSocket socket)
    {
        var buffer = new byte[512];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        ReceivedLength received = await socket.ReceiveAsync(buffer, patience.Token);
        return buffer[..received.Length];
    }
}
