using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Executed;

/// <summary>Datagrams to ports of boards come to programs that execute, and their answers come back.</summary>
[CancelAfter(60_000)]
internal sealed class ReverseTagTests
{
    private const int Tag = 3;
    private const int Port = 12_345;

    private static readonly IPEndPoint s_host = new(IPAddress.Parse("10.0.9.9"), 40_000);

    [TestCase(0, 0, 1, TestName = "On the chip with the Ethernet")]
    [TestCase(1, 1, 7, TestName = "On another chip")]
    public async Task A_datagram_to_the_port_of_a_reverse_tag_comes_to_a_program_that_executes(int x, int y, int port, CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken);
        CoreLocation core = Bench.Core(2, x, y);
        await StartAsync(bench, core, port, Bench.Root, cancellationToken);

        byte[] sent = [.. Enumerable.Range(0, 200).Select(static number => (byte)number)];
        byte[] reply = await AskAsync(bench, IPAddress.Parse("10.0.0.1"), sent, cancellationToken);

        Assert.That(Numbers(reply), Is.EqualTo((199u * 200 / 2, 200u)));
        Assert.That(bench.UserOf(core, 1), Is.EqualTo(((uint)Tag << 24) | 0xff0000), "the tag, and the chip with the Ethernet as who sent it");
    }

    [Test]
    public async Task Every_board_has_tags_of_its_own(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken, new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) });
        foreach ((int number, ChipLocation board) in bench.Virtual.Boards.Select(static board => (board.Number, board.Location)))
        {
            CoreLocation core = new(board, 2);
            await StartAsync(bench, core, 1, board, cancellationToken);
            byte[] reply = await AskAsync(bench, bench.Virtual.Boards[number].EndPoint.Address, new byte[number + 1], cancellationToken);

            Assert.That((Numbers(reply), bench.UserOf(core, 2)), Is.EqualTo(((0u, (uint)number + 1), 1u)));
        }
    }

    private static async Task StartAsync(Bench bench, CoreLocation core, int port, ChipLocation board, CancellationToken cancellationToken)
    {
        await bench.StartAsync("listen", [core]);
        bench.WaitFor(core, CoreState.Running);
        await bench.RunAsync(bench.Transceiver.Tags.SetReverseAsync(Tag, Port, core, port, board, cancellationToken));
    }

    private static async Task<byte[]> AskAsync(Bench bench, IPAddress board, byte[] datagram, CancellationToken cancellationToken)
    {
        await using IDatagramSocket socket = bench.Machine.World.Network.Open(s_host, new IPEndPoint(board, Port));
        socket.Send(datagram);
        var buffer = new byte[512];
        ReceivedLength received = await bench.RunAsync(socket.ReceiveAsync(buffer, cancellationToken).AsTask());
        return buffer[..received.Length];
    }

    private static (uint Sum, uint Count) Numbers(byte[] reply)
    {
        Assert.That(reply, Has.Length.EqualTo(8), "without a header: the library's tags want none");
        return (BinaryPrimitives.ReadUInt32LittleEndian(reply), BinaryPrimitives.ReadUInt32LittleEndian(reply.AsSpan(4)));
    }
}
