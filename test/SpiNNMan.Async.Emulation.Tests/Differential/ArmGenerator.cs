namespace SpiNNMan.Async.Emulation.Tests.Differential;

/// <summary>Random ARM instructions whose outcome the architecture defines.</summary>
internal static class ArmGenerator
{
    /// <summary>An instruction that does not branch.</summary>
    public static uint Straight(Xoshiro random)
    {
        uint condition = random.OneIn(3) ? random.Next(15) : 14;
        uint body = random.Next(16) switch
        {
            0 or 1 => DataProcessing(random) | Immediate(random),
            2 or 3 => DataProcessing(random) | (random.Next(128) << 5) | Source(random),
            4 or 5 => RegisterShift(random),
            6 => Multiply(random),
            7 => SignalProcessing(random),
            8 or 9 or 10 => Single(random),
            11 or 12 => Extra(random),
            13 => Block(random),
            14 => Swap(random),
            _ => Status(random),
        };
        return (condition << 28) | body;
    }

    /// <summary>An instruction that may write the PC.</summary>
    public static uint Branch(Xoshiro random)
    {
        uint condition = random.OneIn(2) ? random.Next(15) : 14;
        return random.Next(8) switch
        {
            0 or 1 => (condition << 28) | 0x0a000000 | (random.Next(2) << 24) | (random.Next() & 0x3ff) | (random.OneIn(2) ? 0xfffc00u : 0),
            2 => 0xfa000000 | (random.Next(2) << 24) | (random.Next() & 0x3ff),
            3 => (condition << 28) | 0x012fff10 | Low(random),
            4 => (condition << 28) | 0x012fff30 | Low(random),
            5 => (condition << 28) | 0x01a0f000 | Low(random),
            6 => (condition << 28) | 0x0590f000 | (Low(random) << 16) | (random.Next(64) << 2),
            _ => (condition << 28) | 0x08908000 | (random.Next(4) << 23) | (Low(random) << 16) | (random.Next() & 0x3fff),
        };
    }

    private static uint Low(Xoshiro random) => random.Next(15);

    private static uint Source(Xoshiro random) => random.OneIn(12) ? 15 : random.Next(15);

    private static uint Immediate(Xoshiro random) => 0x02000000 | (random.Next() & 0xfff);

    private static uint DataProcessing(Xoshiro random)
    {
        uint operation = random.Next(16);
        bool test = operation is >= 8 and <= 11;
        uint flags = test ? 1 : random.Next(2);
        uint first = operation is 13 or 15 ? 0 : Source(random);
        return (operation << 21) | (flags << 20) | (first << 16) | ((test ? 0 : Low(random)) << 12);
    }

    private static uint RegisterShift(Xoshiro random)
    {
        uint head = DataProcessing(random);
        if (((head >> 16) & 15) == 15) head &= ~(1u << 16);
        return head | (Low(random) << 8) | (random.Next(4) << 5) | 0x10 | Low(random);
    }

    private static uint Multiply(Xoshiro random)
    {
        uint low = Low(random);
        uint high = (low + 1 + random.Next(14)) % 15;
        uint first = Low(random);
        while (first == low || first == high) first = (first + 1) % 15;
        uint second = Low(random);
        return random.Next(6) switch
        {
            0 => (random.Next(2) << 20) | (high << 16) | (second << 8) | 0x90 | first,
            1 => 0x00200000 | (random.Next(2) << 20) | (high << 16) | (low << 12) | (second << 8) | 0x90 | first,
            _ => 0x00800000 | (random.Next(8) << 20) | (high << 16) | (low << 12) | (second << 8) | 0x90 | first,
        };
    }

    private static uint SignalProcessing(Xoshiro random)
    {
        uint rd = Low(random);
        uint rn = (rd + 1 + random.Next(14)) % 15;
        uint rs = Low(random);
        uint rm = Low(random);
        return random.Next(5) switch
        {
            0 => 0x016f0f10 | (rd << 12) | rm,
            1 => 0x01000050 | (random.Next(4) << 21) | (rn << 16) | (rd << 12) | rm,
            2 => 0x01600080 | (random.Next(4) << 5) | (rd << 16) | (rs << 8) | rm,
            3 => 0x012000a0 | (random.Next(2) << 6) | (rd << 16) | (rs << 8) | rm,
            _ => 0x01000080 | (random.Next(3) << 21) | (random.Next(2) << 6) | (rd << 16) | (rn << 12) | (rs << 8) | rm | HalfOfFirst(random),
        };
    }

    // Bit 5 has another meaning for SMLAWy, which is in the same group: SMULWy has no accumulator.
    private static uint HalfOfFirst(Xoshiro random) => random.OneIn(2) ? 0u : 0;

    private static uint Single(Xoshiro random)
    {
        uint rd = Low(random);
        bool load = random.OneIn(2);
        bool index = random.OneIn(2);
        uint rn = !index && load && random.OneIn(6) ? 15 : (rd + 1 + random.Next(14)) % 15;
        uint mode = !index ? 0x01000000 : random.OneIn(2) ? 0x01200000u : 0;
        uint head = 0x04000000 | mode | (random.Next(2) << 23) | (random.Next(2) << 22) | (load ? 1u << 20 : 0) | (rn << 16) | (rd << 12);
        if (random.OneIn(3)) return head | 0x02000000 | (random.Next(32) << 7) | (random.Next(4) << 5) | Other(random, rn);
        return head | (random.OneIn(3) ? random.Next() & 0xfff : random.Next() & 0xffc);
    }

    private static uint Extra(Xoshiro random)
    {
        uint rd = Low(random);
        uint kind = 1 + random.Next(3);
        bool load = random.OneIn(2);
        if (!load && kind != 1) rd = (rd & 14) % 14;
        uint rn = (rd + 2 + random.Next(12)) % 15;
        if (rn == rd || rn == rd + 1) rn = (rd + 2) % 15;
        uint mode = random.Next(3) switch
        {
            0 => 0u,
            1 => 0x01200000,
            _ => 0x01000000,
        };
        uint head = mode | (random.Next(2) << 23) | (load ? 1u << 20 : 0) | (rn << 16) | (rd << 12) | 0x90 | (kind << 5);
        if (random.OneIn(3))
        {
            uint rm = Other(random, rn);
            while (rm == rd || rm == rd + 1 || rm == rn) rm = (rm + 1) % 15;
            return head | rm;
        }

        return head | 0x00400000 | ((random.Next() & 15) << 8) | (random.Next() & 14);
    }

    private static uint Other(Xoshiro random, uint than) => (than + 1 + random.Next(14)) % 15;

    private static uint Block(Xoshiro random)
    {
        uint rn = Low(random);
        uint list = (random.Next() & random.Next() & 0x7fff) | (1u << (int)Low(random));
        bool load = random.OneIn(2);
        bool writeBack = random.OneIn(2);
        if (writeBack)
        {
            if (load || (list & ((1u << (int)rn) - 1)) != 0) list &= ~(1u << (int)rn);
            if (list == 0) list = 1u << (int)((rn + 1) % 15);
        }

        return 0x08000000 | (random.Next(4) << 23) | (writeBack ? 1u << 21 : 0) | (load ? 1u << 20 : 0) | (rn << 16) | list;
    }

    private static uint Swap(Xoshiro random)
    {
        uint rn = Low(random);
        return 0x01000090 | (random.Next(2) << 22) | (rn << 16) | (Other(random, rn) << 12) | Other(random, rn);
    }

    private static uint Status(Xoshiro random) => random.Next(4) switch
    {
        0 => 0x010f0000 | (Low(random) << 12),
        1 => 0x0128f000 | Low(random),
        2 => 0x0328f000 | (random.Next() & 0xfff),
        _ => 0x0321f000 | (random.Next(4) << 6) | (random.Next(7) switch { 0 => 0x11u, 1 => 0x12, 2 => 0x13, 3 => 0x17, 4 => 0x1b, _ => 0x1f }),
    };
}
