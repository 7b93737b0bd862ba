using System.Buffers.Binary;

namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The three words that every command carries; those it does not use are 0.</summary>
/// <param name="First">Argument 1.</param>
/// <param name="Second">Argument 2.</param>
/// <param name="Third">Argument 3.</param>
/// <remarks>Protocol: scp.md, "Request".</remarks>
public readonly record struct ScpArguments(uint First = 0, uint Second = 0, uint Third = 0)
{
    /// <summary>The length of the three words in bytes.</summary>
    public const int Size = 12;

    /// <summary>Reads the three words; the bytes must be at least <see cref="Size"/> long.</summary>
    public static ScpArguments Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(source),
        BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
        BinaryPrimitives.ReadUInt32LittleEndian(source[8..]));

    /// <summary>Writes the three words; the destination must be at least <see cref="Size"/> long.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Third);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Second);
        BinaryPrimitives.WriteUInt32LittleEndian(destination, First);
    }
}
