using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Spalloc.Server.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Rest;

/// <summary>The memories of the chips of jobs.</summary>
[CancelAfter(60_000)]
internal sealed class MemoryTests
{
    private const uint Address = 0x6001_0000;

    [Test]
    public async Task Memory_is_written_and_read(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        string uri = await BootAsync(served, client, cancellationToken);
        var content = new byte[100_001];
        new Random(1).NextBytes(content);

        HttpResponseMessage written = await client.SendAsync(HttpMethod.Post, $"{uri}/memory?x=1&y=2&address={Address}", cancellationToken, Bytes(content));
        Assert.That(written.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await written.Content.ReadAsStringAsync(cancellationToken));
        var inside = new byte[content.Length];
        served.Machine.ReadMemory(new ChipLocation(1, 2), Address, inside);
        Assert.That(inside, Is.EqualTo(content));
        HttpResponseMessage read = await client.SendAsync(HttpMethod.Get, $"{uri}/memory?x=1&y=2&address={Address}&size={content.Length}", cancellationToken);
        Assert.That(read.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/octet-stream"));
        Assert.That(await read.Content.ReadAsByteArrayAsync(cancellationToken), Is.EqualTo(content));
    }

    [Test]
    public async Task Routers_are_reset_and_their_filters_set(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        string uri = await BootAsync(served, client, cancellationToken);

        HttpResponseMessage reset = await client.SendAsync(HttpMethod.Delete, $"{uri}/router?13=305419896", cancellationToken);
        Assert.That(reset.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await reset.Content.ReadAsStringAsync(cancellationToken));
        var word = new byte[4];
        served.Machine.ReadMemory(new ChipLocation(7, 7), MemoryMap.GetRouterFilterAddress(13), word);
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(word) & 0x1FFF_FFFF, Is.EqualTo(305419896));
        Assert.That((await client.SendAsync(HttpMethod.Delete, $"{uri}/router?16=1", cancellationToken)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("memory?x=0&y=0&address=4294967295&size=2", HttpStatusCode.BadRequest)]
    [TestCase("memory?x=0&y=0&address=0&size=0", HttpStatusCode.BadRequest)]
    [TestCase("memory?x=0&y=0&size=4", HttpStatusCode.BadRequest)]
    [TestCase("memory?x=200&y=0&address=1610612736&size=4", HttpStatusCode.InternalServerError)]
    [TestCase("fast-data-read?gather_x=0&gather_y=0&x=0&y=0&p=1&address=0&size=4&iptag=1&eth_address=10.1.0.9", HttpStatusCode.BadRequest)]
    [TestCase("fast-data-read?gather_x=0&gather_y=0&x=0&y=0&p=1&address=1610612736&size=4&iptag=1&eth_address=10.1.0.99", HttpStatusCode.BadRequest)]
    [TestCase("fast-data-read?gather_x=0&gather_y=0&x=0&y=0&p=1&address=1610612736&size=4&iptag=16&eth_address=10.1.0.9", HttpStatusCode.BadRequest)]
    [TestCase("fast-data-read?gather_x=0&gather_y=0&x=0&y=0&p=1&address=1610612736&size=4&iptag=1&eth_address=10.1.0.9", HttpStatusCode.InternalServerError)]
    public async Task What_cannot_be_read_is_refused(string path, HttpStatusCode status, CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        using RestClient client = await RestClient.LogInAsync(served.Server.WebAddress!, cancellationToken);
        string uri = await BootAsync(served, client, cancellationToken);

        Assert.That((await client.SendAsync(HttpMethod.Get, $"{uri}/{path}", cancellationToken)).StatusCode, Is.EqualTo(status));
    }

    private static ByteArrayContent Bytes(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }

    private static async Task<string> BootAsync(ServedMachine served, RestClient client, CancellationToken cancellationToken)
    {
        string uri = await client.CreateAsync("""{"keepalive-interval":"PT300S","tags":["default"]}""", cancellationToken);
        await client.WaitForStateAsync(uri, "READY", cancellationToken);
        await using IDatagramSocket socket = served.Machine.Options.Network.Open(new IPEndPoint(IPAddress.Any, 0), served.Machine.Boards[0].BootEndPoint);
        foreach (byte[] datagram in BootDatagrams.Make())
            socket.Send(datagram);

        await Poll.UntilAsync(() => served.Machine.Boards[0].State == BoardState.Ready, cancellationToken);
        return uri;
    }
}
