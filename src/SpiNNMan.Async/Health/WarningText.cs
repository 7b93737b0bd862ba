using System.Globalization;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Health;

/// <summary>The sensors that a BMP warns of, in words.</summary>
/// <remarks>Protocol: bmp.md, "Board status".</remarks>
internal static class WarningText
{
    private const uint Voltages = 0xFF;
    private const uint OnBoard = 0xF00;
    private const uint Outside = 0xF000;
    private const uint Fans = 0xF0000;

    public static string Of(in AdcInfo info)
    {
        uint sensors = info.Warnings | info.Shutdowns;
        var words = new List<string>();
        if ((sensors & Voltages) != 0)
            words.Add("a voltage");
        if ((sensors & OnBoard) != 0)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"a temperature on the board ({Math.Max(info.TemperatureTop, info.TemperatureBottom):0.0} °C)"));
        if ((sensors & Outside) != 0)
            words.Add("a temperature outside");
        if ((sensors & Fans) != 0)
            words.Add("a fan");
        if (words.Count == 0)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"sensors 0x{sensors:x}"));

        return string.Join(", ", words) + (info.Shutdowns != 0 ? ", and switches off" : "");
    }
}
