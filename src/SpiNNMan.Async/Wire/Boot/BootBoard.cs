using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines.Variables;

namespace SpiNNMan.Async.Wire.Boot;

/// <summary>The settings of a boot image for a kind of board.</summary>
/// <param name="HardwareVersion">The kind of board, 1 to 5 for SpiNN-1 to SpiNN-5; 0 if it is not known.</param>
/// <param name="Leds">Where the LEDs are, for <see cref="SystemVariable.Led0"/>.</param>
/// <remarks>Protocol: boot.md, "System variables at boot".</remarks>
internal readonly record struct BootBoard(byte HardwareVersion, uint Leds)
{
    /// <summary>The settings for an unknown kind of board.</summary>
    public static BootBoard Unknown => new(0, 0x0000_0001);

    /// <summary>The board of a version.</summary>
    /// <param name="boardVersion">1 to 5, or <see langword="null"/> if it is not known.</param>
    /// <exception cref="InvalidParameterException">There is no such version.</exception>
    public static BootBoard OfVersion(int? boardVersion) => boardVersion switch
    {
        null => Unknown,
        1 => new BootBoard(1, 0x0007_6104),
        2 => new BootBoard(2, 0x0000_6103),
        3 => new BootBoard(3, 0x0000_0502),
        4 => new BootBoard(4, 0x0000_0001),
        5 => new BootBoard(5, 0x0000_0001),
        _ => throw new InvalidParameterException(nameof(boardVersion), boardVersion, "it must be 1 to 5, or none"),
    };
}
