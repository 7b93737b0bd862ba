using System.Text.Json.Serialization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Results.Transfers;

/// <summary>A block of memory that was read or written, as JSON.</summary>
internal sealed record TransferResult(int X, int Y, int Core, uint Address, int Bytes, double Seconds, double MegabytesPerSecond, long Resent)
{
    /// <summary>The bytes that were read, in base 64, unless they were written to a file.</summary>
    public byte[]? DataBase64 { get; init; }

    /// <summary>The file that the bytes were written to, if they were.</summary>
    public string? File { get; init; }

    /// <summary>Whether the bytes were read back and were the same; <see langword="null"/> if the user did not ask for that.</summary>
    public bool? Verified { get; init; }

    /// <summary>How it was streamed, if it was.</summary>
    public StreamingResult? Streaming { get; init; }

    /// <summary>The time as people see it.</summary>
    [JsonIgnore]
    public TimeSpan Time => TimeSpan.FromSeconds(Seconds);

    /// <summary>The result of a transfer over a connection that was opened for this transfer only.</summary>
    public static TransferResult Of(CoreLocation core, uint address, int bytes, TimeSpan time, ConnectionStatistics did) =>
        new(core.X, core.Y, core.Core, address, bytes, time.TotalSeconds, Quantities.MegabytesPerSecond(bytes, time), did.Resent);
}
