namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>A request of a capture: all its tries, each with its answers.</summary>
/// <param name="changes">How many requests that change a machine came before it.</param>
internal sealed class CapturedExchange(int changes)
{
    /// <summary>How long a request without an answer may be tried again.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>How long an answer may be on its way to the host.</summary>
    private static readonly TimeSpan s_onItsWay = TimeSpan.FromMilliseconds(100);

    private readonly List<CapturedAnswers> _tries = [];
    private int _next;

    /// <summary>How many requests that change a machine came before it.</summary>
    public int Changes => changes;

    /// <summary>Whether its turn has come, or has passed.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Whether any try was answered.</summary>
    public bool HasAnswer => _tries.Exists(static answers => answers.All.Count > 0);

    /// <summary>Until when the same request with the same number is a further try.</summary>
    public DateTimeOffset OpenUntil { get; private set; }

    /// <summary>Adds a try.</summary>
    public CapturedAnswers AddTry(DateTimeOffset now)
    {
        var answers = new CapturedAnswers();
        _tries.Add(answers);
        OpenUntil = now + s_longest;
        return answers;
    }

    /// <summary>Takes note of an answer. The host does not try again once it has it.</summary>
    public void Answered(DateTimeOffset now) => OpenUntil = now + s_onItsWay;

    /// <summary>Begins anew, for the tries of the host of now.</summary>
    public void Begin()
    {
        IsTaken = true;
        _next = 0;
    }

    /// <summary>Takes the answers to the next try. If there are more tries than in the capture, these are those of the last one that was answered.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isRepeated">Whether the capture has fewer tries.</param>
    public CapturedAnswers TakeTry(DateTimeOffset now, out bool isRepeated)
    {
        isRepeated = _next == _tries.Count;
        return isRepeated ? TakeLast(now) : Take(_tries[_next++], now);
    }

    /// <summary>Takes the answers to the last try that was answered.</summary>
    public CapturedAnswers TakeLast(DateTimeOffset now)
    {
        _next = _tries.Count;
        return Take(_tries.FindLast(static answers => answers.All.Count > 0) ?? _tries[^1], now);
    }

    private CapturedAnswers Take(CapturedAnswers answers, DateTimeOffset now)
    {
        OpenUntil = answers.All.Count == 0 ? now + s_longest : now + answers.All[^1].Delay + s_onItsWay;
        return answers;
    }
}
