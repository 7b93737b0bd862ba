using System.Globalization;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Numbers as text for people.</summary>
internal static class Quantities
{
    private const long Kibi = 1 << 10;
    private const long Mebi = 1 << 20;

    /// <summary>A number of bytes, in KiB or MiB if it is large.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= Mebi when bytes % Mebi == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebi} MiB"),
        >= Mebi => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Mebi:0.0} MiB"),
        >= Kibi when bytes % Kibi == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes / Kibi} KiB"),
        >= Kibi => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Kibi:0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };

    /// <summary>A rate in megabytes (10^6 bytes) a second.</summary>
    public static double MegabytesPerSecond(long bytes, TimeSpan time) => time > TimeSpan.Zero ? bytes / time.TotalSeconds / 1e6 : 0;

    /// <summary>A rate in megabytes (10^6 bytes) a second, as text.</summary>
    public static string Rate(long bytes, TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{MegabytesPerSecond(bytes, time):0.0} MB/s");

    /// <summary>A time in seconds, milliseconds or microseconds.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
        >= 0.001 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0} us"),
    };

    /// <summary>A count, with its digits in groups of three.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count of things: "1 core", "2 cores". The name is that of a single thing.</summary>
    public static string Count(long count, string one) => $"{Count(count)} {one}{(count == 1 ? "" : "s")}";

    /// <summary>A count of things whose name has a plural of its own: "1 reply", "2 replies".</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";
}
