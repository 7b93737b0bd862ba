namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>What a machine of a capture sent after it got a datagram.</summary>
internal sealed class CapturedAnswers
{
    private readonly List<CapturedAnswer> _answers = [];

    /// <summary>The answers, in the order in which they came.</summary>
    public IReadOnlyList<CapturedAnswer> All => _answers;

    /// <summary>Adds an answer.</summary>
    public void Add(CapturedAnswer answer) => _answers.Add(answer);
}
