using System.Buffers.Binary;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Voltages, temperatures and fans of a board, as its BMP measures them.</summary>
/// <remarks>
/// <code>
///  0  8 x u16  voltages: 1 1.2 V c, 2 1.2 V b, 3 1.2 V a, 4 1.8 V, 6 3.3 V, 7 supply; 0 and 5 are not used
/// 16  4 x i16  temperatures on the board in 1/256 degrees: 0 top, 1 bottom
/// 24  4 x i16  temperatures outside: 0, 1; -32768 without probe
/// 32  4 x i16  fan speeds: 0, 1; -1 without fan
/// 40  u32      warnings        44  u32  shutdown reasons
/// </code>
/// Protocol: bmp.md, "Board status".
/// </remarks>
public readonly record struct AdcInfo
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 48;

    /// <summary>One more than the greatest reading of a voltage.</summary>
    public const int MaxReading = 4096;

    /// <summary>Volts for one step of a reading of 1.2 V and 1.8 V.</summary>
    public const double LowScale = 2.5 / MaxReading;

    /// <summary>Volts for one step of a reading of 3.3 V.</summary>
    public const double MiddleScale = 3.75 / MaxReading;

    /// <summary>Volts for one step of a reading of the supply.</summary>
    public const double SupplyScale = 15.0 / MaxReading;

    /// <summary>Degrees for one step of a temperature.</summary>
    public const double TemperatureScale = 1.0 / 256;

    /// <summary>The temperature that says that the probe is missing.</summary>
    public const short NoProbe = short.MinValue;

    /// <summary>The speed that says that the fan is missing.</summary>
    public const short NoFan = -1;

    /// <summary>The first 1.2 V rail, in volts.</summary>
    public double Voltage12A { get; init; }

    /// <summary>The second 1.2 V rail, in volts.</summary>
    public double Voltage12B { get; init; }

    /// <summary>The third 1.2 V rail, in volts.</summary>
    public double Voltage12C { get; init; }

    /// <summary>The 1.8 V rail, in volts.</summary>
    public double Voltage18 { get; init; }

    /// <summary>The 3.3 V rail, in volts.</summary>
    public double Voltage33 { get; init; }

    /// <summary>The supply of 12 V, in volts.</summary>
    public double VoltageSupply { get; init; }

    /// <summary>The temperature at the top of the board, in degrees Celsius.</summary>
    public double TemperatureTop { get; init; }

    /// <summary>The temperature at the bottom of the board, in degrees Celsius.</summary>
    public double TemperatureBottom { get; init; }

    /// <summary>The first temperature outside, in degrees Celsius; <see langword="null"/> without its probe.</summary>
    public double? TemperatureExternal0 { get; init; }

    /// <summary>The second temperature outside, in degrees Celsius; <see langword="null"/> without its probe.</summary>
    public double? TemperatureExternal1 { get; init; }

    /// <summary>The speed of the first fan, in turns a minute; <see langword="null"/> without a fan.</summary>
    public double? Fan0 { get; init; }

    /// <summary>The speed of the second fan, in turns a minute; <see langword="null"/> without a fan.</summary>
    public double? Fan1 { get; init; }

    /// <summary>The sensors above their warning limits: bits 7:0 voltages, 11:8 temperatures on the board, 15:12 outside, 19:16 fans.</summary>
    public uint Warnings { get; init; }

    /// <summary>The sensors above their shutdown limits, in the bits of <see cref="Warnings"/>.</summary>
    public uint Shutdowns { get; init; }

    /// <summary>Reads the status from the start of <paramref name="source"/>; bytes after it are ignored.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="Size"/> bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out AdcInfo info, out PacketError error)
    {
        if (source.Length < Size)
        {
            info = default;
            error = PacketError.TooShort(nameof(AdcInfo), source.Length, Size, source.Length);
            return false;
        }

        info = new AdcInfo
        {
            Voltage12C = Voltage(source, 1) * LowScale,
            Voltage12B = Voltage(source, 2) * LowScale,
            Voltage12A = Voltage(source, 3) * LowScale,
            Voltage18 = Voltage(source, 4) * LowScale,
            Voltage33 = Voltage(source, 6) * MiddleScale,
            VoltageSupply = Voltage(source, 7) * SupplyScale,
            TemperatureTop = Signed(source, 16) * TemperatureScale,
            TemperatureBottom = Signed(source, 18) * TemperatureScale,
            TemperatureExternal0 = External(source, 24),
            TemperatureExternal1 = External(source, 26),
            Fan0 = Fan(source, 32),
            Fan1 = Fan(source, 34),
            Warnings = BinaryPrimitives.ReadUInt32LittleEndian(source[40..]),
            Shutdowns = BinaryPrimitives.ReadUInt32LittleEndian(source[44..]),
        };
        error = default;
        return true;
    }

    private static ushort Voltage(ReadOnlySpan<byte> source, int channel) => BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * channel)..]);

    private static short Signed(ReadOnlySpan<byte> source, int offset) => BinaryPrimitives.ReadInt16LittleEndian(source[offset..]);

    private static double? External(ReadOnlySpan<byte> source, int offset) =>
        Signed(source, offset) is var value && value == NoProbe ? null : value * TemperatureScale;

    private static double? Fan(ReadOnlySpan<byte> source, int offset) => Signed(source, offset) is var value && value == NoFan ? null : value;
}
