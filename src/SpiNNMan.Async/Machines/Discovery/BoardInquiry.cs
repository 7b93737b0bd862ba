using SpiNNMan.Async.Access;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>The requests to the chips of one board over one connection, and the silent chips among them.</summary>
/// <remarks>
/// If the whole board may be dead, a few chips are asked first, and the others a few at a time. As long as none answers, the silence of the others is a sign that the board is dead. As soon as one answers, all
/// others are asked at once.
/// </remarks>
internal sealed class BoardInquiry
{
    /// <summary>How many chips of a board that may be dead are asked in one turn.</summary>
    private const int ChipsOfTurn = 8;

    private const int ChipsOfTurnRemembered = 2;

    /// <summary>A chip of a board that answers is not given up before it was asked so often. On a network that loses much, a turn takes long, and the time of a chip holds few of them.</summary>
    private const int LeastTries = 8;

    /// <summary>Neighbouring chips may be dead together, so the chips that are asked first are far from one another.</summary>
    private const int Stride = 7;

    private readonly Queue<ChipLocation> _open = new();
    private readonly List<SilentChip> _silent = [];
    private int _turn;

    /// <param name="isDoubtful">Whether there are reasons to believe that the whole board is dead.</param>
    /// <param name="now">The time.</param>
    public BoardInquiry(bool isDoubtful, long now)
    {
        IsDoubtful = isDoubtful;
        Since = now;
    }

    /// <summary>Whether no chip of the board has answered, and it may be dead as a whole.</summary>
    public bool IsDoubtful { get; private set; }

    /// <summary>Since when no chip has answered.</summary>
    public long Since { get; private set; }

    /// <summary>Whether all chips have answered, or been given up.</summary>
    public bool IsEmpty => _open.Count == 0 && _silent.Count == 0;

    /// <summary>Whether chips are to be asked that were not asked yet, and need not wait for their turn.</summary>
    public bool HasFresh => _open.Count > 0 && !IsDoubtful;

    /// <summary>The chips that were asked and did not answer.</summary>
    public IReadOnlyList<SilentChip> Silent => _silent;

    /// <summary>The chips that were not asked yet.</summary>
    public IReadOnlyCollection<ChipLocation> Open => _open;

    public void Add(IReadOnlyList<ChipLocation> chips)
    {
        IEnumerable<ChipLocation> ordered = IsDoubtful ? chips.Index().OrderBy(chip => chip.Index * Stride % chips.Count).Select(static chip => chip.Item) : chips;
        foreach (ChipLocation chip in ordered)
            _open.Enqueue(chip);
    }

    /// <summary>Chooses the next chip to ask.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isRemembered">Whether a chip was silent before: of a board that was, hardly anything is asked.</param>
    public IEnumerable<SilentChip> NextTurn(long now, Func<ChipLocation, bool> isRemembered)
    {
        var turn = new List<SilentChip>();
        int most = !IsDoubtful ? int.MaxValue : _open.All(isRemembered) ? ChipsOfTurnRemembered : ChipsOfTurn;
        while (_open.Count > 0 && turn.Count < most)
            turn.Add(new SilentChip(_open.Dequeue(), now));

        int again = IsDoubtful ? Math.Min(most - turn.Count, _silent.Count) : _silent.Count;
        for (int index = 0; index < again; index++)
            turn.Add(_silent[(_turn + index) % _silent.Count]);

        _turn = _silent.Count == 0 ? 0 : (_turn + again) % _silent.Count;
        _silent.RemoveAll(turn.Contains);
        return turn;
    }

    /// <summary>A chip of a turn was not asked after all, or did not answer.</summary>
    public void Return(SilentChip chip) => _silent.Add(chip);

    /// <summary>A chip of a turn answered.</summary>
    public void Answer(long now)
    {
        // If one chip answers, others may too. On a network that loses much, this is the only sign.
        Since = now;
        IsDoubtful = false;
    }

    /// <summary>Removes the chips that have become known otherwise.</summary>
    public void Drop(Func<ChipLocation, bool> isDone)
    {
        _silent.RemoveAll(chip => isDone(chip.Location));
        for (int count = _open.Count; count > 0; count--)
        {
            ChipLocation chip = _open.Dequeue();
            if (!isDone(chip))
                _open.Enqueue(chip);
        }
    }

    /// <summary>Removes the silent chips that are not waited for any more. If the whole board is dead, it also removes the chips that were not asked.</summary>
    /// <param name="isOver">Whether something that began to be silent at some time is not waited for any more.</param>
    /// <param name="isRemembered">Whether a chip was silent before, so that it is not waited for at all.</param>
    public IReadOnlyList<SilentChip> TakeGivenUp(Func<long, bool> isOver, Func<ChipLocation, bool> isRemembered)
    {
        SilentChip[] over;
        if (!IsDoubtful)
        {
            over = [.. _silent.Where(chip => isRemembered(chip.Location) || (chip.Tries >= LeastTries && isOver(Math.Max(Since, chip.FirstAsked))))];
            _silent.RemoveAll(over.Contains);
            return over;
        }

        if (_silent.Count == 0 || !(isOver(Since) || (_silent.TrueForAll(chip => isRemembered(chip.Location)) && _open.All(isRemembered))))
            return [];

        over = [.. _silent, .. _open.Select(static chip => new SilentChip(chip, 0))];
        _silent.Clear();
        _open.Clear();
        return over;
    }
}
