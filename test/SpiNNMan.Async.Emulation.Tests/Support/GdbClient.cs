using System.Net;
using System.Net.Sockets;
using System.Text;
using SpiNNMan.Async.Emulation.Debugging.Protocol;

namespace SpiNNMan.Async.Emulation.Tests.Support;

/// <summary>The other end of the protocol, for tests: packets in and out.</summary>
internal sealed class GdbClient : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly byte[] _one = new byte[1];
    private NetworkStream _stream = null!;

    public static async Task<GdbClient> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        GdbClient client = new();
        await client._client.ConnectAsync(endPoint, cancellationToken);
        client._stream = client._client.GetStream();
        return client;
    }

    /// <summary>Sends a packet, and waits for its reply.</summary>
    public async Task<string> AskAsync(string packet, CancellationToken cancellationToken)
    {
        await SendAsync(packet, cancellationToken);
        return await ReceiveAsync(cancellationToken);
    }

    public async Task SendAsync(string packet, CancellationToken cancellationToken) => await SendRawAsync(PacketWriter.Write(packet), cancellationToken);

    public async Task SendRawAsync(byte[] bytes, CancellationToken cancellationToken) => await _stream.WriteAsync(bytes, cancellationToken);

    /// <summary>The next packet or notification; its first character says which. Checks its sum, and acknowledges nothing.</summary>
    public async Task<string> ReceiveAsync(CancellationToken cancellationToken)
    {
        char start = await NextAsync(cancellationToken);
        while (start is '+') start = await NextAsync(cancellationToken);
        if (start is '-') return "-";
        Assert.That(start, Is.AnyOf('$', '%'));
        var content = new StringBuilder(start is '%' ? "%" : "");
        int sum = 0;
        while (await NextAsync(cancellationToken) is var next and not '#')
        {
            sum += next;
            if (next == '}')
            {
                next = await NextAsync(cancellationToken);
                sum += next;
                next = (char)(next ^ 0x20);
            }

            content.Append(next);
        }

        string digits = $"{await NextAsync(cancellationToken)}{await NextAsync(cancellationToken)}";
        Assert.That(Convert.ToInt32(digits, 16), Is.EqualTo(sum & 0xff));
        return content.ToString();
    }

    public void Dispose() => _client.Dispose();

    private async Task<char> NextAsync(CancellationToken cancellationToken)
    {
        await _stream.ReadExactlyAsync(_one, cancellationToken);
        return (char)_one[0];
    }
}
