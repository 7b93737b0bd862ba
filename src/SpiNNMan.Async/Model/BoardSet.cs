using System.Globalization;
using System.Numerics;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Model;

/// <summary>Some of the boards of a frame, at least one. The same board given twice counts once.</summary>
/// <remarks>Protocol: bmp.md, "Boards".</remarks>
public readonly record struct BoardSet
{
    /// <summary>How many boards a frame has at most; they are numbered from 0.</summary>
    public const int MaxBoards = 24;

    private BoardSet(uint mask) => Mask = mask;

    /// <summary>One bit for each board, board 0 in bit 0.</summary>
    public uint Mask { get; }

    /// <summary>The lowest board of the set: the one that a request for several boards is sent to.</summary>
    public int First => BitOperations.TrailingZeroCount(Mask);

    /// <summary>How many boards there are.</summary>
    public int Count => BitOperations.PopCount(Mask);

    /// <summary>One board stands for the set of it.</summary>
    /// <exception cref="InvalidParameterException">The board is outside 0 to 23.</exception>
    public static implicit operator BoardSet(int board) => FromInt32(board);

    /// <summary>Makes the set of one board.</summary>
    /// <param name="board">The board, 0 to 23.</param>
    /// <exception cref="InvalidParameterException">The board is out of range.</exception>
    public static BoardSet FromInt32(int board)
    {
        InvalidParameterException.ThrowIfOutside(board, 0, MaxBoards - 1, nameof(board));
        return new BoardSet(1u << board);
    }

    /// <summary>Makes a set of boards.</summary>
    /// <param name="boards">The boards, 0 to 23 each, at least one.</param>
    /// <exception cref="InvalidParameterException">A board is out of range, or there is none.</exception>
    public static BoardSet Of(params ReadOnlySpan<int> boards)
    {
        uint mask = 0;
        foreach (int board in boards)
            mask |= FromInt32(board).Mask;

        return FromMask(mask);
    }

    /// <summary>Makes a set of boards.</summary>
    /// <param name="boards">The boards, 0 to 23 each, at least one.</param>
    /// <exception cref="InvalidParameterException">A board is out of range, or there is none.</exception>
    public static BoardSet Of(IEnumerable<int> boards)
    {
        ArgumentNullException.ThrowIfNull(boards);
        uint mask = 0;
        foreach (int board in boards)
            mask |= FromInt32(board).Mask;

        return FromMask(mask);
    }

    /// <summary>Makes a set of boards from their bits.</summary>
    /// <param name="mask">One bit for each board; bits 0 to 23 may be set, one of them must.</param>
    /// <exception cref="InvalidParameterException">No bit is set, or one above 23.</exception>
    public static BoardSet FromMask(uint mask)
    {
        if (mask is 0 or >= 1u << MaxBoards)
            throw new InvalidParameterException("boards", mask, "it must name at least one board, and only boards 0 to 23");

        return new BoardSet(mask);
    }

    /// <summary>Whether a board is in the set.</summary>
    public bool Contains(int board) => board is >= 0 and < MaxBoards && ((Mask >> board) & 1) != 0;

    /// <summary>The boards, the lowest first.</summary>
    public int[] ToArray() => BitNumbers.Of(Mask);

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', ToArray().Select(board => board.ToString(CultureInfo.InvariantCulture)));
}
