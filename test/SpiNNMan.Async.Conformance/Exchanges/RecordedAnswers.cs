namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>The answers to one request that a recording has, however often it was made.</summary>
internal sealed class RecordedAnswers
{
    private readonly List<(byte[]? Answer, int BootMessagesBefore)> _answers = [];
    private int _next;

    public void Add(RecordedRequest request)
    {
        foreach (byte[]? answer in request.Answers)
            _answers.Add((answer, request.BootMessagesBefore));
    }

    /// <summary>The next answer, or the last again; <see langword="null"/> for silence.</summary>
    /// <param name="bootMessages">How many boot messages have come: a board that was silent until it was booted is so, however often it is asked.</param>
    public byte[]? Take(int bootMessages)
    {
        int opened = _answers.FindIndex(_next, entry => entry.BootMessagesBefore > _answers[_next].BootMessagesBefore && entry.BootMessagesBefore <= bootMessages);
        if (opened >= 0 && _answers[_next].Answer is null)
            _next = opened;

        byte[]? answer = _answers[_next].Answer;
        if (_next + 1 < _answers.Count && _answers[_next + 1].BootMessagesBefore <= bootMessages)
            _next++;

        return answer;
    }
}
