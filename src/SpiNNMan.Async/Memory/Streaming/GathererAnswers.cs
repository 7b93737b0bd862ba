using System.Collections;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Takes the answers of a gatherer about one transaction: the numbers that are missing, or that it has all.</summary>
/// <param name="transaction">The number of the transaction.</param>
/// <param name="blocks">How many blocks it has.</param>
internal sealed class GathererAnswers(uint transaction, int blocks) : IStreamReceiver
{
    private readonly BitArray _missing = new(blocks);

    public bool IsFinished { get; private set; }

    /// <summary>Whether something was said since the last question.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Whether no other datagram of the list follows.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Whether the gatherer said that no block has arrived.</summary>
    public bool IsAllMissing { get; private set; }

    /// <summary>A transaction that no program of this one began; <see langword="null"/> if none was seen.</summary>
    public uint? Foreign { get; private set; }

    /// <summary>The numbers of the last list, in rising order.</summary>
    public uint[] Missing => [.. Enumerable.Range(0, blocks).Where(number => _missing[number]).Select(static number => (uint)number)];

    /// <summary>A question follows. What was said before does not count any more, but that all is there.</summary>
    public bool Forget()
    {
        _missing.SetAll(false);
        IsAnswered = IsWhole = IsAllMissing = false;
        return true;
    }

    /// <inheritdoc/>
    public bool Take(ReadOnlySpan<byte> datagram)
    {
        if (!GathererAnswer.TryParse(datagram, out GathererAnswer answer))
            return false;

        if (answer.Transaction != transaction)
        {
            // Answers of earlier transactions may be late.
            if (unchecked((int)(answer.Transaction - transaction)) > 0)
                Foreign = answer.Transaction;

            return Foreign is not null;
        }

        IsAnswered = true;
        IsFinished |= answer.IsFinished;
        IsAllMissing |= answer.IsAllMissing;
        IsWhole |= answer.IsLast;
        for (int index = 0; index < answer.Count; index++)
        {
            if (answer[index] < (uint)blocks)
                _missing[(int)answer[index]] = true;
        }

        return true;
    }
}
