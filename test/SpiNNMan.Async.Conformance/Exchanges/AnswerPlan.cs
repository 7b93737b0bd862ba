using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>What a recording did to each sending of each request: answered it, lost it, held it back, refused it. Each request goes on with the last that was done to it.</summary>
internal sealed class AnswerPlan
{
    private const ushort UnknownSequence = 999;

    private readonly Dictionary<string, (List<Planned> Actions, int Next)> _plan = new(StringComparer.Ordinal);
    private readonly Stack<(byte[] Reply, IPEndPoint To)> _heldBack = new();

    public AnswerPlan(JsonElement record)
    {
        string[] plan = record.Has("plan") ? [.. record.GetList("plan").Select(action => action.GetString() ?? "")] : [];
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
    }

    /// <summary>Whether the recording has a request.</summary>
    public bool Knows(RequestContent request) => _plan.ContainsKey(request.Text);

    /// <summary>What is sent back for a request, in order.</summary>
    /// <param name="request">The request.</param>
    /// <param name="client">Who sent it.</param>
    /// <param name="answer">Makes the answer that tells of success.</param>
    /// <param name="unknown">What was done to requests that the recording does not have.</param>
    public IEnumerable<(byte[] Reply, IPEndPoint To)> Answers(RequestContent request, IPEndPoint client, Func<byte[]?> answer, ScpResult unknown)
    {
        Planned planned = Take(request.Text, unknown);
        foreach (string action in planned.Actions)
        {
            switch (action)
            {
                case "drop":
                    break;
                case "stale" when answer() is { } stale:
                    (stale[12], stale[13]) = (unchecked((byte)(request.Sequence + UnknownSequence)), (byte)((request.Sequence + UnknownSequence) >> 8));
                    yield return (stale, client);
                    break;
                case "hold" when answer() is { } held:
                    _heldBack.Push((held, client));
                    break;
                case "flush":
                    while (_heldBack.TryPop(out (byte[] Reply, IPEndPoint To) late))
                        yield return late;

                    break;
                default:
                    // Plans name results by short names; the recording has their numbers.
                    if ((planned.Result == ScpResult.Ok ? answer() : request.Reply(planned.Result, [])) is { } reply)
                        yield return (reply, client);

                    break;
            }
        }
    }

    private void Add(string text, Planned planned)
    {
        if (!_plan.TryGetValue(text, out (List<Planned> Actions, int Next) all))
            _plan.Add(text, all = ([], 0));

        all.Actions.Add(planned);
    }

    private Planned Take(string text, ScpResult unknown)
    {
        if (!_plan.TryGetValue(text, out (List<Planned> Actions, int Next) plan))
            return new Planned(["unknown"]) { Result = unknown };

        _plan[text] = (plan.Actions, plan.Next + 1);
        return plan.Actions[Math.Min(plan.Next, plan.Actions.Count - 1)];
    }

    private sealed class Planned(string[] actions)
    {
        public string[] Actions { get; } = actions;

        public ScpResult Result { get; set; } = ScpResult.Ok;
    }
}
