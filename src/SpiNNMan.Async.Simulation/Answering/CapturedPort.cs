using System.Net;

namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>A port of a machine in a capture, with all that came to it and what it answered.</summary>
/// <param name="endPoint">Where it was.</param>
internal sealed class CapturedPort(IPEndPoint endPoint)
{
    private readonly Dictionary<string, CapturedRequest> _requests = new(StringComparer.Ordinal);

    /// <summary>Where it was.</summary>
    public IPEndPoint EndPoint => endPoint;

    /// <summary>The kind.</summary>
    public AnsweringPortKind Kind { get; set; } = AnsweringPortKind.Board;

    /// <summary>A datagram came to it.</summary>
    /// <param name="datagram">Its bytes.</param>
    /// <param name="host">The sender.</param>
    /// <param name="time">When it was captured.</param>
    /// <param name="changes">How many requests that change a machine came before it.</param>
    /// <param name="isNew">Whether it is no further try of a request.</param>
    /// <returns>The request.</returns>
    public CapturedExchange Add(ReadOnlyMemory<byte> datagram, IPEndPoint host, DateTimeOffset time, int changes, out bool isNew)
    {
        string key = DatagramContent.KeyOf(datagram);
        if (!_requests.TryGetValue(key, out CapturedRequest? request))
            _requests[key] = request = new CapturedRequest();

        ushort? sequence = SequenceOf(datagram);
        CapturedExchange? open = request.FindOpen(host, sequence, time);
        isNew = open is null;
        return open ?? request.Add(host, sequence, changes);
    }

    /// <summary>The capture is over.</summary>
    public void EndCapture()
    {
        foreach (CapturedRequest request in _requests.Values)
            request.EndCapture();
    }

    /// <summary>The answers to a datagram.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="host">The sender.</param>
    /// <param name="now">The time.</param>
    /// <param name="position">How far the capture has come.</param>
    /// <param name="isRepeated">Whether the capture has it fewer times.</param>
    /// <returns>The answers, which may be none; <see langword="null"/> if the capture has not got the datagram.</returns>
    public CapturedAnswers? Take(ReadOnlyMemory<byte> datagram, IPEndPoint host, DateTimeOffset now, ReplayPosition position, out bool isRepeated)
    {
        isRepeated = false;
        if (!_requests.TryGetValue(DatagramContent.KeyOf(datagram), out CapturedRequest? request))
            return null;

        ushort? sequence = SequenceOf(datagram);
        bool isChange = DatagramContent.IsChange(datagram);
        lock (request)
        {
            if (request.FindOpen(host, sequence, now) is { } open)
                return open.TakeTry(now, out isRepeated);

            CapturedExchange exchange = request.Choose(host, sequence, isChange ? null : position.Changes, out isRepeated);
            if (isChange && !isRepeated)
                position.Reach(exchange.Changes + 1);

            return isRepeated ? exchange.TakeLast(now) : exchange.TakeTry(now, out _);
        }
    }

    private static ushort? SequenceOf(ReadOnlyMemory<byte> datagram) => DatagramContent.TryReadSequence(datagram.Span, out ushort sequence) ? sequence : null;
}
