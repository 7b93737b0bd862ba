using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Chips;

/// <summary>Asks a core or its monitor for the version of its software.</summary>
/// <remarks>
/// <code>
/// argument 1..3  not used
/// reply          see VersionInfo
/// </code>
/// The version is that of the monitor for core 0 and of the application's support library for the others. Until a monitor knows its place, it
/// answers from (255, 255). Protocol: scp.md, "Version".
/// </remarks>
public readonly struct GetVersion : IScpRequest<VersionInfo>
{
    private readonly CoreLocation _core;

    /// <summary>Makes the request.</summary>
    /// <param name="core">The core to ask.</param>
    public GetVersion(CoreLocation core) => _core = core;

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Version;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_core, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => default;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out VersionInfo response, out PacketError error) =>
        VersionInfo.TryParse(reply.Payload, out response, out error);
}
