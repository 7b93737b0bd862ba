using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Ethernet;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The serial ROM beside the chip with the Ethernet: how the board is known on its network, and what of it does not work.</summary>
internal sealed class SerialRom
{
    /// <summary>Where the list of what does not work starts.</summary>
    public const int FaultList = 0x100;

    private const int Size = 128 << 10;
    private const int RecordOffset = 7;
    private const uint EndMark = 0xAAAAAAAA;

    private SparseMemory _bytes = SparseMemory.Erased(Size);

    public SerialRom(BoardAddress address, byte hardwareVersion, ReadOnlyMemory<byte> faultList = default)
    {
        // A mark and where the record goes in memory; then the record, each word of it turned round.
        ReadOnlySpan<byte> mark = [0x3A, 0x00, 0x08, 0xF5, 0x00, 0x7F, 0xE0];
        _bytes.Write(0, mark);
        Span<byte> record = stackalloc byte[BoardAddress.Size];
        address.Write(record, hardwareVersion);
        Span<byte> turned = stackalloc byte[BoardAddress.Size + sizeof(uint)];
        for (int at = 0; at < BoardAddress.Size; at += sizeof(uint))
            BinaryPrimitives.WriteUInt32BigEndian(turned[at..], BinaryPrimitives.ReadUInt32LittleEndian(record[at..]));

        BinaryPrimitives.WriteUInt32BigEndian(turned[BoardAddress.Size..], EndMark);
        _bytes.Write(RecordOffset, turned);
        _bytes.Write(FaultList, faultList.Span);
    }

    public void Read(uint address, Span<byte> destination) => _bytes.Read(address % Size, destination);

    public void Write(uint address, ReadOnlySpan<byte> source) => _bytes.Write(address % Size, source);

    public void Erase() => _bytes = SparseMemory.Erased(Size);
}
