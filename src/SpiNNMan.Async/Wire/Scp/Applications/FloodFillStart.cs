using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Starts a flood fill: the following blocks go to every chip.</summary>
/// <remarks>
/// <code>
/// argument 1  nearest-neighbour command 6 [31:24], fill [23:16], blocks [15:8]
/// argument 2  region
/// argument 3  add an identifier [31], forward on all links [13:8], retry 0x1A [7:0]
/// </code>
/// Data is stored on every chip. The region and the number of blocks only decide whether an application is started at the end. Doing it again before any
/// block is sent changes nothing. Protocol: scp.md, "Flood fill".
/// </remarks>
public readonly struct FloodFillStart : IScpRequest<Acknowledgement>
{
    /// <summary>Makes the request.</summary>
    /// <param name="fillId">The number of the fill, the same in all its requests. Monitors drop its lowest bit.</param>
    /// <param name="blockCount">How many blocks will follow.</param>
    /// <param name="chip">The chip that may start an application; the default is every chip.</param>
    public FloodFillStart(byte fillId, byte blockCount, ChipLocation? chip = null)
    {
        FillId = fillId;
        BlockCount = blockCount;
        Region = chip is { } one ? FloodFillRegion.Of(one) : FloodFillRegion.All;
    }

    /// <summary>Makes the request for a region; one of word 0 leaves the choice to <see cref="FloodFillCoreSelect"/>.</summary>
    /// <param name="fillId">The number of the fill, the same in all its requests. Monitors drop its lowest bit.</param>
    /// <param name="blockCount">How many blocks will follow.</param>
    /// <param name="region">The chips that may start an application.</param>
    public FloodFillStart(byte fillId, byte blockCount, FloodFillRegion region)
    {
        FillId = fillId;
        BlockCount = blockCount;
        Region = region;
    }

    /// <summary>The number of the fill.</summary>
    public byte FillId { get; }

    /// <summary>How many blocks will follow.</summary>
    public byte BlockCount { get; }

    /// <summary>The chips that may start an application.</summary>
    public FloodFillRegion Region { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.NearestNeighbourPacket;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(ChipLocation.Root, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(
        ((uint)NearestNeighbourCommand.FloodFillStart << 24) | ((uint)FillId << 16) | ((uint)BlockCount << 8),
        Region.Word,
        0x8000_3F1A);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
