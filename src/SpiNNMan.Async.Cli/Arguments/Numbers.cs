using System.CommandLine.Parsing;
using System.Globalization;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Arguments;

/// <summary>Reads numbers, chips and cores as users write them.</summary>
internal static class Numbers
{
    /// <summary>How a core or a chip is written.</summary>
    public const string CoreForm = "X,Y of a chip or X,Y,P of a core; for instance 0,0 or 1,0,3";

    /// <summary>How a chip is written.</summary>
    public const string ChipForm = "X,Y of a chip; for instance 0,0 or 1,0";

    /// <summary>Reads a port, 1 to 65535.</summary>
    public static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;

    /// <summary>Reads a number, in decimal, or in hexadecimal after 0x. K at its end multiplies it by 1024, and M by 1024 * 1024.</summary>
    public static bool TryParse(string text, out long number)
    {
        number = 0;
        string digits = text.Replace("_", "", StringComparison.Ordinal);
        long unit = 1;
        if (digits.Length > 1 && digits[^1] is 'k' or 'K')
            unit = 1 << 10;
        else if (digits.Length > 1 && digits[^1] is 'm' or 'M')
            unit = 1 << 20;

        if (unit > 1)
            digits = digits[..^1];

        bool isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        NumberStyles style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (digits.Length > 12 || !long.TryParse(isHex ? digits[2..] : digits, style, CultureInfo.InvariantCulture, out long value))
            return false;

        number = value * unit;
        return true;
    }

    /// <summary>Reads the digits of a number without 0x as hexadecimal, as some other tools do. A single digit is the same in both.</summary>
    public static bool TryReadBareHex(string text, out uint number)
    {
        number = 0;
        string digits = text.Replace("_", "", StringComparison.Ordinal);
        return digits.Length is > 1 and <= 8 && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Reads an address of a chip.</summary>
    public static uint ParseAddress(ArgumentResult result) => (uint)ParseWithin(result, least: 0, uint.MaxValue, "an address, 0 to 0xFFFFFFFF");

    /// <summary>Reads a length in bytes.</summary>
    public static int ParseLength(ArgumentResult result) => ParseLength(result, least: 0, Array.MaxLength);

    /// <summary>Reads a length in bytes within a range.</summary>
    public static int ParseLength(ArgumentResult result, int least, int greatest) => (int)ParseWithin(
        result, least, greatest, string.Create(CultureInfo.InvariantCulture, $"a length of {least} to {greatest} bytes, for instance 256, 0x100, 64K or 4M"));

    /// <summary>Reads a word of 32 bits.</summary>
    public static uint ParseWord(ArgumentResult result) => (uint)ParseWithin(result, least: 0, uint.MaxValue, "a word, 0 to 0xFFFFFFFF");

    /// <summary>Reads a core: X,Y for the monitor of a chip, or X,Y,P.</summary>
    public static CoreLocation ParseCore(ArgumentResult result)
    {
        if (TryParseCore(result.Tokens[0].Value, out CoreLocation core))
            return core;

        result.AddError($"'{result.Tokens[0].Value}' is no {CoreForm}.");
        return default;
    }

    /// <summary>Reads a chip: X,Y.</summary>
    public static ChipLocation ParseChip(ArgumentResult result)
    {
        if (TryParseChip(result.Tokens[0].Value, out ChipLocation chip))
            return chip;

        result.AddError($"'{result.Tokens[0].Value}' is no {ChipForm}.");
        return default;
    }

    /// <summary>Reads a chip: X,Y.</summary>
    public static bool TryParseChip(string text, out ChipLocation chip)
    {
        bool isChip = TryParseCore(text, out CoreLocation core) && text.Count(static character => character == ',') == 1;
        chip = isChip ? core.Chip : default;
        return isChip;
    }

    /// <summary>Reads a core: X,Y for the monitor of a chip, or X,Y,P.</summary>
    public static bool TryParseCore(string text, out CoreLocation core)
    {
        core = default;
        string[] parts = text.Split(',');
        byte number = 0;
        if (parts.Length is not (2 or 3)
            || !byte.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out byte x)
            || !byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out byte y)
            || (parts.Length == 3 && (!byte.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out number) || number >= 32)))
        {
            return false;
        }

        core = new CoreLocation(x, y, number);
        return true;
    }

    private static long ParseWithin(ArgumentResult result, long least, long greatest, string what)
    {
        string text = result.Tokens[0].Value;
        if (TryParse(text, out long number) && number >= least && number <= greatest)
            return number;

        string hint = TryReadBareHex(text, out uint hex) && hex >= least && hex <= greatest && text.Any(char.IsAsciiLetter)
            ? string.Create(CultureInfo.InvariantCulture, $" Did you mean 0x{hex:X}? Numbers are hexadecimal only after 0x.")
            : "";
        result.AddError($"'{text}' is not {what}.{hint}");
        return 0;
    }
}
