using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Chooses cores of some chips to start the flood fill's application on.</summary>
/// <remarks>
/// <code>
/// argument 1  nearest-neighbour command 7 [31:24], cores [17:0]
/// argument 2  region
/// argument 3  forward on all links [13:8], retry 0x18 [7:0]
/// </code>
/// It goes between start and data. Requests must come in ascending order of region, then cores. A chip ignores a request that is not above the last one,
/// and so it ignores a repeated one. Protocol: scp.md, "Flood fill".
/// </remarks>
public readonly struct FloodFillCoreSelect : IScpRequest<Acknowledgement>
{
    private const uint CoreField = 0x00FF_FFFF;

    /// <summary>Makes the request.</summary>
    /// <param name="region">The chips.</param>
    /// <param name="cores">The cores, 1 to 17.</param>
    /// <exception cref="InvalidParameterException">A core is above 23: the word has no bit for it.</exception>
    public FloodFillCoreSelect(FloodFillRegion region, CoreSet cores)
    {
        cores.ThrowIfBeyond(CoreField, nameof(cores), "the word has room for cores 0 to 23");
        Region = region;
        Cores = cores;
    }

    /// <summary>The chips.</summary>
    public FloodFillRegion Region { get; }

    /// <summary>The cores.</summary>
    public CoreSet Cores { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.NearestNeighbourPacket;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(ChipLocation.Root, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(((uint)NearestNeighbourCommand.FloodFillCoreSelect << 24) | Cores.Mask, Region.Word, 0x3F18);

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
