using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Benchmarking;

/// <summary>The options of a measurement.</summary>
/// <param name="Chip">The chip whose memory is used.</param>
/// <param name="Address">The address where that memory starts.</param>
/// <param name="Bytes">How many bytes are transferred in each direction.</param>
/// <param name="Write">Whether memory is written and then read, or only read.</param>
/// <param name="Samples">How many single requests are timed while no transfer runs.</param>
internal sealed record BenchOptions(ChipLocation Chip, uint Address, long Bytes, bool Write, int Samples)
{
    /// <summary>The most memory that is used, in bytes. A longer transfer uses the same memory again.</summary>
    public const int LargestRegion = 16 << 20;

    /// <summary>The size of the memory that is used, in bytes. Memory that is only read is read at least twice, so that the two results can be compared.</summary>
    public int Region => (int)Math.Min(LargestRegion, Write ? Bytes : Math.Max(1, Bytes / 2));
}
