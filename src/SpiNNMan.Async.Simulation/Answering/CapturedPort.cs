using System.Net;

namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>A port of a machine in a capture, with all that came to it and what it answered.</summary>
/// <param name="endPoint">Where it was.</param>
internal sealed class CapturedPort(IPEndPoint endPoint)
{
    private readonly Dictionary<string, Occurrences> _occurrences = new(StringComparer.Ordinal);

    /// <summary>Where it was.</summary>
    public IPEndPoint EndPoint => endPoint;

    /// <summary>The kind.</summary>
    public AnsweringPortKind Kind { get; set; } = AnsweringPortKind.Board;

    /// <summary>A datagram came to it.</summary>
    /// <returns>Where its answers go.</returns>
    public CapturedAnswers Add(ReadOnlyMemory<byte> datagram)
    {
        string key = DatagramContent.KeyOf(datagram);
        if (!_occurrences.TryGetValue(key, out Occurrences? same))
            _occurrences[key] = same = new Occurrences();

        var answers = new CapturedAnswers();
        same.All.Add(answers);
        return answers;
    }

    /// <summary>The answers to a datagram: the first time those of the first time in the capture, and so on. After the last time, those of the last time that was answered.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="isRepeated">Whether the capture has it fewer times.</param>
    /// <returns>The answers, which may be none; <see langword="null"/> if the capture has not got the datagram.</returns>
    public CapturedAnswers? Take(ReadOnlyMemory<byte> datagram, out bool isRepeated)
    {
        isRepeated = false;
        if (!_occurrences.TryGetValue(DatagramContent.KeyOf(datagram), out Occurrences? same))
            return null;

        lock (same)
        {
            isRepeated = same.Next == same.All.Count;
            return isRepeated ? same.All.FindLast(static answers => answers.All.Count > 0) ?? same.All[^1] : same.All[same.Next++];
        }
    }

    private sealed class Occurrences
    {
        public List<CapturedAnswers> All { get; } = [];

        public int Next { get; set; }
    }
}
