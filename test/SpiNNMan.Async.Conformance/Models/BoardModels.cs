using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Conformance.Models;

/// <summary>Checks what has to do with boards and their management processors.</summary>
internal static class BoardModels
{
    public static string? CheckEthernetChips(JsonElement record)
    {
        var machine = new MachineGeometry((int)record.GetInteger("width"), (int)record.GetInteger("height"));
        var comparison = new Comparison();
        comparison.SameList(
            "chips",
            record.GetList("decoded").Select(chip => $"{chip[0]},{chip[1]}"),
            machine.PotentialEthernetChips.Select(chip => chip.ToString()));
        return comparison.Result;
    }

    public static string? CheckBmpFromHost(JsonElement record)
    {
        int? count = record.Has("number_of_boards") ? (int)record.GetInteger("number_of_boards") : null;
        BmpConnectionData data = BmpConnectionData.FromHost(record.GetString("hostname"), count);
        if (!record.Has("decoded"))
            return null;

        JsonElement decoded = record.GetProperty("decoded");
        var comparison = new Comparison();
        comparison.Same("cabinet", decoded.GetInteger("cabinet"), data.Cabinet);
        comparison.Same("frame", decoded.GetInteger("frame"), data.Frame);
        comparison.Same("address", decoded.GetString("ip_address"), data.Host);
        comparison.SameList("boards", decoded.Integers("boards"), data.Boards);
        comparison.Same("port", decoded.GetInteger("port_num"), data.Port);
        return comparison.Result;
    }

    public static string? CheckAdcInfo(JsonElement record)
    {
        if (!AdcInfo.TryParse(record.GetBytesFromOffset(), out AdcInfo info, out PacketError error))
            throw new InvalidPacketException(error);

        var comparison = new Comparison();
        if (record.Has("decoded"))
            Compare(comparison, record.GetProperty("decoded"), info);

        return comparison.Result;
    }

    /// <summary>Compares a board's status with the fields of a record.</summary>
    public static void Compare(Comparison comparison, JsonElement decoded, in AdcInfo info)
    {
        comparison.Same("1.2 V a", Number(decoded, "voltage_1_2a"), info.Voltage12A);
        comparison.Same("1.2 V b", Number(decoded, "voltage_1_2b"), info.Voltage12B);
        comparison.Same("1.2 V c", Number(decoded, "voltage_1_2c"), info.Voltage12C);
        comparison.Same("1.8 V", Number(decoded, "voltage_1_8"), info.Voltage18);
        comparison.Same("3.3 V", Number(decoded, "voltage_3_3"), info.Voltage33);
        comparison.Same("supply", Number(decoded, "voltage_supply"), info.VoltageSupply);
        comparison.Same("top", Number(decoded, "temp_top"), info.TemperatureTop);
        comparison.Same("bottom", Number(decoded, "temp_btm"), info.TemperatureBottom);
        comparison.Same("external 0", Number(decoded, "temp_ext_0"), info.TemperatureExternal0);
        comparison.Same("external 1", Number(decoded, "temp_ext_1"), info.TemperatureExternal1);
        comparison.Same("fan 0", Number(decoded, "fan_0"), info.Fan0);
        comparison.Same("fan 1", Number(decoded, "fan_1"), info.Fan1);
    }

    private static double? Number(JsonElement decoded, string name) => decoded.Has(name) ? decoded.GetProperty(name).GetDouble() : null;
}
