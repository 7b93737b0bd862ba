namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>The network settings of a BMP and of the board it manages.</summary>
/// <param name="Bmp">Those of the BMP.</param>
/// <param name="Board">Those of the board's Ethernet chip.</param>
/// <remarks>Two blocks, one after the other. Protocol: bmp.md, "Information".</remarks>
public readonly record struct BmpNetworkAddresses(BmpNetworkAddress Bmp, BmpNetworkAddress Board)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 2 * BmpNetworkAddress.Size;

    /// <summary>Reads both from the start of <paramref name="source"/>; bytes after them are ignored.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="Size"/> bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out BmpNetworkAddresses addresses, out PacketError error)
    {
        addresses = default;
        if (!BmpNetworkAddress.TryParse(source, out BmpNetworkAddress bmp, out error))
            return false;

        if (!BmpNetworkAddress.TryParse(source[BmpNetworkAddress.Size..], out BmpNetworkAddress board, out error))
        {
            error = error with { Offset = error.Offset + BmpNetworkAddress.Size };
            return false;
        }

        addresses = new BmpNetworkAddresses(bmp, board);
        return true;
    }
}
