using System.Globalization;
using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Campaign.Worlds;

namespace SpiNNMan.Async.Campaign.Runs;

/// <summary>Leaves out of a failing world what it can, as long as it still fails in the same way.</summary>
internal static class Shrinker
{
    /// <summary>The most worlds tried.</summary>
    private const int MostTries = 80;

    /// <returns>What can be left out.</returns>
    public static IReadOnlyList<string> Shrink(int seed, string signature) => Shrink(WorldPlan.FromSeed(seed).Parts, without => Fails(seed, without, signature));

    /// <summary>Leaves out of some parts what it can.</summary>
    /// <param name="parts">All of them.</param>
    /// <param name="fails">Whether it still fails without some.</param>
    public static IReadOnlyList<string> Shrink(IReadOnlyList<string> parts, Func<IReadOnlyList<string>, bool> fails)
    {
        List<string> without = [];
        List<string> left = [.. parts];
        int tries = 0;
        for (int size = Math.Max(1, left.Count / 2); size > 0; size /= 2)
        {
            for (int at = 0; at < left.Count && tries < MostTries;)
            {
                string[] piece = [.. left.Skip(at).Take(size)];
                tries++;
                if (fails([.. without, .. piece]))
                {
                    without.AddRange(piece);
                    left.RemoveRange(at, piece.Length);
                }
                else
                {
                    at += size;
                }
            }
        }

        return without;
    }

    private static bool Fails(int seed, IReadOnlyList<string> without, string signature)
    {
        using var worker = new WorkerProcess("--replay", seed.ToString(CultureInfo.InvariantCulture), "--without", string.Join(',', without));
        bool fails = false;
        while (worker.ReadLine() is { } line)
        {
            if (line.Split('\t') is [Lines.Finding, _, var kind, var where, _])
                fails |= string.Equals(new Finding(Enum.Parse<FindingKind>(kind), where, "").Signature, signature, StringComparison.Ordinal);
        }

        return fails;
    }
}
