using System.Globalization;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>Finds out whether a piece of memory is safe to use. An access where nothing is mapped kills the monitor of a chip, and only booting brings it back.</summary>
internal static class MemoryCheck
{
    private const string HowToForce = "With --force spinnman goes there all the same; if nothing is mapped there, the monitor of the chip is dead until the board is booted again.";

    /// <summary>Says why a piece of memory is refused.</summary>
    /// <param name="typed">The address as the user typed it.</param>
    /// <param name="core">The core whose view of the memory is meant; core 0 is the monitor.</param>
    /// <param name="length">The number of bytes.</param>
    /// <param name="writes">Whether the memory is written.</param>
    /// <returns>A reason in whole sentences; <see langword="null"/> if the memory is safe, or the text is not an address.</returns>
    public static string? WhyRefused(string typed, CoreLocation core, long length, bool writes)
    {
        if (!Numbers.TryParse(typed, out long address) || address is < 0 or > uint.MaxValue)
            return null;

        string place = Hex(address);
        if (MemoryRegion.Find(address) is not { } region)
            return $"{Named(typed, place)} is in no memory of a chip that is known to be safe. {Suggest(typed) ?? "SDRAM begins at 0x60000000, system RAM at 0xE5000000."} {HowToForce}";

        if (Suggest(typed, address) is { } other)
            return $"'{typed}' has no 0x before it, so it is {place} here. {other} If not, write {place}.";

        if (address + length - 1 > region.Last)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Quantities.Count(length, "byte")} from {place} on end {Quantities.Count(address + length - 1 - region.Last, "byte")} past the end of {region}; {Quantities.Count(region.Last - address + 1)} fit. {HowToForce}");
        }

        return writes && region.IsOfCore && core.Core == 0 && length > 0
            ? $"{place} is in the {region.Name} that the monitor of {core.Chip.X},{core.Chip.Y} itself runs with: writing there can end it. {HowToForce}"
            : null;
    }

    /// <summary>Says why a piece of memory of a neighbour is refused. Links lead to no memory of a single core.</summary>
    /// <inheritdoc cref="WhyRefused"/>
    public static string? WhyRefusedOverLink(string typed, long length)
    {
        const byte AnyApplicationCore = 1;
        if (Numbers.TryParse(typed, out long address) && MemoryRegion.Find(address) is { IsOfCore: true } region && Suggest(typed, address) is null)
            return $"{Hex(address)} is in {region.Name}, which each core has for itself: no link leads there. SDRAM begins at 0x60000000, system RAM at 0xE5000000.";

        return WhyRefused(typed, new CoreLocation(0, 0, AnyApplicationCore), length, writes: false);
    }

    /// <summary>Suggests the address that a text without 0x means in hexadecimal, if that is in known memory and differs.</summary>
    private static string? Suggest(string typed, long? address = null) =>
        Numbers.TryReadBareHex(typed, out uint hex) && hex != address && MemoryRegion.Find(hex) is { } region
            ? $"Did you mean {Hex(hex)}, in {region.Name}? Numbers are hexadecimal only after 0x."
            : null;

    private static string Named(string typed, string place) => typed.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? place : $"'{typed}', which is {place},";

    private static string Hex(long address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:X8}");
}
