using System.Buffers.Binary;

namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>Makes of replies what no board would say.</summary>
internal static class Mutator
{
    private static readonly uint[] s_words = [0, 1, 2, 3, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x7FFF_FFFF, 0x7FFF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FF00, 0x6000_0000, 0xE500_0000];

    /// <summary>Fills the two bytes before a reply, which mean nothing and hold whatever the monitor's stack did.</summary>
    public static void FillPad(byte[] datagram, Random random)
    {
        if (!ScpBytes.IsReply(datagram))
            return;

        (datagram[0], datagram[1]) = ((byte)random.Next(), (byte)random.Next());
    }

    /// <summary>Turns one bit over, anywhere.</summary>
    public static void Corrupt(byte[] datagram, Random random)
    {
        if (datagram.Length > 0)
            datagram[random.Next(datagram.Length)] ^= (byte)(1 << random.Next(8));
    }

    /// <summary>Changes what a reply says, or how long it is, most often so that it still reaches who asked.</summary>
    public static byte[] Mutate(byte[] datagram, Random random)
    {
        if (!ScpBytes.IsReply(datagram))
            return datagram;

        switch (random.Next(8))
        {
            case 0:
                return datagram[..random.Next(datagram.Length)];
            case 1:
                byte[] longer = new byte[datagram.Length + random.Next(1, 300)];
                random.NextBytes(longer);
                datagram.CopyTo(longer, 0);
                return longer;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(datagram.AsSpan(10), (ushort)random.Next(0x7E, 0x92));
                return datagram;
            case 3:
                datagram[random.Next(ScpBytes.Shortest)] = (byte)random.Next();
                return datagram;
            default:
                int words = (datagram.Length - ScpBytes.Shortest) / sizeof(uint);
                if (words > 0)
                {
                    int at = ScpBytes.Shortest + (sizeof(uint) * random.Next(words));
                    uint word = random.Next(3) == 0 ? (uint)random.NextInt64(1L << 32) : s_words[random.Next(s_words.Length)];
                    BinaryPrimitives.WriteUInt32LittleEndian(datagram.AsSpan(at), word);
                }

                return datagram;
        }
    }
}
