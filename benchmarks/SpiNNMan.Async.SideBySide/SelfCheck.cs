using System.Buffers.Binary;
using SpiNNMan.Async.SideBySide.Rows;

namespace SpiNNMan.Async.SideBySide;

/// <summary>The program's own arithmetic, checked before anything is believed that rests on it.</summary>
internal static class SelfCheck
{
    public static void Run()
    {
        Check(double.IsNaN(Statistics.Median([])), "the median of nothing");
        Check(Statistics.Median([3, 1, 2]) is 2, "the median of three");
        Check(Statistics.Median([4, 1, 2, 3]) is 2.5, "the median of four");
        Check(Statistics.Percentile([5, 1, 4, 2, 3, 99], 5, 0.8) is 5, "a percentile");

        byte[] words = new byte[300 * 4];
        for (int i = 0; i < 300; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(words.AsSpan(4 * i), unchecked(((Memory.AddressOf(3) + (uint)(4 * i)) * 0x9E37_79B1u) + (7 * 0x85EB_CA6Bu)));

        Check(Memory.Differences(words, Memory.AddressOf(3), 7) == 0, "equal memory");
        Check(Memory.Differences(words, Memory.AddressOf(3), 8) == 300, "another board's memory");
        Check(Memory.Differences(words, Memory.AddressOf(4), 7) == 300, "another piece's memory");
        words[^1]++;
        Check(Memory.Differences(words, Memory.AddressOf(3), 7) == 1, "a wrong byte at the end");

        Check(Figure.Least("", 0.9, 0.8, 0.95).Verdict == Verdict.Must, "a figure between must and aim");
        Check(Figure.Least("", 0.7, 0.8, 0.95).Verdict == Verdict.Short, "a figure below must");
        Check(Figure.Most("", 0.7, 0.8).Verdict == Verdict.Must, "a figure without aim");
        Check(Figure.Most("", 0, 0.1, 0).Verdict == Verdict.Aim, "a figure at its aim");
        Check(Figure.Most("", double.NaN, 0.1, 0).Verdict == Verdict.NotMeasured, "no figure");
        Check(Table.Rows.Select(static row => row.Number).SequenceEqual(Enumerable.Range(1, Table.Rows.Count)), "the rows");
    }

    private static void Check(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"The program is wrong about {what}.");
    }
}
