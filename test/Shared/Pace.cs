using System.Diagnostics;

namespace SpiNNMan.Async;

/// <summary>How fast this computer is just now, for tests that must wait on real time: on a slow or a busy one, they wait longer.</summary>
internal static class Pace
{
    private const double MostFactor = 60;
    private const int Rounds = 10;
    private const int StepsPerRound = 1_500_000;

    /// <summary>How long a round takes on an idle computer of some years ago.</summary>
    private static readonly TimeSpan s_usual = TimeSpan.FromMilliseconds(3);

    private static readonly TimeSpan s_validity = TimeSpan.FromSeconds(10);
    private static readonly Lock s_lock = new();
    private static long s_measured;
    private static double s_factor;
    private static uint s_sink;

    /// <summary>How many times longer everything takes than on an idle computer: 1 to 60, measured at most every ten seconds.</summary>
    public static double Factor
    {
        get
        {
            lock (s_lock)
            {
                if (s_measured == 0 || Stopwatch.GetElapsedTime(s_measured) > s_validity)
                {
                    s_factor = Measure();
                    s_measured = Stopwatch.GetTimestamp();
                }

                return s_factor;
            }
        }
    }

    /// <summary>A time that would be long on an idle computer, on this one.</summary>
    public static TimeSpan Scale(TimeSpan time) => time * Factor;

    /// <inheritdoc cref="Scale(TimeSpan)"/>
    public static int Scale(int milliseconds) => (int)Math.Min(int.MaxValue, milliseconds * Factor);

    /// <summary>Does work in pieces as short as the system's turns, and sees how long it takes with all that others do meanwhile.</summary>
    private static double Measure()
    {
        long start = Stopwatch.GetTimestamp();
        uint state = 1;
        for (int round = 0; round < Rounds; round++)
        {
            for (int step = 0; step < StepsPerRound; step++)
            {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
            }

            Thread.Yield();
        }

        s_sink = state;
        double factor = Stopwatch.GetElapsedTime(start) / (Rounds * s_usual);

        // Half of the computer being busy is nothing that tests would notice, and what was measured may be a lucky moment.
        return Math.Clamp(2 * factor, 1, MostFactor) + (s_sink == 0 ? 1 : 0);
    }
}
