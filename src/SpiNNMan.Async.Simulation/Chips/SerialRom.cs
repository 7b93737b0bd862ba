using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Ethernet;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The serial ROM beside the chip with the Ethernet: how the board is known on its network, and what of it does not work.</summary>
internal sealed class SerialRom
{
    /// <summary>Where the list of what does not work starts.</summary>
    public const int FaultList = 0x100;

    private const int Size = 128 << 10;
    private const byte Erased = 0xFF;
    private const int RecordOffset = 7;
    private const uint EndMark = 0xAAAAAAAA;

    private readonly byte[] _bytes = new byte[Size];

    public SerialRom(BoardAddress address, byte hardwareVersion)
    {
        Erase();

        // A mark and where the record goes in memory; then the record, each word of it turned round.
        ReadOnlySpan<byte> mark = [0x3A, 0x00, 0x08, 0xF5, 0x00, 0x7F, 0xE0];
        mark.CopyTo(_bytes);
        Span<byte> record = stackalloc byte[BoardAddress.Size];
        address.Write(record, hardwareVersion);
        Span<byte> target = _bytes.AsSpan(RecordOffset);
        for (int at = 0; at < BoardAddress.Size; at += sizeof(uint))
            BinaryPrimitives.WriteUInt32BigEndian(target[at..], BinaryPrimitives.ReadUInt32LittleEndian(record[at..]));

        BinaryPrimitives.WriteUInt32BigEndian(target[BoardAddress.Size..], EndMark);
    }

    public void Read(uint address, Span<byte> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = _bytes[(address + (uint)i) % Size];
    }

    public void Write(uint address, ReadOnlySpan<byte> source)
    {
        for (int i = 0; i < source.Length; i++)
            _bytes[(address + (uint)i) % Size] = source[i];
    }

    public void Erase() => Array.Fill(_bytes, Erased);
}
