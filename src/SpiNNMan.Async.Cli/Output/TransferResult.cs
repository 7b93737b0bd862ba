using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>A block of memory that was read or written, for programs.</summary>
internal sealed record TransferResult(int X, int Y, int Core, uint Address, int Bytes, double Seconds, double MegabytesPerSecond, long Resent)
{
    /// <summary>The bytes read, in base 64, if they went nowhere else.</summary>
    public byte[]? Data { get; init; }

    /// <summary>Whether the bytes written were read back and found the same; only if that was asked for.</summary>
    public bool? Verified { get; init; }

    /// <summary>What came of a transfer over a connection that was opened for it.</summary>
    public static TransferResult Of(CoreLocation core, uint address, int bytes, TimeSpan time, ConnectionStatistics did) =>
        new(core.X, core.Y, core.Core, address, bytes, time.TotalSeconds, Quantities.MegabytesPerSecond(bytes, time), did.Resent);
}
