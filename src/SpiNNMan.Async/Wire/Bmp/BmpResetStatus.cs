using System.Buffers.Binary;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>The run time of a BMP, and its last error.</summary>
/// <param name="ResetSource">Why it was last reset, as its processor reports it.</param>
/// <param name="WatchdogCount">How often its watchdog ran out.</param>
/// <param name="UptimeSeconds">How long it has been running, in seconds.</param>
/// <param name="LastReset">When the board was last reset, in seconds of its uptime.</param>
/// <param name="ResetCount">How often the board was reset.</param>
/// <param name="ActiveInterrupts">The interrupts that were active when it failed.</param>
/// <param name="ExceptionCode">The exception it failed with; 0 for none.</param>
/// <param name="ErrorCount">How many errors it counted.</param>
/// <remarks>
/// <code>
///  0  u32  reset source        4  u32  watchdog count
///  8  u32  uptime, seconds    12  u32  time of the last reset
/// 16  u32  reset count        20  u32  active interrupts
/// 24  u32  exception          28  u32  error count
/// </code>
/// Protocol: bmp.md, "Information".
/// </remarks>
public readonly record struct BmpResetStatus(
    uint ResetSource,
    uint WatchdogCount,
    uint UptimeSeconds,
    uint LastReset,
    uint ResetCount,
    uint ActiveInterrupts,
    uint ExceptionCode,
    uint ErrorCount)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 32;

    /// <summary>How long the BMP has been running.</summary>
    public TimeSpan Uptime => TimeSpan.FromSeconds(UptimeSeconds);

    /// <summary>Reads it from the start of <paramref name="source"/>; bytes after it are ignored.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="Size"/> bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out BmpResetStatus status, out PacketError error)
    {
        if (source.Length < Size)
        {
            status = default;
            error = PacketError.TooShort(nameof(BmpResetStatus), source.Length, Size, source.Length);
            return false;
        }

        status = new BmpResetStatus(
            Word(source, 0), Word(source, 1), Word(source, 2), Word(source, 3), Word(source, 4), Word(source, 5), Word(source, 6), Word(source, 7));
        error = default;
        return true;
    }

    private static uint Word(ReadOnlySpan<byte> source, int index) => BinaryPrimitives.ReadUInt32LittleEndian(source[(4 * index)..]);
}
