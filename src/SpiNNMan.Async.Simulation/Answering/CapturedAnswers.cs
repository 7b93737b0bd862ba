namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>The datagrams that a machine of a capture sent after it got one.</summary>
internal sealed class CapturedAnswers
{
    private readonly List<CapturedAnswer> _answers = [];

    /// <summary>The answers, in the order in which they came.</summary>
    public IReadOnlyList<CapturedAnswer> All => _answers;

    /// <summary>Adds an answer.</summary>
    public void Add(CapturedAnswer answer) => _answers.Add(answer);
}
