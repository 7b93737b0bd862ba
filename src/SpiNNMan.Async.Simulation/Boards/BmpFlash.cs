using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The contents of the flash of a new BMP besides its program: versions, a directory, and the list of faulty parts of the board.</summary>
internal static class BmpFlash
{
    /// <summary>The address of the list of faulty parts.</summary>
    public const uint FaultList = 0x1E00;

    private const uint DataSector = 0x1000;
    private const int SectorSize = 0x1000;
    private const int ChecksumOffset = SectorSize - sizeof(uint);
    private const uint DateOffset = 0xD4;
    private const uint VersionOffset = 0xD8;

    private static ReadOnlySpan<uint> Programs => [0x10000, 0x20000];

    /// <summary>Makes the flash of a board.</summary>
    public static SparseMemory Make(uint size, SerialRom rom)
    {
        var flash = SparseMemory.Erased(size);
        Span<byte> word = stackalloc byte[sizeof(uint)];
        foreach (uint program in Programs)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(word, BmpCommands.BuildDate);
            flash.Write(program + DateOffset, word);
            BinaryPrimitives.WriteUInt32LittleEndian(word, BmpCommands.VersionNumber);
            flash.Write(program + VersionOffset, word);
        }

        // The directory is empty. The sector ends with a checksum of the whole sector.
        var list = new byte[Blacklist.Size];
        rom.Flash.Read(SerialRom.FaultList, list);
        flash.Write(FaultList, list);
        var sector = new byte[ChecksumOffset];
        flash.Read(DataSector, sector);
        BinaryPrimitives.WriteUInt32LittleEndian(word, ~BmpMemoryCommands.Crc32(sector));
        flash.Write(DataSector + ChecksumOffset, word);
        return flash;
    }
}
