namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Finds the ARM instruction that equals a Thumb instruction. Branches, and instructions that compute from the PC, are not here.</summary>
internal static class ThumbExpander
{
    private const uint Undefined = 0xe7f000f0;

    /// <summary>The ARM instruction.</summary>
    /// <param name="op">The Thumb instruction.</param>
    public static uint Expand(uint op)
    {
        uint rd = op & 7;
        uint rs = (op >> 3) & 7;
        uint wide = (op >> 8) & 7;
        return (op >> 11) switch
        {
            < 3 => 0xe1b00000 | (rd << 12) | (((op >> 6) & 31) << 7) | ((op >> 11) << 5) | rs,
            3 => ((op & 0x400) != 0 ? 0xe2000000u : 0xe0000000u) | ((op & 0x200) != 0 ? 0x500000u : 0x900000u) | (rs << 16) | (rd << 12) | ((op >> 6) & 7),
            4 => 0xe3b00000 | (wide << 12) | (op & 0xff),
            5 => 0xe3500000 | (wide << 16) | (op & 0xff),
            6 => 0xe2900000 | (wide << 16) | (wide << 12) | (op & 0xff),
            7 => 0xe2500000 | (wide << 16) | (wide << 12) | (op & 0xff),
            8 => (op & 0x400) != 0 ? HighRegisters(op) : Register((op >> 6) & 15, rd, rs),
            10 or 11 => RegisterOffset((op >> 9) & 7) | (rs << 16) | (rd << 12) | ((op >> 6) & 7),
            12 or 13 => 0xe5800000 | ((op & 0x800) << 9) | (rs << 16) | (rd << 12) | (((op >> 6) & 31) << 2),
            14 or 15 => 0xe5c00000 | ((op & 0x800) << 9) | (rs << 16) | (rd << 12) | ((op >> 6) & 31),
            16 or 17 => 0xe1c000b0 | ((op & 0x800) << 9) | (rs << 16) | (rd << 12) | Split(((op >> 6) & 31) << 1),
            18 or 19 => 0xe58d0000 | ((op & 0x800) << 9) | (wide << 12) | ((op & 0xff) << 2),
            21 => 0xe28d0f00 | (wide << 12) | (op & 0xff),
            22 or 23 => Miscellaneous(op),
            24 => 0xe8a00000 | (wide << 16) | (op & 0xff),
            25 => ((op >> (int)wide) & 1) != 0 ? 0xe8900000 | (wide << 16) | (op & 0xff) : 0xe8b00000 | (wide << 16) | (op & 0xff),
            26 or 27 when (op & 0xf00) == 0xf00 => 0xef000000 | (op & 0xff),
            _ => Undefined,
        };
    }

    private static uint Split(uint offset) => ((offset & 0xf0) << 4) | (offset & 15);

    private static uint Register(uint operation, uint rd, uint rs)
    {
        uint both = (rd << 16) | (rd << 12) | rs;
        uint shift = 0xe1b00010 | (rd << 12) | (rs << 8) | rd;
        return operation switch
        {
            0 => 0xe0100000 | both,
            1 => 0xe0300000 | both,
            2 => shift,
            3 => shift | 0x20,
            4 => shift | 0x40,
            5 => 0xe0b00000 | both,
            6 => 0xe0d00000 | both,
            7 => shift | 0x60,
            8 => 0xe1100000 | (rd << 16) | rs,
            9 => 0xe2700000 | (rs << 16) | (rd << 12),
            10 => 0xe1500000 | (rd << 16) | rs,
            11 => 0xe1700000 | (rd << 16) | rs,
            12 => 0xe1900000 | both,
            13 => 0xe0100090 | (rd << 16) | (rd << 8) | rs,
            14 => 0xe1d00000 | both,
            _ => 0xe1f00000 | (rd << 12) | rs,
        };
    }

    private static uint HighRegisters(uint op)
    {
        uint rd = (op & 7) | ((op >> 4) & 8);
        uint rm = (op >> 3) & 15;
        return ((op >> 8) & 3) switch
        {
            0 => 0xe0800000 | (rd << 16) | (rd << 12) | rm,
            1 => 0xe1500000 | (rd << 16) | rm,
            2 => 0xe1a00000 | (rd << 12) | rm,
            _ => ((op & 0x80) != 0 ? 0xe12fff30 : 0xe12fff10) | rm,
        };
    }

    private static uint RegisterOffset(uint kind) => kind switch
    {
        0 => 0xe7800000,
        1 => 0xe18000b0,
        2 => 0xe7c00000,
        3 => 0xe19000d0,
        4 => 0xe7900000,
        5 => 0xe19000b0,
        6 => 0xe7d00000,
        _ => 0xe19000f0,
    };

    private static uint Miscellaneous(uint op)
    {
        switch ((op >> 8) & 15)
        {
            case 0:
                return ((op & 0x80) != 0 ? 0xe24ddf00 : 0xe28ddf00) | (op & 0x7f);
            case 4 or 5:
                return 0xe92d0000 | (op & 0xff) | ((op & 0x100) << 6);
            case 12 or 13:
                return 0xe8bd0000 | (op & 0xff) | ((op & 0x100) << 7);
            case 14:
                return 0xe1200070 | ((op & 0xf0) << 4) | (op & 15);
            default:
                return Undefined;
        }
    }
}
