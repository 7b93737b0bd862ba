namespace SpiNNMan.Async.Emulation.Tests.Differential;

/// <summary>Random Thumb instructions whose outcome the architecture defines.</summary>
internal static class ThumbGenerator
{
    /// <summary>An instruction that does not branch.</summary>
    public static ushort Straight(Xoshiro random)
    {
        while (true)
        {
            uint op = random.Next() & 0xffff;
            if (IsStraight(op)) return (ushort)op;
        }
    }

    /// <summary>An instruction that may write the PC.</summary>
    public static ushort Branch(Xoshiro random) => (ushort)(random.Next(6) switch
    {
        0 or 1 => 0xd000 | (random.Next(14) << 8) | (random.Next() & 0xff),
        2 => 0xe000 | (random.Next() & 0x7ff),
        3 => 0x4700 | (random.Next(15) << 3),
        4 => 0x4780 | (random.Next(15) << 3),
        _ => 0xbd00 | (random.Next() & 0xff),
    });

    private static bool IsStraight(uint op)
    {
        switch (op >> 11)
        {
            case 8 when (op & 0x400) != 0:
                return IsHighRegisters(op);
            case 22 or 23:
                return (op & 0xf00) switch
                {
                    0 => true,
                    0x400 or 0xc00 => (op & 0xff) != 0,
                    0x500 => true,
                    _ => false,
                };
            case 24:
                uint rn = (op >> 8) & 7;
                return (op & 0xff) != 0 && ((op & (1u << (int)rn)) == 0 || (op & ((1u << (int)rn) - 1)) == 0);
            case 25:
                return (op & 0xff) != 0;
            default:
                return op >> 11 < 26;
        }
    }

    private static bool IsHighRegisters(uint op)
    {
        uint rd = (op & 7) | ((op >> 4) & 8);
        uint kind = (op >> 8) & 3;
        return kind != 3 && (op & 0xc0) != 0 && rd != 15;
    }
}
