using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Routing;

/// <summary>Asks where the router of a chip sends fixed-route packets.</summary>
/// <remarks>
/// <code>
/// argument 1  application [15:8], operation 3 [7:0]
/// argument 2  0x80000000
/// reply       the route
/// </code>
/// Protocol: scp.md, "Router".
/// </remarks>
public readonly struct FixedRouteRead : IScpRequest<Route>
{
    private const uint ReadFlag = 1u << 31;
    private readonly ChipLocation _chip;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="applicationId">The application; boards take no notice of it.</param>
    public FixedRouteRead(ChipLocation chip, byte applicationId = 0)
    {
        _chip = chip;
        ApplicationId = applicationId;
    }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Router;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(RouterWords.First(RouterOperation.FixedRoute, ApplicationId), ReadFlag);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Route response, out PacketError error)
    {
        bool parsed = reply.TryReadWord(0, nameof(FixedRouteRead), out uint word, out error);
        response = Route.FromWord(word);
        return parsed;
    }
}
