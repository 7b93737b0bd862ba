using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Ethernet;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The serial flash of a board, which its chip with the Ethernet and its BMP share: how the board is known on its network, what of it does not
/// work, and room for the programs of the FPGAs. It keeps all that without power.</summary>
internal sealed class SerialRom
{
    /// <summary>How much it holds.</summary>
    public const uint Size = 8 << 20;

    /// <summary>Where the list of what does not work starts.</summary>
    public const uint FaultList = 0x100;

    private const int RecordOffset = 7;
    private const uint EndMark = 0xAAAAAAAA;

    public SerialRom(BoardAddress address, byte hardwareVersion)
    {
        // A mark and where the record goes in memory; then the record, each word of it turned round.
        ReadOnlySpan<byte> mark = [0x3A, 0x00, 0x08, 0xF5, 0x00, 0x7F, 0xE0];
        Flash.Write(0, mark);
        Span<byte> record = stackalloc byte[BoardAddress.Size];
        address.Write(record, hardwareVersion);
        Span<byte> turned = stackalloc byte[BoardAddress.Size + sizeof(uint)];
        for (int at = 0; at < BoardAddress.Size; at += sizeof(uint))
            BinaryPrimitives.WriteUInt32BigEndian(turned[at..], BinaryPrimitives.ReadUInt32LittleEndian(record[at..]));

        BinaryPrimitives.WriteUInt32BigEndian(turned[BoardAddress.Size..], EndMark);
        Flash.Write(RecordOffset, turned);
    }

    /// <summary>All that is in it.</summary>
    public SparseMemory Flash { get; private set; } = SparseMemory.Erased(Size);

    public void Erase() => Flash = SparseMemory.Erased(Size);
}
