using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The serial flash of a board, which its chip with the Ethernet and its BMP share: how the board is known on its network, what of it does not
/// work, and room for the programs of the FPGAs. It keeps all that without power.</summary>
internal sealed class SerialRom
{
    /// <summary>How much it holds.</summary>
    public const uint Size = 8 << 20;

    /// <summary>Where the list of what does not work starts.</summary>
    public const uint FaultList = 0x100;

    /// <summary>The smallest part that can be erased.</summary>
    public const uint PageSize = 256;

    /// <summary>A larger part that can be erased.</summary>
    public const uint SectorSize = 32 << 10;

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

    private bool _isEnabled;

    /// <summary>All that is in it.</summary>
    public SparseMemory Flash { get; private set; } = SparseMemory.Erased(Size);

    /// <summary>The status register: whether it may be changed. It is never busy.</summary>
    public byte Status => (byte)(_isEnabled ? 2 : 0);

    /// <summary>Lets the next command change something, or not.</summary>
    public void EnableWriting(bool isEnabled) => _isEnabled = isEnabled;

    /// <summary>Writes bytes, if that is enabled; then it is not any more.</summary>
    public void Write(uint address, ReadOnlySpan<byte> source)
    {
        if (_isEnabled)
            Flash.Write(address, source);

        _isEnabled = false;
    }

    /// <summary>Sets every bit of the part that an address is in, if that is enabled; then it is not any more.</summary>
    /// <param name="address">The address.</param>
    /// <param name="size">How large the parts are.</param>
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
