using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>A part of a machine in the form of the older monitors: a square that is divided into 4 by 4 blocks, some of which are selected.</summary>
/// <remarks>Level 0 has blocks of 64 by 64 chips, level 1 of 16 by 16, level 2 of 4 by 4, level 3 of one chip.</remarks>
internal readonly record struct Region(byte BaseX, byte BaseY, int Level, ushort Blocks)
{
    public const int Levels = 4;

    private int Side => 64 >> (2 * Level);

    private int OriginMask => ~((4 * Side) - 1) & 0xFF;

    /// <summary>Reads the word of a flood fill.</summary>
    public static Region FromWord(uint word) => new((byte)(word >> 24), (byte)((word >> 16) & 0xFC), (int)((word >> 16) & 3), (ushort)word);

    /// <summary>The region of a level around a chip, with some of its blocks.</summary>
    public static Region Around(ChipLocation chip, int level, ushort blocks)
    {
        var region = new Region(0, 0, level, blocks);
        return region with { BaseX = (byte)(chip.X & region.OriginMask), BaseY = (byte)(chip.Y & region.OriginMask) };
    }

    public bool Contains(ChipLocation chip)
    {
        if ((chip.X & OriginMask) != BaseX || (chip.Y & OriginMask) != BaseY)
            return false;

        int block = ((chip.X / Side) & 3) + (4 * ((chip.Y / Side) & 3));
        return (Blocks & (1 << block)) != 0;
    }
}
