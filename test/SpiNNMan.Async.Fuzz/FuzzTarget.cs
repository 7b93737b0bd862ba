using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Fuzz;

/// <summary>Decodes some bytes, reads everything the result offers, and writes it again.</summary>
/// <param name="input">The bytes.</param>
/// <param name="error">What is wrong with them, if they cannot be decoded.</param>
/// <returns>The bytes written again; <see langword="null"/> if they cannot be decoded.</returns>
internal delegate byte[]? Decode(ReadOnlyMemory<byte> input, out PacketError error);

/// <summary>One decoder to feed with bytes that nobody would send.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Seeds">The vector files whose bytes the mutations start from.</param>
/// <param name="Decode">The decoder, and everything that can be done with what it gives.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<string> Seeds, Decode Decode)
{
    /// <summary>What is written for a decoded message must decode again, to the same bytes.</summary>
    public bool IsStable { get; init; } = true;

    /// <summary>The most bytes that one input may make the decoder allocate.</summary>
    public long AllocationLimit(int inputLength) => 8192 + (64L * inputLength) + TextSize;

    /// <summary>How much more the text may take that stands for what was decoded, where that is long.</summary>
    public long TextSize { get; init; }

    public override string ToString() => Name;
}
