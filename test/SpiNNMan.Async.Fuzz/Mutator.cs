namespace SpiNNMan.Async.Fuzz;

/// <summary>Makes new inputs out of known ones.</summary>
internal sealed class Mutator(RandomNumbers random, IReadOnlyList<byte[]> seeds)
{
    public const int MaxLength = 2048;

    private static readonly byte[] s_telling = [0x00, 0x01, 0x02, 0x07, 0x08, 0x3F, 0x40, 0x41, 0x7F, 0x80, 0x87, 0xC0, 0xF8, 0xFE, 0xFF];

    public byte[] Next()
    {
        if (seeds.Count == 0 || random.Below(8) == 0)
            return MakeRandom();

        byte[] input = seeds[random.Below(seeds.Count)];
        for (int rounds = random.Below(5); rounds >= 0; rounds--)
            input = Mutate(input);

        return input.Length > MaxLength ? input[..MaxLength] : input;
    }

    private byte[] MakeRandom()
    {
        var input = new byte[random.Below(random.Below(4) == 0 ? MaxLength : 40)];
        random.Fill(input);
        return input;
    }

    private byte[] Mutate(byte[] input)
    {
        int at = random.Below(input.Length);
        int length = random.Below(Math.Min(input.Length - at, 16) + 1);
        switch (random.Below(8))
        {
            case 0:
                return With(input, at, (byte)((input.Length == 0 ? 0 : input[at]) ^ (1 << random.Below(8))));
            case 1:
                return With(input, at, s_telling[random.Below(s_telling.Length)]);
            case 2:
                return With(input, at, (byte)random.Next());
            case 3:
                return input[..at];
            case 4:
                return [.. input[..at], .. input[(at + length)..]];
            case 5:
                return [.. input[..at], .. input[at..(at + length)], .. input[at..]];
            case 6:
                var inserted = new byte[random.Below(16)];
                random.Fill(inserted);
                return [.. input[..at], .. inserted, .. input[at..]];
            default:
                byte[] other = seeds[random.Below(seeds.Count)];
                return [.. input[..at], .. other[random.Below(other.Length)..]];
        }
    }

    private static byte[] With(byte[] input, int at, byte value)
    {
        byte[] changed = [.. input];
        if (changed.Length > 0)
            changed[at] = value;

        return changed;
    }
}
