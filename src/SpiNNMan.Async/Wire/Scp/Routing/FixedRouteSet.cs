using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Routing;

/// <summary>Sets where the router of a chip sends fixed-route packets.</summary>
/// <remarks>
/// <code>
/// argument 1  application [15:8], operation 3 [7:0]
/// argument 2  route [23:0]
/// </code>
/// Protocol: scp.md, "Router".
/// </remarks>
public readonly struct FixedRouteSet : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="route">Where packets go.</param>
    /// <param name="applicationId">The application; boards take no notice of it.</param>
    public FixedRouteSet(ChipLocation chip, Route route, byte applicationId = 0)
    {
        _chip = chip;
        Route = route;
        ApplicationId = applicationId;
    }

    /// <summary>Where packets go.</summary>
    public Route Route { get; }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Router;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(RouterWords.First(RouterOperation.FixedRoute, ApplicationId), Route.Word);

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
