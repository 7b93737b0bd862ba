using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>Has the machine keep the clocks of its chips in step, or stop doing so.</summary>
/// <remarks>
/// <code>
/// argument 1  1 to do it, 0 to stop
/// </code>
/// While it is on, the chip the machine was booted through sends a beacon every two seconds. Monitors know it from version 3.4 on.
/// Protocol: scp.md, "Clock synchronisation".
/// </remarks>
public readonly struct DoSync : IScpRequest<Acknowledgement>
{
    /// <summary>Makes the request.</summary>
    /// <param name="enabled">Whether to do it.</param>
    public DoSync(bool enabled) => IsEnabled = enabled;

    /// <summary>Whether to do it.</summary>
    public bool IsEnabled { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Sync;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(ChipLocation.Root, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(IsEnabled ? 1u : 0u);

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
