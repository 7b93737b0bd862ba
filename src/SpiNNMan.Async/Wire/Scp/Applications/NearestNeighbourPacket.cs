using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Has a monitor send a nearest-neighbour packet.</summary>
/// <remarks>
/// <code>
/// argument 1  the packet's key
/// argument 2  the packet's data
/// argument 3  add an identifier [31], links [13:8], delay [7:3], repeats [2:0]
/// </code>
/// The chip that sends it acts on it only when a neighbour sends it back. It is not repeatable, since the effect of the packet is not known here.
/// Protocol: scp.md, "Nearest-neighbour packets".
/// </remarks>
public readonly struct NearestNeighbourPacket : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;
    private readonly uint _third;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip that sends it.</param>
    /// <param name="key">Its key; the command is in bits 27 to 24.</param>
    /// <param name="data">Its data.</param>
    /// <param name="links">The links it is sent on; links that do not work are left out.</param>
    /// <param name="retry">How often it is sent once more, 0 to 7, plus the microseconds to wait before each, a multiple of 8.</param>
    /// <param name="addIdentifier">Whether the monitor puts a new identifier into the key, by which chips know a packet they have had. The default is
    /// <see langword="true"/>.</param>
    public NearestNeighbourPacket(ChipLocation chip, uint key, uint data, LinkSet links, byte retry = 0, bool addIdentifier = true)
    {
        _chip = chip;
        _third = (addIdentifier ? 1u << 31 : 0) | (links.Mask << 8) | retry;
        Key = key;
        PacketData = data;
    }

    /// <summary>The packet's key.</summary>
    public uint Key { get; }

    /// <summary>The packet's data.</summary>
    public uint PacketData { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.NearestNeighbourPacket;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Key, PacketData, _third);

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.NotRepeatable;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
