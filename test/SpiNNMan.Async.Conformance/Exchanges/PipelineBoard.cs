using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>A board that does to each sending of each request what the plan of a recording did to it, and goes on with the last it did.</summary>
internal sealed class PipelineBoard : IAsyncDisposable
{
    private const int MaxDatagram = 2048;
    private const ushort UnknownSequence = 999;

    private readonly Dictionary<string, (List<Planned> Actions, int Next)> _plan = new(StringComparer.Ordinal);
    private readonly Stack<(byte[] Reply, IPEndPoint To)> _heldBack = new();
    private readonly IDatagramSocket _socket;
    private readonly Task _serving;

    public PipelineBoard(IDatagramNetwork network, JsonElement record)
    {
        string[] plan = [.. record.GetList("plan").Select(action => action.GetString() ?? "")];
        var bySequence = new Dictionary<ushort, Planned>();
        int sent = 0;
        foreach (ExchangeEvent step in ExchangeEvent.ReadAll(record))
        {
            if (step.Kind is not ("send" or "recv"))
                continue;

            var content = new RequestContent(step.Bytes);
            if (step.Kind is "send")
            {
                bySequence[content.Sequence] = new Planned(sent < plan.Length ? plan[sent].Split('+') : ["OK"]);
                Add(content.Text, bySequence[content.Sequence]);
                sent++;
            }
            else if (bySequence.TryGetValue(content.Sequence, out Planned? planned))
            {
                planned.Result = (ScpResult)content.Command;
            }
        }

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
            Planned planned = Take(request.Text);
            foreach (string action in planned.Actions)
                Act(action, planned.Result, request, received.RemoteEndPoint);
        }
    }

    private void Add(string text, Planned planned)
    {
        if (!_plan.TryGetValue(text, out (List<Planned> Actions, int Next) all))
            _plan.Add(text, all = ([], 0));

        all.Actions.Add(planned);
    }

    private Planned Take(string text)
    {
        if (!_plan.TryGetValue(text, out (List<Planned> Actions, int Next) plan))
            return new Planned(["CMD"]) { Result = ScpResult.BadCommand };

        _plan[text] = (plan.Actions, plan.Next + 1);
        return plan.Actions[Math.Min(plan.Next, plan.Actions.Count - 1)];
    }

    private void Act(string action, ScpResult result, RequestContent request, IPEndPoint client)
    {
        switch (action)
        {
            case "drop":
                break;
            case "stale":
                byte[] stale = request.Reply(ScpResult.Ok, Payload);
                (stale[12], stale[13]) = (unchecked((byte)(request.Sequence + UnknownSequence)), (byte)((request.Sequence + UnknownSequence) >> 8));
                _socket.SendTo(stale, client);
                break;
            case "hold":
                _heldBack.Push((request.Reply(ScpResult.Ok, Payload), client));
                break;
            case "flush":
                while (_heldBack.TryPop(out (byte[] Reply, IPEndPoint To) held))
                    _socket.SendTo(held.Reply, held.To);

                break;
            default:
                // Plans name results by short names; the recording has their numbers.
                _socket.SendTo(request.Reply(result, result == ScpResult.Ok ? Payload : []), client);
                break;
        }
    }

    private sealed class Planned(string[] actions)
    {
        public string[] Actions { get; } = actions;

        public ScpResult Result { get; set; } = ScpResult.Ok;
    }
}
