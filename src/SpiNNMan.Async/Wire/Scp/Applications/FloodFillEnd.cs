using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Ends a flood fill, and starts the application it brought on chips that got all of it.</summary>
/// <remarks>
/// <code>
/// argument 1  nearest-neighbour command 15 [31:24], fill [7:0]
/// argument 2  application [31:24], wait [18], cores [17:0]
/// argument 3  forward on all links [13:8], retry 0x1A [7:0]
/// </code>
/// Chips that missed a block, or this, say nothing and start nothing: count the cores afterwards. May be repeated if the cores wait, or if it names
/// neither an application nor cores; else a core could be started twice. Protocol: scp.md, "Flood fill".
/// </remarks>
public readonly struct FloodFillEnd : IScpRequest<Acknowledgement>
{
    private readonly CoreSet _cores;
    private readonly bool _wait;

    /// <summary>Makes the request.</summary>
    /// <param name="fillId">The number of the fill, the same in all its requests. Monitors drop its lowest bit.</param>
    /// <param name="applicationId">The application; 0 if there is none.</param>
    /// <param name="cores">The cores to start it on, 1 to 17, besides those that <see cref="FloodFillCoreSelect"/> chose.</param>
    /// <param name="wait">Whether the cores are to wait for the start signal before they run.</param>
    /// <exception cref="InvalidParameterException">The word has no bit for a core: for 18, or one above 23.</exception>
    public FloodFillEnd(byte fillId, byte applicationId = 0, CoreSet cores = default, bool wait = false)
    {
        _cores = ApplicationWord.Check(cores);
        _wait = wait;
        FillId = fillId;
        ApplicationId = applicationId;
    }

    /// <summary>The number of the fill.</summary>
    public byte FillId { get; }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.NearestNeighbourPacket;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(ChipLocation.Root, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(
        ((uint)NearestNeighbourCommand.FloodFillEnd << 24) | FillId,
        ApplicationWord.For(ApplicationId, _cores, _wait),
        0x3F1A);

    /// <inheritdoc/>
    public Repeatability Repeatability => _wait || (ApplicationId == 0 && _cores.Count == 0) ? Repeatability.Repeatable : Repeatability.NotRepeatable;

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
