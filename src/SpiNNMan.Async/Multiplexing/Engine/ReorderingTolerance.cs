namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>How many replies to later requests it takes to show that a request is lost; more where replies are seen to overtake each other.</summary>
/// <remarks>
/// A chip answers in order, so one would do. The network may reorder, though: each time that a request is answered after all, the number grows beyond
/// what was seen, and falls again by one in a thousand replies that come in order. Not thread-safe.
/// </remarks>
internal sealed class ReorderingTolerance
{
    /// <summary>The most that it may take.</summary>
    public const int Most = 256;

    private const int Forgetting = 1000;

    private readonly int _least;
    private int _inOrder;

    /// <param name="least">The number to begin with; 0 for none, however many.</param>
    public ReorderingTolerance(int least) => Threshold = _least = least;

    /// <summary>How many replies to later requests show that one is lost; 0 if none do.</summary>
    public int Threshold { get; private set; }

    /// <summary>Whether replies have come in order for long enough for a single one to mean something.</summary>
    public bool IsInOrder => _least > 0 && Threshold == _least && _inOrder >= 0;

    public bool IsExceededBy(int overtakenBy) => _least > 0 && overtakenBy >= Threshold;

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
            if (Threshold > _least)
                Threshold--;
        }
    }

    /// <summary>A request was sent again because it was overtaken, and the reply to its first transmission came.</summary>
    public void OnSpuriousRetransmit() => Widen(Threshold + 1 + (Threshold / 4));

    private void Widen(int needed)
    {
        if (_least == 0)
            return;

        // Below zero: the order of replies means less until a thousand have come in order.
        _inOrder = -Forgetting;
        Threshold = Math.Min(Most, Math.Max(Threshold, needed));
    }
}
