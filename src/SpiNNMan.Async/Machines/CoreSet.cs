using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines;

/// <summary>Some cores of a chip.</summary>
/// <remarks>Can be written as a collection: <c>CoreSet cores = [1, 2, 3];</c>. A chip has 18 cores, but some fields of the protocol have room for more;
/// the type that writes such a field checks what fits. Protocol: scp.md, "Applications".</remarks>
[CollectionBuilder(typeof(CoreSet), nameof(Create))]
public readonly record struct CoreSet : IEnumerable<int>
{
    /// <summary>The number of cores a chip can have.</summary>
    public const int MaxCores = 18;

    /// <summary>The number of cores that a set can name: 0 to 31. No field of the protocol names more.</summary>
    public const int Capacity = 32;

    private CoreSet(uint mask) => Mask = mask;

    /// <summary>The 18 cores of a chip.</summary>
    public static CoreSet All => new((1u << MaxCores) - 1);

    /// <summary>Bit n is set if core n is in the set.</summary>
    public uint Mask { get; }

    /// <summary>The number of cores in the set.</summary>
    public int Count => BitOperations.PopCount(Mask);

    /// <summary>Makes a set of cores; one named twice is in it once.</summary>
    /// <param name="cores">Their numbers, 0 to 31.</param>
    /// <exception cref="InvalidParameterException">A number is out of range.</exception>
    public static CoreSet Create(params ReadOnlySpan<int> cores)
    {
        uint mask = 0;
        foreach (int core in cores)
        {
            InvalidParameterException.ThrowIfOutside(core, 0, Capacity - 1, nameof(cores));
            mask |= 1u << core;
        }

        return new CoreSet(mask);
    }

    /// <summary>Makes a set from its mask: bit n is core n.</summary>
    public static CoreSet FromMask(uint mask) => new(mask);

    /// <summary>Whether a core is in the set.</summary>
    public bool Contains(int core) => core is >= 0 and < Capacity && (Mask & (1u << core)) != 0;

    /// <summary>The cores in ascending order.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (uint rest = Mask; rest != 0; rest &= rest - 1)
            yield return BitOperations.TrailingZeroCount(rest);
    }

    /// <summary>Throws if a field of the protocol cannot name all of these cores.</summary>
    internal void ThrowIfBeyond(uint field, string parameterName, string problem)
    {
        if ((Mask & ~field) != 0)
            throw new InvalidParameterException(parameterName, this, problem);
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", this)}]";
}
