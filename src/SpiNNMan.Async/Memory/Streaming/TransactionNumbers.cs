namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>The numbers of transactions.</summary>
internal static class TransactionNumbers
{
    private const uint CountedBits = 0x0FFFFFFF;

    /// <summary>The number after another: programs begin anew when the low 28 bits would be 0.</summary>
    public static uint After(uint number)
    {
        uint next = unchecked(number + 1);
        return (next & CountedBits) == 0 ? 0 : next;
    }
}
