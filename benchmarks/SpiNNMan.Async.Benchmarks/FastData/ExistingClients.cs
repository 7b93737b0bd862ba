namespace SpiNNMan.Async.Benchmarks.FastData;

/// <summary>A model of the clients that exist, by their published times: 2 s for a datagram that does not come, 10 ms between messages of a list, 527 numbers in a list. Draws come from a fixed seed.</summary>
internal static class ExistingClients
{
    private const double Silence = 2;
    private const double BetweenMessages = 0.01;
    private const double PerDatagram = 50e-6;
    private const double RoundTrip = 300e-6;
    private const int MostNumbers = 527;
    private const int OutBlock = 264;
    private const int InBlock = 260;
    private const int Runs = 20;

    /// <summary>The mean speed of some runs.</summary>
    public static double MegabitsPerSecond(int bytes, bool isWrite, double loss)
    {
        var random = new Random(1);
        double seconds = Enumerable.Range(0, Runs).Average(_ => isWrite ? WriteTime(bytes, loss, random) : ReadTime(bytes, loss, random));
        return bytes * 8 / seconds / 1e6;
    }

    /// <summary>A stream, then lists. The end of a round, or one of the messages of a list, may get lost: then the client waits for the timer.</summary>
    private static double ReadTime(int bytes, double loss, Random random)
    {
        int blocks = (bytes + OutBlock - 1) / OutBlock;
        int missing = Draw(blocks, loss, random);
        double time = RoundTrip + (blocks * PerDatagram) + (Draw(1, loss, random) * Silence);
        while (missing > 0)
        {
            int asked = Math.Min(MostNumbers, missing);
            int messages = 1 + ((Math.Max(0, asked - 65) + 65) / 66);
            time += RoundTrip + ((messages - 1) * BetweenMessages) + (asked * PerDatagram);
            if (Draw(messages, loss, random) + Draw(1, loss, random) > 0)
                time += Silence;

            missing -= asked - Draw(asked, loss, random);
        }

        return time;
    }

    /// <summary>All blocks, then the missing ones. A list has no end mark, and these clients look for one: each round with a loss ends by the timer.</summary>
    private static double WriteTime(int bytes, double loss, Random random)
    {
        int missing = (bytes + InBlock - 1) / InBlock;
        double time = 0;
        while (missing > 0)
        {
            time += RoundTrip + (missing * PerDatagram);
            missing = Draw(missing, loss, random);
            if (missing + Draw(2, loss, random) > 0)
                time += Silence;
        }

        return time;
    }

    private static int Draw(int count, double share, Random random) => Enumerable.Range(0, count).Count(_ => random.NextDouble() < share);
}
