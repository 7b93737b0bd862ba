using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines;

/// <summary>Some of the boards of a frame. A board named twice is in it once.</summary>
/// <remarks>Can be written as a collection, <c>BoardSet boards = [0, 1, 2];</c>, or as the number of one board. A frame has 24 places; the fields of the protocol have room for 32.
/// Protocol: bmp.md, "Boards".</remarks>
[CollectionBuilder(typeof(BoardSet), nameof(Create))]
public readonly record struct BoardSet : IEnumerable<int>
{
    /// <summary>How many boards a frame has at most; they are numbered from 0.</summary>
    public const int MaxBoards = 24;

    /// <summary>How many boards the protocol can name, 0 to 31.</summary>
    public const int Capacity = 32;

    private BoardSet(uint mask) => Mask = mask;

    /// <summary>Bit n is set if board n is in the set.</summary>
    public uint Mask { get; }

    /// <summary>The number of boards in the set.</summary>
    public int Count => BitOperations.PopCount(Mask);

    /// <summary>The lowest board of the set, which a request for several boards is sent to; 32 if the set is empty.</summary>
    public int First => BitOperations.TrailingZeroCount(Mask);

    /// <summary>One board stands for the set of it.</summary>
    /// <exception cref="InvalidParameterException">The board is outside 0 to 31.</exception>
    public static implicit operator BoardSet(int board) => FromInt32(board);

    /// <summary>Makes the set of one board.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <exception cref="InvalidParameterException">The board is out of range.</exception>
    public static BoardSet FromInt32(int board)
    {
        InvalidParameterException.ThrowIfOutside(board, 0, Capacity - 1, nameof(board));
        return new BoardSet(1u << board);
    }

    /// <summary>Makes a set of boards.</summary>
    /// <param name="boards">Their numbers, 0 to 31; frames have 0 to 23.</param>
    /// <exception cref="InvalidParameterException">A number is out of range.</exception>
    public static BoardSet Create(params ReadOnlySpan<int> boards)
    {
        uint mask = 0;
        foreach (int board in boards)
        {
            InvalidParameterException.ThrowIfOutside(board, 0, Capacity - 1, nameof(boards));
            mask |= 1u << board;
        }

        return new BoardSet(mask);
    }

    /// <summary>Makes the set of the lowest boards of a frame.</summary>
    /// <param name="count">How many, 0 to 24.</param>
    /// <exception cref="InvalidParameterException">The count is out of range.</exception>
    public static BoardSet FirstOf(int count)
    {
        InvalidParameterException.ThrowIfOutside(count, 0, MaxBoards, nameof(count));
        return FromMask((1u << count) - 1);
    }

    /// <summary>Makes a set from its mask: bit n is board n.</summary>
    public static BoardSet FromMask(uint mask) => new(mask);

    /// <summary>Whether a board is in the set.</summary>
    public bool Contains(int board) => board is >= 0 and < Capacity && (Mask & (1u << board)) != 0;

    /// <summary>The boards in ascending order.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (uint rest = Mask; rest != 0; rest &= rest - 1)
            yield return BitOperations.TrailingZeroCount(rest);
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", this)}]";
}
