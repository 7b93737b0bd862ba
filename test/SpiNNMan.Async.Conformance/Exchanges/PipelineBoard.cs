using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>A board that does to each sending of each request what the plan of a recording did to it.</summary>
internal sealed class PipelineBoard : IAsyncDisposable
{
    private const int MaxDatagram = 2048;

    private readonly AnswerPlan _plan;
    private readonly IDatagramSocket _socket;
    private readonly Task _serving;

    public PipelineBoard(IDatagramNetwork network, JsonElement record)
    {
        _plan = new AnswerPlan(record);
        _socket = network.Open(new IPEndPoint(IPAddress.Loopback, 0));
        _serving = ServeAsync();
    }

    /// <summary>What every read gives.</summary>
    public static ReadOnlySpan<byte> Payload => [1, 2, 3, 4];

    public IPEndPoint EndPoint => _socket.LocalEndPoint;

    /// <summary>Whether a result asks for the request to be sent again.</summary>
    public static bool IsTransient(ScpResult result) =>
        result is ScpResult.BadLength or ScpResult.Timeout or ScpResult.P2PNoReply or ScpResult.P2PTimeout or ScpResult.P2PBusy or ScpResult.NoBuffer;

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[MaxDatagram];
        while (true)
        {
            ReceivedLength received;
            try
            {
                received = await _socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            }
            catch (SpinnakerConnectionClosedException)
            {
                return;
            }

            var request = new RequestContent(buffer.AsSpan(0, received.Length).ToArray());
            foreach ((byte[] reply, IPEndPoint to) in _plan.Answers(request, received.RemoteEndPoint, () => request.Reply(ScpResult.Ok, Payload), ScpResult.BadCommand))
                _socket.SendTo(reply, to);
        }
    }
}
