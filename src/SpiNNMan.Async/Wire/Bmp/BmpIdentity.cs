using System.Buffers.Binary;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Who a BMP is, and where some of its things are.</summary>
/// <param name="HardwareVersion">The kind of board, 4 or 5.</param>
/// <param name="Serial0">First word of the serial number.</param>
/// <param name="Serial1">Second word of the serial number.</param>
/// <param name="Serial2">Third word of the serial number.</param>
/// <param name="Serial3">Fourth word of the serial number.</param>
/// <param name="FlashBuffer">Address of the buffer that flash is written from.</param>
/// <param name="BoardStatus">Address of the board's status.</param>
/// <param name="BootVector">Address of the image that runs.</param>
/// <remarks>
/// <code>
///  0  u32  hardware version
///  4  4 x u32  serial number
/// 20  u32  flash buffer    24  u32  board status    28  u32  boot vector
/// </code>
/// Protocol: bmp.md, "Information".
/// </remarks>
public readonly record struct BmpIdentity(
    uint HardwareVersion,
    uint Serial0,
    uint Serial1,
    uint Serial2,
    uint Serial3,
    uint FlashBuffer,
    uint BoardStatus,
    uint BootVector)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 32;

    /// <summary>The serial number as boards are labelled with it: four words of eight hexadecimal digits.</summary>
    public string SerialNumber => $"{Serial0:x8}-{Serial1:x8}-{Serial2:x8}-{Serial3:x8}";

    /// <summary>Reads it from the start of <paramref name="source"/>; bytes after it are ignored.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="Size"/> bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out BmpIdentity identity, out PacketError error)
    {
        if (source.Length < Size)
        {
            identity = default;
            error = PacketError.TooShort(nameof(BmpIdentity), source.Length, Size, source.Length);
            return false;
        }

        identity = new BmpIdentity(
            Word(source, 0), Word(source, 1), Word(source, 2), Word(source, 3), Word(source, 4), Word(source, 5), Word(source, 6), Word(source, 7));
        error = default;
        return true;
    }

    private static uint Word(ReadOnlySpan<byte> source, int index) => BinaryPrimitives.ReadUInt32LittleEndian(source[(4 * index)..]);
}
