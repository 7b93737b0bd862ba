namespace SpiNNMan.Async.Memory;

/// <summary>The order of the bytes of this computer.</summary>
internal static class ByteOrder
{
    /// <summary>Throws if structures of chips cannot be copied as they are.</summary>
    /// <exception cref="PlatformNotSupportedException">This computer is big-endian.</exception>
    public static void ThrowIfBigEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Structures of chips are little-endian, and this computer is not: read the bytes.");
    }
}
