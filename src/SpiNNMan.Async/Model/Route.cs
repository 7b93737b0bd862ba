using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Model;

/// <summary>Where a router sends a packet: over links, and to cores of its own chip.</summary>
/// <param name="Links">The links.</param>
/// <param name="Cores">The cores, by physical number.</param>
/// <remarks>
/// <code>
/// [5:0]   links 0 to 5
/// [23:6]  cores 0 to 17
/// [31:24] not part of the route
/// </code>
/// Protocol: scp.md, "Router".
/// </remarks>
public readonly record struct Route(LinkSet Links, CoreSet Cores)
{
    private const uint MaxWord = 0x00FF_FFFF;

    /// <summary>The route as a word; its top byte is 0.</summary>
    public uint Word => Links.Mask | (Cores.Mask << LinkSet.MaxLinks);

    /// <summary>Reads a route from a word, of which the top byte is dropped.</summary>
    public static Route FromWord(uint word) => new(LinkSet.FromMask(word), CoreSet.FromMask(word >> LinkSet.MaxLinks));

    /// <summary>Makes a route from a word that must be nothing else.</summary>
    /// <exception cref="InvalidParameterException">The top byte is not 0.</exception>
    public static Route FromExactWord(uint word)
    {
        InvalidParameterException.ThrowIfOutside(word, 0, MaxWord, nameof(word));
        return FromWord(word);
    }
}
