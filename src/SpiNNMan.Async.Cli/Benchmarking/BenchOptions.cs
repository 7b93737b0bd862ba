using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Benchmarking;

/// <summary>What is measured.</summary>
/// <param name="Chip">The chip whose memory is moved.</param>
/// <param name="Address">Where it starts.</param>
/// <param name="Bytes">How many bytes are moved each way.</param>
/// <param name="Write">Whether memory is written and read back, or only read.</param>
/// <param name="Samples">How many single requests are timed while nothing else is under way.</param>
internal sealed record BenchOptions(ChipLocation Chip, uint Address, long Bytes, bool Write, int Samples)
{
    /// <summary>The most memory that is used: more bytes go over the same again.</summary>
    public const int LargestRegion = 16 << 20;

    /// <summary>The memory that is used, in bytes. What is only read is read at least twice, to be compared.</summary>
    public int Region => (int)Math.Min(LargestRegion, Write ? Bytes : Math.Max(1, Bytes / 2));
}
