using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Routing;

/// <summary>Clears the multicast table of a chip, and frees all its entries but the first.</summary>
/// <remarks>
/// <code>
/// argument 1  operation 0 [7:0]
/// </code>
/// Protocol: scp.md, "Router".
/// </remarks>
public readonly struct RouterClear : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    public RouterClear(ChipLocation chip) => _chip = chip;

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Router;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(RouterWords.First(RouterOperation.Clear));

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
