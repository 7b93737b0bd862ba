using System.Globalization;

namespace SpiNNMan.Async.Access;

/// <summary>Bounds a walk along a chain in the memory of a chip. A program may have overwritten its pointers. The walk ends at an address without memory, at a part that overlaps an earlier one, and at
/// a chain that is longer than possible.</summary>
/// <param name="parts">The parts of all chains of the chip.</param>
internal sealed class ChainGuard(ChainParts parts)
{
    /// <summary>More blocks of printed text than fit into a chip, unless the blocks are a hundred times smaller than usual.</summary>
    public const int MostParts = 1 << 16;

    /// <summary>Makes the guard of a chain that is followed alone.</summary>
    /// <param name="time">The clock. Without one, the chain is followed for as long as it grows.</param>
    /// <param name="most">The greatest number of parts of the chain.</param>
    public ChainGuard(TimeProvider? time, int most = MostParts)
        : this(new ChainParts(time, most))
    {
    }

    /// <summary>Why the chain was not followed to its end; <see langword="null"/> if it was, as far as is known.</summary>
    public string? Damage { get; private set; }

    /// <summary>Whether the chain leads to a part of another.</summary>
    public bool IsOverOther { get; private set; }

    /// <summary>Enters a part of the chain.</summary>
    /// <param name="address">Where it starts.</param>
    /// <param name="length">The length that is known so far.</param>
    /// <returns>Whether it can be read and was not read before.</returns>
    public bool TryEnter(uint address, uint length)
    {
        if (Damage is not null)
            return false;

        return address % sizeof(uint) != 0 || !ChipAddress.IsMemory(address, length)
            ? Fail(address, "no memory is there")
            : Succeeds(address, parts.TryEnter(this, address, length));
    }

    /// <summary>Enters the header of a block. All of the block must be in memory, however little of it is used yet.</summary>
    public bool TryEnterBlock(uint address, uint headerSize, uint blockSize) =>
        ChipAddress.IsMemory(address, headerSize + blockSize) ? TryEnter(address, headerSize) : Fail(address, "no memory is there");

    /// <summary>Makes a part longer that was entered.</summary>
    /// <returns>Whether all of it can be read and was not read before.</returns>
    public bool TryExtend(uint address, uint length)
    {
        if (Damage is not null)
            return false;

        return ChipAddress.IsMemory(address, length)
            ? Succeeds(address, parts.TryExtend(this, address, length))
            : Fail(address, "it goes beyond the end of the memory");
    }

    /// <summary>Notes another reason why the chain is not followed.</summary>
    /// <returns><see langword="false"/>.</returns>
    public bool Fail(uint address, string reason)
    {
        Damage ??= string.Create(CultureInfo.InvariantCulture, $"It could only be followed to 0x{address:X8}: {reason}.");
        return false;
    }

    /// <summary>Lets the chain be followed on, if it led to a part of another: that part may be free by now.</summary>
    /// <returns>Whether it had led there.</returns>
    public bool TryAgain()
    {
        if (!IsOverOther)
            return false;

        IsOverOther = false;
        Damage = null;
        return true;
    }

    private bool Succeeds(uint address, ChainRefusal? refusal)
    {
        if (refusal is null)
            return true;

        IsOverOther = refusal.IsOfOther;
        return Fail(address, refusal.Reason);
    }
}
