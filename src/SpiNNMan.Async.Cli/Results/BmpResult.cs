using System.Globalization;
using System.Text.Json.Serialization;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>What the BMP of a board reports, as JSON. Voltages are in volts, temperatures in degrees Celsius, fan speeds in turns a minute.</summary>
internal sealed record BmpResult(int Cabinet, int Frame, int Board, string Version, string SerialNumber, string BmpAddress, string BoardAddress, bool IsOn)
{
    public required double Voltage12A { get; init; }

    public required double Voltage12B { get; init; }

    public required double Voltage12C { get; init; }

    public required double Voltage18 { get; init; }

    public required double Voltage33 { get; init; }

    public required double VoltageSupply { get; init; }

    public required double TemperatureTop { get; init; }

    public required double TemperatureBottom { get; init; }

    public double? TemperatureExternal0 { get; init; }

    public double? TemperatureExternal1 { get; init; }

    public double? Fan0 { get; init; }

    public double? Fan1 { get; init; }

    public required uint Warnings { get; init; }

    public required uint Shutdowns { get; init; }

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
            Voltage12A = Round(sensors.Value.Voltage12A),
            Voltage12B = Round(sensors.Value.Voltage12B),
            Voltage12C = Round(sensors.Value.Voltage12C),
            Voltage18 = Round(sensors.Value.Voltage18),
            Voltage33 = Round(sensors.Value.Voltage33),
            VoltageSupply = Round(sensors.Value.VoltageSupply),
            TemperatureTop = Round(sensors.Value.TemperatureTop),
            TemperatureBottom = Round(sensors.Value.TemperatureBottom),
            TemperatureExternal0 = sensors.Value.TemperatureExternal0 is { } first ? Round(first) : null,
            TemperatureExternal1 = sensors.Value.TemperatureExternal1 is { } second ? Round(second) : null,
            Fan0 = sensors.Value.Fan0,
            Fan1 = sensors.Value.Fan1,
            Warnings = sensors.Value.Warnings,
            Shutdowns = sensors.Value.Shutdowns,
        };

    /// <summary>The cabinet, frame and board number as text.</summary>
    [JsonIgnore]
    public string Place => new BoardLocation(Cabinet, Frame, Board).ToString();

    /// <summary>The speeds of the fans that the board has, as text.</summary>
    [JsonIgnore]
    public string FansText => string.Join(' ', new[] { Fan0, Fan1 }.OfType<double>().Select(static fan => fan.ToString("0", CultureInfo.InvariantCulture)));

    private static double Round(double value) => Math.Round(value, 3);
}
