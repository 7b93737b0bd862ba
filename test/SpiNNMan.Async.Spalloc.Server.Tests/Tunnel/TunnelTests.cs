using System.Buffers.Binary;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Spalloc.Server.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Tunnel;

/// <summary>The websocket that carries datagrams to the boards of a job.</summary>
[CancelAfter(60_000)]
internal sealed class TunnelTests
{
    private const uint CommandPort = 17893;
    private const uint BootPort = 54321;

    [Test]
    public async Task A_board_is_booted_and_asked_through_the_tunnel(CancellationToken cancellationToken)
    {
        await using Tunnelled tunnel = await Tunnelled.OpenAsync(boards: 3, cancellationToken);
        uint boot = await tunnel.OpenChannelAsync(0, 0, BootPort, cancellationToken);
        foreach (byte[] datagram in BootDatagrams.Make())
            await tunnel.SendAsync([.. Words(2, boot), .. datagram], cancellationToken);
        await Poll.UntilAsync(() => tunnel.Served.Machine.Boards.All(static board => board.State == BoardState.Ready), cancellationToken);

        uint corner = await tunnel.OpenChannelAsync(8, 4, CommandPort, cancellationToken);
        Assert.That(corner, Is.GreaterThan(boot));
        await tunnel.SendAsync([.. Words(2, corner), .. GetVersion(8, 4)], cancellationToken);
        byte[] reply = await tunnel.ReceiveAsync(cancellationToken);
        Assert.That(reply[..8], Is.EqualTo(Words(2, corner)));
        Assert.That(reply[18..20], Is.EqualTo(new byte[] { 0x80, 0 }), "the result of the command");
        Assert.That((reply[22 + 3], reply[22 + 2]), Is.EqualTo(((byte)8, (byte)4)), "it is the board at 8, 4 that answers");

        await tunnel.SendAsync(Words(1, 7, corner), cancellationToken);
        Assert.That(await tunnel.ReceiveAsync(cancellationToken), Is.EqualTo(Words(1, 7, corner)));
        await tunnel.SendAsync(Words(1, 8, corner), cancellationToken);
        Assert.That(await tunnel.ReceiveAsync(cancellationToken), Is.EqualTo(Words(1, 8, 0)), "it was not open any more");

        // What is for a channel that is closed is dropped.
        await tunnel.SendAsync([.. Words(2, corner), .. GetVersion(8, 4)], cancellationToken);
        await tunnel.SendAsync(Words(1, 9, boot), cancellationToken);
        Assert.That(await tunnel.ReceiveAsync(cancellationToken), Is.EqualTo(Words(1, 9, boot)));
    }

    [Test]
    public async Task A_channel_to_no_board_sends_to_all_of_the_job(CancellationToken cancellationToken)
    {
        await using Tunnelled tunnel = await Tunnelled.OpenAsync(boards: 3, cancellationToken);
        await tunnel.BootAsync(cancellationToken);
        await tunnel.SendAsync(Words(3, 1), cancellationToken);
        byte[] opened = await tunnel.ReceiveAsync(cancellationToken);
        Assert.That(opened, Has.Length.EqualTo(20));
        uint channel = Word(opened, 2);
        Assert.That(new IPAddress(opened[12..16]), Is.EqualTo(IPAddress.Loopback));
        Assert.That(Word(opened, 4), Is.InRange(1u, 65535u));

        foreach ((uint x, uint y) in ((uint, uint)[])[(0, 0), (4, 8)])
        {
            await tunnel.SendAsync([.. Words(4, channel, x, y, CommandPort), .. GetVersion((byte)x, (byte)y)], cancellationToken);
            byte[] reply = await tunnel.ReceiveAsync(cancellationToken);
            Assert.That((reply[22 + 3], reply[22 + 2]), Is.EqualTo(((byte)x, (byte)y)));
        }

        // A message by it without a place goes nowhere, and disturbs nothing.
        await tunnel.SendAsync([.. Words(2, channel), .. GetVersion(0, 0)], cancellationToken);
        await tunnel.SendAsync(Words(1, 2, channel), cancellationToken);
        Assert.That(await tunnel.ReceiveAsync(cancellationToken), Is.EqualTo(Words(1, 2, channel)));
    }

    [TestCase(1u, 0u, CommandPort, "unrecognised ethernet chip")]
    [TestCase(8u, 4u, CommandPort, "unrecognised ethernet chip")]
    [TestCase(0u, 0u, 0u, "bad port number")]
    [TestCase(0u, 0u, 65536u, "bad port number")]
    public async Task A_channel_that_cannot_be_is_an_error_that_leaves_the_tunnel_open(uint x, uint y, uint port, string problem, CancellationToken cancellationToken)
    {
        await using Tunnelled tunnel = await Tunnelled.OpenAsync(boards: 1, cancellationToken);
        await tunnel.SendAsync(Words(0, 5, x, y, port), cancellationToken);

        byte[] error = await tunnel.ReceiveAsync(cancellationToken);
        Assert.That(error[..8], Is.EqualTo(Words(5, 5)));
        Assert.That(Encoding.UTF8.GetString(error[8..]), Is.EqualTo(problem));
        Assert.That(await tunnel.OpenChannelAsync(0, 0, CommandPort, cancellationToken), Is.GreaterThan(0));
    }

    private static IEnumerable<TestCaseData> BadFrames() =>
    [
        new TestCaseData(Words(9, 1)).SetArgDisplayNames("unknown operation"),
        new TestCaseData(new byte[] { 0, 0, 0 }).SetArgDisplayNames("three bytes"),
        new TestCaseData(Array.Empty<byte>()).SetArgDisplayNames("no bytes"),
        new TestCaseData(Words(0, 1, 0, 0)).SetArgDisplayNames("short OPEN"),
        new TestCaseData(Words(0, 1, 0, 0, 17893, 0)).SetArgDisplayNames("long OPEN"),
        new TestCaseData(Words(1, 1)).SetArgDisplayNames("short CLOSE"),
        new TestCaseData(Words(3, 1, 0)).SetArgDisplayNames("long OPEN_UNCONNECTED"),
        new TestCaseData(Words(4, 1, 0, 0)).SetArgDisplayNames("short MESSAGE_TO"),
    ];

    [TestCaseSource(nameof(BadFrames))]
    public async Task What_makes_no_sense_closes_the_tunnel_as_bad_data(byte[] frame, CancellationToken cancellationToken)
    {
        await using Tunnelled tunnel = await Tunnelled.OpenAsync(boards: 1, cancellationToken);
        await tunnel.SendAsync(frame, cancellationToken);

        Assert.That(await tunnel.ReceiveCloseAsync(cancellationToken), Is.EqualTo(WebSocketCloseStatus.InvalidPayloadData));
    }

    [Test]
    public async Task A_message_to_a_place_by_a_channel_to_one_board_closes_the_tunnel(CancellationToken cancellationToken)
    {
        await using Tunnelled tunnel = await Tunnelled.OpenAsync(boards: 1, cancellationToken);
        uint channel = await tunnel.OpenChannelAsync(0, 0, CommandPort, cancellationToken);
        await tunnel.SendAsync([.. Words(4, channel, 0, 0, CommandPort), 1], cancellationToken);

        Assert.That(await tunnel.ReceiveCloseAsync(cancellationToken), Is.EqualTo(WebSocketCloseStatus.InvalidPayloadData));
    }

    [Test]
    public async Task A_message_to_a_board_that_is_not_the_jobs_closes_the_tunnel(CancellationToken cancellationToken)
    {
        await using Tunnelled tunnel = await Tunnelled.OpenAsync(boards: 1, cancellationToken);
        await tunnel.SendAsync(Words(3, 1), cancellationToken);
        uint channel = Word(await tunnel.ReceiveAsync(cancellationToken), 2);
        await tunnel.SendAsync([.. Words(4, channel, 8, 4, CommandPort), 1], cancellationToken);

        Assert.That(await tunnel.ReceiveCloseAsync(cancellationToken), Is.EqualTo(WebSocketCloseStatus.InvalidPayloadData));
    }

    [Test]
    public async Task The_tunnel_ends_with_the_job(CancellationToken cancellationToken)
    {
        await using Tunnelled tunnel = await Tunnelled.OpenAsync(boards: 1, cancellationToken);
        await tunnel.OpenChannelAsync(0, 0, CommandPort, cancellationToken);
        await tunnel.Client.SendAsync(HttpMethod.Delete, tunnel.Job, cancellationToken);

        Assert.That(await tunnel.ReceiveCloseAsync(cancellationToken), Is.EqualTo(WebSocketCloseStatus.NormalClosure));
        WebSocketException? refused = await Assert.ThrowsAsync<WebSocketException>(async () => await tunnel.Client.OpenTunnelAsync(tunnel.Proxy, cancellationToken));
        Assert.That(refused!.Message, Does.Contain("503"));
    }

    [Test]
    public async Task The_service_ends_with_tunnels_open(CancellationToken cancellationToken)
    {
        Tunnelled tunnel = await Tunnelled.OpenAsync(boards: 1, cancellationToken);
        await tunnel.OpenChannelAsync(0, 0, CommandPort, cancellationToken);
        await tunnel.Served.DisposeAsync();
        Assert.That(async () => await tunnel.ReceiveAsync(cancellationToken), Throws.Exception);
        await tunnel.DisposeAsync();
    }

    private static byte[] Words(params ReadOnlySpan<uint> words)
    {
        var bytes = new byte[4 * words.Length];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);

        return bytes;
    }

    private static uint Word(byte[] bytes, int index) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * index));

    /// <summary>The command that asks the monitor of a chip for its version.</summary>
    private static byte[] GetVersion(byte x, byte y) => [0, 0, 0x87, 0xFF, 0, 0xFF, y, x, 0, 0, 0, 0, 0, 0, .. new byte[12]];

    /// <summary>A tunnel to the boards of a job.</summary>
    private sealed class Tunnelled : IAsyncDisposable
    {
        private readonly byte[] _buffer = new byte[2048];

        public required ServedMachine Served { get; init; }

        public required RestClient Client { get; init; }

        public required string Job { get; init; }

        public required string Proxy { get; init; }

        public required ClientWebSocket Socket { get; init; }

        public static async Task<Tunnelled> OpenAsync(int boards, CancellationToken cancellationToken)
        {
            ServedMachine served = await ServedMachine.StartAsync();
            RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
            string uri = await client.CreateAsync($$"""{"keepalive-interval":"PT300S","tags":["default"],"num-boards":{{boards}}}""", cancellationToken);
            JsonNode job = await client.WaitForStateAsync(uri, "READY", cancellationToken);
            var proxy = (string)job["proxy-ref"]!;
            return new Tunnelled { Served = served, Client = client, Job = uri, Proxy = proxy, Socket = await client.OpenTunnelAsync(proxy, cancellationToken) };
        }

        public Task SendAsync(byte[] frame, CancellationToken cancellationToken) => Socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

        public async Task<byte[]> ReceiveAsync(CancellationToken cancellationToken)
        {
            WebSocketReceiveResult received = await Socket.ReceiveAsync(_buffer, cancellationToken);
            return received is { MessageType: WebSocketMessageType.Binary, EndOfMessage: true } ? _buffer[..received.Count] : throw new AssertionException($"{received.CloseStatus}: {received.CloseStatusDescription}");
        }

        public async Task<WebSocketCloseStatus?> ReceiveCloseAsync(CancellationToken cancellationToken) => (await Socket.ReceiveAsync(_buffer, cancellationToken)).CloseStatus;

        public async Task<uint> OpenChannelAsync(uint x, uint y, uint port, CancellationToken cancellationToken)
        {
            await SendAsync(Words(0, 99, x, y, port), cancellationToken);
            byte[] opened = await ReceiveAsync(cancellationToken);
            Assert.That(opened[..8], Is.EqualTo(Words(0, 99)));
            Assert.That(opened, Has.Length.EqualTo(12));
            return Word(opened, 2);
        }

        public async Task BootAsync(CancellationToken cancellationToken)
        {
            uint boot = await OpenChannelAsync(0, 0, BootPort, cancellationToken);
            foreach (byte[] datagram in BootDatagrams.Make())
                await SendAsync([.. Words(2, boot), .. datagram], cancellationToken);
            await Poll.UntilAsync(() => Served.Machine.Boards[0].State == BoardState.Ready, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            Socket.Dispose();
            Client.Dispose();
            await Served.DisposeAsync();
        }
    }
}
