using System.Globalization;
using System.Text.Json.Serialization;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>The report of the BMP of a board, as JSON. Fan speeds are in turns a minute.</summary>
internal sealed record BmpResult(int Cabinet, int Frame, int Board, string BmpVersion, string SerialNumber, string BmpIpAddress, string IpAddress, bool IsOn)
{
    public required double Volts12A { get; init; }

    public required double Volts12B { get; init; }

    public required double Volts12C { get; init; }

    public required double Volts18 { get; init; }

    public required double Volts33 { get; init; }

    public required double VoltsSupply { get; init; }

    public required double CelsiusTop { get; init; }

    public required double CelsiusBottom { get; init; }

    public double? CelsiusExternal0 { get; init; }

    public double? CelsiusExternal1 { get; init; }

    public double? Fan0Rpm { get; init; }

    public double? Fan1Rpm { get; init; }

    public required uint WarningBits { get; init; }

    public required uint ShutdownBits { get; init; }

    public static BmpResult From(
        BoardReading<AdcInfo> sensors, BoardReading<VersionInfo> version, BoardReading<BmpIdentity> identity, BoardReading<BmpNetworkAddresses> addresses, BoardReading<bool> power) => new(
            sensors.Board.Cabinet,
            sensors.Board.Frame,
            sensors.Board.Board,
            version.Value.VersionText,
            identity.Value.SerialNumber,
            addresses.Value.Bmp.IPAddress.ToString(),
            addresses.Value.Board.IPAddress.ToString(),
            power.Value)
        {
            Volts12A = Round(sensors.Value.Voltage12A),
            Volts12B = Round(sensors.Value.Voltage12B),
            Volts12C = Round(sensors.Value.Voltage12C),
            Volts18 = Round(sensors.Value.Voltage18),
            Volts33 = Round(sensors.Value.Voltage33),
            VoltsSupply = Round(sensors.Value.VoltageSupply),
            CelsiusTop = Round(sensors.Value.TemperatureTop),
            CelsiusBottom = Round(sensors.Value.TemperatureBottom),
            CelsiusExternal0 = sensors.Value.TemperatureExternal0 is { } first ? Round(first) : null,
            CelsiusExternal1 = sensors.Value.TemperatureExternal1 is { } second ? Round(second) : null,
            Fan0Rpm = sensors.Value.Fan0,
            Fan1Rpm = sensors.Value.Fan1,
            WarningBits = sensors.Value.Warnings,
            ShutdownBits = sensors.Value.Shutdowns,
        };

    /// <summary>The cabinet, frame and board number as text.</summary>
    [JsonIgnore]
    public string Place => new BoardLocation(Cabinet, Frame, Board).ToString();

    /// <summary>The speeds of the fans that the board has, as text.</summary>
    [JsonIgnore]
    public string FansText => string.Join(' ', new[] { Fan0Rpm, Fan1Rpm }.OfType<double>().Select(static fan => fan.ToString("0", CultureInfo.InvariantCulture)));

    private static double Round(double value) => Math.Round(value, 3);
}
