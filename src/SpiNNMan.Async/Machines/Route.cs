using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Machines;

/// <summary>Where a router sends a packet: over links, and to cores of its own chip.</summary>
/// <param name="Links">The links.</param>
/// <param name="Cores">The cores, by physical number.</param>
/// <remarks>
/// <code>
/// [5:0]   links 0 to 5
/// [31:6]  cores 0 to 25, of which chips have 0 to 17
/// </code>
/// In the entries of a multicast table the top byte means something else: <see cref="MulticastRoute"/> takes cores 0 to 17 only. Protocol: scp.md, "Router".
/// </remarks>
public readonly record struct Route(LinkSet Links, CoreSet Cores)
{
    /// <summary>The cores that a word has room for, 0 to 25.</summary>
    internal const uint CoreField = uint.MaxValue >> LinkSet.MaxLinks;

    /// <summary>The route as a word.</summary>
    /// <exception cref="InvalidParameterException">A core is above 25: the word has no bit for it.</exception>
    public uint Word
    {
        get
        {
            Cores.ThrowIfBeyond(CoreField, nameof(Cores), "a route has room for cores 0 to 25");
            return Links.Mask | (Cores.Mask << LinkSet.MaxLinks);
        }
    }

    /// <summary>Reads a route from a word, of which all bits count.</summary>
    public static Route FromWord(uint word) => new(LinkSet.FromMask(word), CoreSet.FromMask(word >> LinkSet.MaxLinks));
}
