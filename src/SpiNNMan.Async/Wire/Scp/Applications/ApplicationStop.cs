using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Stops an application on every chip, and frees all it has.</summary>
/// <remarks>
/// <code>
/// argument 1  nearest-neighbour command 0 [27:24], forward on all links [21:16]
/// argument 2  operation 5 [31:28], signal 2 [23:16], mask 0xFF [15:8], application [7:0]
/// argument 3  add an identifier [31], forward on all links [13:8]
/// </code>
/// It spreads from neighbour to neighbour. A machine of a single chip ignores it. Stopping a stopped application does nothing. Protocol: scp.md, "Signals".
/// </remarks>
public readonly struct ApplicationStop : IScpRequest<Acknowledgement>
{
    /// <summary>Makes the request.</summary>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    public ApplicationStop(byte applicationId) => ApplicationId = applicationId;

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.NearestNeighbourPacket;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(ChipLocation.Root, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(0x003F_0000, 0x5000_FF00 | ((uint)Signal.Stop << 16) | ApplicationId, 0x8000_3F00);

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
