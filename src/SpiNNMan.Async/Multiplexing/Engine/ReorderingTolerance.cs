namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>How many replies to later requests show that a request is lost. The number grows if replies overtake each other.</summary>
/// <remarks>
/// A chip answers in order, so one reply would be enough. But the network may reorder. After each spurious retransmit, the number grows beyond
/// the reordering that was seen. It falls by one for each thousand replies that come in order. Not thread-safe.
/// </remarks>
internal sealed class ReorderingTolerance
{
    /// <summary>The greatest number.</summary>
    public const int Most = 256;

    private const int Forgetting = 1000;

    private readonly int _least;
    private int _inOrder;

    /// <param name="least">The first number. With 0, replies never show a loss.</param>
    public ReorderingTolerance(int least) => Threshold = _least = least;

    /// <summary>How many replies to later requests show that one is lost; 0 if they never do.</summary>
    public int Threshold { get; private set; }

    /// <summary>Whether replies have come in order for so long that a single one is a sign.</summary>
    public bool IsInOrder => _least > 0 && Threshold == _least && _inOrder >= 0;

    public bool IsExceededBy(int overtakenBy) => _least > 0 && overtakenBy >= Threshold;

    /// <summary>A request that was sent once was answered.</summary>
    /// <param name="overtakenBy">The number of replies to later requests that came before.</param>
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

        // Below 0: the order of replies counts less until a thousand have come in order.
        _inOrder = -Forgetting;
        Threshold = Math.Min(Most, Math.Max(Threshold, needed));
    }
}
