using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines;

/// <summary>Some of the six links of a chip: 0 east, 1 north-east, 2 north, 3 west, 4 south-west, 5 south.</summary>
/// <remarks>Can be written as a collection: <c>LinkSet links = [0, 3];</c>. Protocol: scp.md, "Router".</remarks>
[CollectionBuilder(typeof(LinkSet), nameof(Create))]
public readonly record struct LinkSet : IEnumerable<int>
{
    /// <summary>The number of links a chip has.</summary>
    public const int MaxLinks = 6;

    private LinkSet(uint mask) => Mask = mask;

    /// <summary>Bit n is set if link n is in the set.</summary>
    public uint Mask { get; }

    /// <summary>The number of links in the set.</summary>
    public int Count => BitOperations.PopCount(Mask);

    /// <summary>Makes a set of links; one named twice is in it once.</summary>
    /// <param name="links">Their numbers, 0 to 5.</param>
    /// <exception cref="InvalidParameterException">A number is out of range.</exception>
    public static LinkSet Create(params ReadOnlySpan<int> links)
    {
        uint mask = 0;
        foreach (int link in links)
        {
            InvalidParameterException.ThrowIfOutside(link, 0, MaxLinks - 1, nameof(links));
            mask |= 1u << link;
        }

        return new LinkSet(mask);
    }

    /// <summary>Makes a set from its mask, of which the low six bits count; the others are dropped.</summary>
    public static LinkSet FromMask(uint mask) => new(mask & ((1u << MaxLinks) - 1));

    /// <summary>Whether a link is in the set.</summary>
    public bool Contains(int link) => link is >= 0 and < MaxLinks && (Mask & (1u << link)) != 0;

    /// <summary>The links in ascending order.</summary>
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
