using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>As much of GDB as tests need: packets to a debug server, and what comes back.</summary>
internal sealed class RemoteDebugger : IDisposable
{
    private readonly TcpClient _client = new();

    public RemoteDebugger(IPEndPoint server) => _client.Connect(server);

    /// <summary>Sends a packet, and waits for its reply.</summary>
    public async Task<string> AskAsync(string packet, CancellationToken token)
    {
        await SendAsync(packet, token);
        return await ReceiveAsync(token);
    }

    public async Task SendAsync(string packet, CancellationToken token) =>
        await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"${packet}#{packet.Sum(static character => character) & 0xff:x2}"), token);

    public async Task<string> ReceiveAsync(CancellationToken token)
    {
        var text = new StringBuilder();
        byte[] one = new byte[1];
        while (text.Length < 3 || text[^3] != '#')
        {
            await _client.GetStream().ReadExactlyAsync(one, token);
            if (text.Length > 0 || one[0] == '$')
                text.Append((char)one[0]);
        }

        return text.ToString()[1..^3];
    }

    public void Dispose() => _client.Dispose();
}
