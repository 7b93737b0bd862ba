using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Sdp;

/// <summary>One end of an SDP packet: a port of a core of a chip.</summary>
/// <remarks>Protocol: sdp.md, "Header".</remarks>
public readonly record struct SdpEndpoint
{
    /// <summary>The highest core number the header can carry.</summary>
    public const byte MaxCore = 31;

    /// <summary>The highest port number the header can carry.</summary>
    public const byte MaxPort = 7;

    /// <summary>Makes the endpoint of a port of a core.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="core">The core on it, 0 to 255. A header has room for 0 to 31, and one with a greater number is not written.</param>
    /// <param name="port">The port of that core, 0 to 255. A header has room for 0 to 7, and one with a greater number is not written. Port 0 takes commands.</param>
    /// <exception cref="InvalidParameterException">A number is out of range.</exception>
    public SdpEndpoint(ChipLocation chip, int core, int port)
    {
        Chip = chip;
        Core = InvalidParameterException.ToByte(core, nameof(core));
        Port = InvalidParameterException.ToByte(port, nameof(port));
    }

    /// <summary>Makes the endpoint of a port of a core.</summary>
    /// <param name="core">The core.</param>
    /// <param name="port">The port, 0 to 255, of which a header has room for 0 to 7.</param>
    /// <exception cref="InvalidParameterException">The port is out of range.</exception>
    public SdpEndpoint(CoreLocation core, int port)
        : this(core.Chip, core.Core, port)
    {
    }

    /// <summary>The chip.</summary>
    public ChipLocation Chip { get; init; }

    /// <summary>The core on the chip, 0 to 31.</summary>
    public byte Core { get; init; }

    /// <summary>The port of the core, 0 to 7. Port 0 takes commands.</summary>
    public byte Port { get; init; }

    /// <summary>Port 7 of core 31: the far side of the Ethernet of a chip, which is the host.</summary>
    public static SdpEndpoint Host(ChipLocation chip) => new(chip, 31, 7);

    /// <summary>The core.</summary>
    public CoreLocation Location => new(Chip, Core);

    /// <summary>Port and core as the one byte of the header.</summary>
    /// <exception cref="InvalidParameterException">The core is above 31 or the port above 7: the byte has no room for it.</exception>
    public byte PortAndCore
    {
        get
        {
            ThrowIfTooLarge(nameof(SdpEndpoint));
            return (byte)((Port << 5) | Core);
        }
    }

    /// <summary>Takes the endpoint apart.</summary>
    public void Deconstruct(out ChipLocation chip, out byte core, out byte port) => (chip, core, port) = (Chip, Core, Port);

    internal static SdpEndpoint From(byte portAndCore, byte y, byte x) =>
        new(new ChipLocation(x, y), (byte)(portAndCore & 0x1F), (byte)(portAndCore >> 5));

    /// <summary>Throws if a header cannot carry the core or the port.</summary>
    internal void ThrowIfTooLarge(string parameterName)
    {
        if (Core > MaxCore)
            throw new InvalidParameterException(parameterName, this, $"an SDP header has room for cores 0 to {MaxCore}");

        if (Port > MaxPort)
            throw new InvalidParameterException(parameterName, this, $"an SDP header has room for ports 0 to {MaxPort}");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Chip},{Core}:{Port}");
}
