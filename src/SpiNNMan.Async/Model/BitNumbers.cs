using System.Numerics;

namespace SpiNNMan.Async.Model;

/// <summary>The numbers of the bits that are set in a word.</summary>
internal static class BitNumbers
{
    /// <summary>The numbers of the bits set in <paramref name="word"/>, the lowest first.</summary>
    internal static int[] Of(uint word)
    {
        var numbers = new int[BitOperations.PopCount(word)];
        for (int index = 0; index < numbers.Length; index++)
        {
            numbers[index] = BitOperations.TrailingZeroCount(word);
            word &= word - 1;
        }

        return numbers;
    }
}
