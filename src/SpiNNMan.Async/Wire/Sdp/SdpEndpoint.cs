using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Sdp;

/// <summary>One end of an SDP packet: a port of a core of a chip.</summary>
/// <param name="Chip">The chip.</param>
/// <param name="Core">The core on it, 0 to 31. A header with a greater one is not written.</param>
/// <param name="Port">The port of that core, 0 to 7. A header with a greater one is not written. Port 0 takes commands.</param>
/// <remarks>Protocol: sdp.md, "Header".</remarks>
public readonly record struct SdpEndpoint(ChipLocation Chip, byte Core, byte Port)
{
    /// <summary>The highest core number the header can carry.</summary>
    public const byte MaxCore = 31;

    /// <summary>The highest port number the header can carry.</summary>
    public const byte MaxPort = 7;

    /// <summary>Makes the endpoint of a core's port.</summary>
    public SdpEndpoint(CoreLocation core, byte port)
        : this(core.Chip, core.Core, port)
    {
    }

    /// <summary>Port 7 of core 31: the far side of a chip's Ethernet, hence the host.</summary>
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
