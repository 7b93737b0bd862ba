namespace SpiNNMan.Async.Multiplexing;

/// <summary>How many replies to later requests it takes to show that a request is lost; more where replies are seen to overtake each other.</summary>
/// <remarks>
/// A chip answers in order, so one would do. The network may reorder, though: each time that a request is answered after all, the number grows beyond
/// what was seen, and falls again by one in a thousand replies that come in order. Not thread-safe.
/// </remarks>
internal sealed class LossEvidence
{
    /// <summary>The most that it may take.</summary>
    public const int Most = 256;

    private const int Forgetting = 1000;

    private readonly int _least;
    private int _inOrder;

    /// <param name="least">The number to begin with; 0 for none, however many.</param>
    public LossEvidence(int least) => Needed = _least = least;

    /// <summary>How many replies to later requests show that one is lost; 0 if none do.</summary>
    public int Needed { get; private set; }

    /// <summary>Whether replies have come in order for long enough for a single one to mean something.</summary>
    public bool IsInOrder => _least > 0 && Needed == _least && _inOrder >= 0;

    public bool IsEnough(int overtakenBy) => _least > 0 && overtakenBy >= Needed;

    /// <summary>A request was answered that was sent once.</summary>
    /// <param name="overtakenBy">The replies to later requests that came before.</param>
    public void OnAnswered(int overtakenBy)
    {
        if (overtakenBy > 0)
        {
            Widen(overtakenBy + 1);
        }
        else if (++_inOrder >= Forgetting)
        {
            _inOrder = 0;
            if (Needed > _least)
                Needed--;
        }
    }

    /// <summary>A request was sent again on evidence, and the reply to its first transmission came.</summary>
    public void OnMistaken() => Widen(Needed + 1 + (Needed / 4));

    private void Widen(int needed)
    {
        if (_least == 0)
            return;

        // Below zero: the order of replies means less until a thousand have come in order.
        _inOrder = -Forgetting;
        Needed = Math.Min(Most, Math.Max(Needed, needed));
    }
}
