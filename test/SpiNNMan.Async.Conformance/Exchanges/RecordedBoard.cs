using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Answers as a recording says: memory from what the recording found and left there, whatever the pieces, everything else with the recorded answers.</summary>
internal sealed class RecordedBoard : IAsyncDisposable
{
    // More than any recording has by far: who asks on and on waits for what will never happen.
    private const int MaxRequests = 10_000;
    private const int MaxDatagram = 2048;

    private readonly Recording _recording;
    private readonly RecordedMemory _memory;
    private readonly Dictionary<string, RecordedAnswers> _answers = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];
    private readonly List<byte[]> _bootMessages = [];
    private readonly List<(IDatagramSocket Socket, Task Serving)> _ports = [];
    private readonly CancellationTokenSource _exhausted = new();
    private readonly Lock _gate = new();
    private int _requests;

    public RecordedBoard(Recording recording)
    {
        _recording = recording;
        _memory = recording.Memory.Before();
        IgnoresWaiting = recording.IgnoresWaiting;
        foreach (RecordedRequest request in recording.Requests)
        {
            if (!_answers.TryGetValue(TextOf(request.Content), out RecordedAnswers? answers))
                _answers.Add(TextOf(request.Content), answers = new RecordedAnswers());

            answers.Add(request);
        }
    }

    /// <summary>Answers what the recording does not have, if it is to be answered, and everything as long as nobody watches.</summary>
    public Func<RequestContent, byte[]?> Prepared { get; set; } = static _ => null;

    /// <summary>Cancelled once there were so many requests that there is no end to them. A limit on the clock would not do: while the work
    /// is passed from thread to thread, a simulated clock runs on to it.</summary>
    public CancellationToken Exhausted => _exhausted.Token;

    /// <summary>What is in memory.</summary>
    public RecordedMemory Memory => _memory;

    /// <summary>Whether what is asked is to be compared with the recording.</summary>
    public bool IsWatched { get; set; } = true;

    /// <summary>Whether it makes no difference if cores wait for a signal before they start: the library always lets them wait, and then gives the signal.</summary>
    public bool IgnoresWaiting { get; }

    /// <summary>Answers at an address and port.</summary>
    public void Listen(IDatagramNetwork network, IPEndPoint endPoint, string connection)
    {
        IDatagramSocket socket = network.Open(endPoint);
        _ports.Add((socket, ServeAsync(socket, connection)));
    }

    /// <summary>Compares what was asked and what is in memory now with the recording.</summary>
    public IReadOnlyList<string> Differences(bool requests)
    {
        var differences = new List<string>();
        lock (_gate)
        {
            if (_memory.Difference(_recording.Memory) is { } memory)
                differences.Add(memory);

            if (!_recording.BootMessages.Select(Convert.ToHexStringLower).SequenceEqual(_bootMessages.Select(Convert.ToHexStringLower), StringComparer.Ordinal))
                differences.Add($"boot messages: expected {_recording.BootMessages.Count}, got {_bootMessages.Count} or others");

            if (!requests)
                return differences;

            List<string> expected = [.. _recording.Requests.Where(request => !request.Content.IsStep && MemoryAccess.Of(request.Connection, request.Content) is null).Select(request => TextOf(request.Content))];
            List<string> missing = Without(expected, _asked);
            List<string> more = Without(_asked, expected);
            if (missing.Count + more.Count > 0)
                differences.Add($"requests: expected {string.Join(" | ", missing.DefaultIfEmpty("no other"))}, got {string.Join(" | ", more.DefaultIfEmpty("none"))}");
        }

        return differences;
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((IDatagramSocket socket, Task serving) in _ports)
        {
            await socket.DisposeAsync();
            await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _exhausted.Dispose();
    }

    private static List<string> Without(List<string> all, List<string> others)
    {
        List<string> rest = [.. all];
        foreach (string other in others)
            rest.Remove(other);

        return rest;
    }

    private async Task ServeAsync(IDatagramSocket socket, string connection)
    {
        var buffer = new byte[MaxDatagram];
        while (true)
        {
            ReceivedLength received;
            try
            {
                received = await socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            }
            catch (SpinnakerConnectionClosedException)
            {
                return;
            }

            byte[] datagram = buffer.AsSpan(0, received.Length).ToArray();
            List<(byte[] Reply, IPEndPoint To)> answers;
            lock (_gate)
                answers = [.. Answers(connection, datagram, received.RemoteEndPoint)];

            if (Interlocked.Increment(ref _requests) == MaxRequests)
                await _exhausted.CancelAsync();

            foreach ((byte[] reply, IPEndPoint to) in answers)
                socket.SendTo(reply, to);
        }
    }

    private IEnumerable<(byte[] Reply, IPEndPoint To)> Answers(string connection, byte[] datagram, IPEndPoint client)
    {
        if (IsWatched && _recording.Plan is { } plan && new RequestContent(datagram) is { IsCommand: true } request)
            return plan.Answers(request, client, () => Answer(connection, datagram), ScpResult.Ok);

        return Answer(connection, datagram) is { } answer ? [(answer, client)] : [];
    }

    private byte[]? Answer(string connection, byte[] datagram)
    {
        if (string.Equals(connection, ExchangeEvent.Boot, StringComparison.Ordinal))
        {
            _bootMessages.Add(datagram);
            return null;
        }

        var request = new RequestContent(datagram);
        if (MemoryAccess.Of(connection, request) is { } access)
            return AnswerFromMemory(request, access);

        if (IgnoresWaiting && request.IsCommand && request.IsStartSignal)
            return request.Reply(ScpResult.Ok, []);

        string text = TextOf(request);
        bool isRecorded = _answers.TryGetValue(text, out RecordedAnswers? answers);
        byte[]? prepared = request.IsCommand && (!isRecorded || !IsWatched) ? Prepared(request) : null;
        if (prepared is not null || !IsWatched)
            return prepared ?? request.Reply(ScpResult.BadCommand, []);

        if (!request.IsStep)
            _asked.Add(text);

        if (!isRecorded)
            return request.IsCommand ? request.Reply(request.IsStep ? ScpResult.Ok : ScpResult.BadCommand, []) : null;

        return answers!.Take(_bootMessages.Count) is { } recorded ? Renumber(recorded, request) : null;
    }

    private byte[] AnswerFromMemory(RequestContent request, MemoryAccess access)
    {
        if (!access.IsWrite)
            return request.Reply(ScpResult.Ok, _memory.Read(access));

        _memory.Write(access, request.Data);
        return request.Reply(ScpResult.Ok, []);
    }

    private string TextOf(RequestContent request) => IgnoresWaiting ? request.WithoutWaiting.Text : request.Text;

    // The recorded answer, with the number of the request and the tag and source that are its own.
    private static byte[] Renumber(byte[] recorded, RequestContent request)
    {
        byte[] answer = [.. recorded];
        request.Reply(ScpResult.Ok, []).AsSpan(12, 2).CopyTo(answer.AsSpan(12));
        return answer;
    }
}
