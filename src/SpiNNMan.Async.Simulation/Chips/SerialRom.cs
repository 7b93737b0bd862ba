using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The serial flash of a board, which its BMP and its chip with the Ethernet share. It keeps its contents without power.
/// It holds the board's network addresses, the list of faulty parts,
/// and room for the programs of the FPGAs.</summary>
internal sealed class SerialRom
{
    /// <summary>Its size in bytes.</summary>
    public const uint Size = 8 << 20;

    /// <summary>The address of the list of faulty parts.</summary>
    public const uint FaultList = 0x100;

    /// <summary>The smallest part that can be erased.</summary>
    public const uint PageSize = 256;

    /// <summary>A larger part that can be erased.</summary>
    public const uint SectorSize = 32 << 10;

    private const int RecordOffset = 7;
    private const uint EndMark = 0xAAAAAAAA;

    public SerialRom(BoardAddress address, byte hardwareVersion)
    {
        // First a mark and the address of the record in memory, then the record with each word in reversed byte order.
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

    private bool _isEnabled;

    /// <summary>The contents.</summary>
    public SparseMemory Flash { get; private set; } = SparseMemory.Erased(Size);

    /// <summary>The status register: whether writing is enabled. The flash is never busy.</summary>
    public byte Status => (byte)(_isEnabled ? 2 : 0);

    /// <summary>Allows the next command to change something, or forbids it.</summary>
    public void EnableWriting(bool isEnabled) => _isEnabled = isEnabled;

    /// <summary>Writes bytes, if writing is enabled. It is disabled afterwards.</summary>
    public void Write(uint address, ReadOnlySpan<byte> source)
    {
        if (_isEnabled)
            Flash.Write(address, source);

        _isEnabled = false;
    }

    /// <summary>Sets every bit of the part at an address, if writing is enabled. It is disabled afterwards.</summary>
    /// <param name="address">The address.</param>
    /// <param name="size">The size of the parts.</param>
    public void Erase(uint address, uint size)
    {
        if (_isEnabled && size == Size)
        {
            Flash = SparseMemory.Erased(Size);
        }
        else if (_isEnabled)
        {
            var erased = new byte[size];
            Array.Fill(erased, byte.MaxValue);
            Flash.Write(address & ~(size - 1), erased);
        }

        _isEnabled = false;
    }
}
