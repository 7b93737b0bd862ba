using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>A recorded exchange: what was asked and answered, and what was in memory.</summary>
internal sealed class Recording
{
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<byte[]> _bootMessages = [];

    public Recording(JsonElement record)
    {
        var bySequence = new Dictionary<(string Connection, ushort Sequence), RecordedRequest>();
        foreach (ExchangeEvent step in ExchangeEvent.ReadAll(record))
        {
            if (step is { Kind: "send", Connection: ExchangeEvent.Boot })
                _bootMessages.Add(step.Bytes);
            else if (step.Kind is "send")
                Sent(step, bySequence);
            else if (step.Kind is "recv" && bySequence.TryGetValue((step.Connection, new RequestContent(step.Bytes).Sequence), out RecordedRequest? request))
                request.Answers[^1] = step.Bytes;
        }

        Plan = record.Has("plan") ? new AnswerPlan(record) : null;
        IgnoresWaiting = record.Has("args") && record.GetProperty("args") is { ValueKind: JsonValueKind.Object } arguments
            && record.GetString("op").Contains("execute_flood", StringComparison.Ordinal) && !arguments.GetBoolean("wait");
        foreach (RecordedRequest request in _requests)
            Memory.Remember(request);
    }

    /// <summary>Whether the recording says what each datagram was answered with.</summary>
    public bool HasPlan => Plan is not null;

    /// <summary>What was done to each sending of each request, if the recording says so.</summary>
    public AnswerPlan? Plan { get; }

    /// <summary>Whether an application is loaded that starts at once: the library lets its cores wait, and starts them by a signal.</summary>
    public bool IgnoresWaiting { get; }

    /// <summary>The requests, each once, in the order of their first sending.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _requests;

    /// <summary>What was sent to the boot port.</summary>
    public IReadOnlyList<byte[]> BootMessages => _bootMessages;

    /// <summary>What the requests found in memory, and what they left there.</summary>
    public RecordedMemory Memory { get; } = new();

    private void Sent(ExchangeEvent step, Dictionary<(string Connection, ushort Sequence), RecordedRequest> bySequence)
    {
        var content = new RequestContent(step.Bytes);
        if (!content.IsCommand || !bySequence.TryGetValue((step.Connection, content.Sequence), out RecordedRequest? request)
            || !string.Equals(request.Content.Text, content.Text, StringComparison.Ordinal))
        {
            request = new RecordedRequest(step.Connection, step.Bytes) { BootMessagesBefore = _bootMessages.Count };
            _requests.Add(request);
            if (content.IsCommand)
                bySequence[(step.Connection, content.Sequence)] = request;
        }

        request.Answers.Add(null);
    }
}
