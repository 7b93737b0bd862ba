using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Routing;

/// <summary>Frees all entries of the multicast table that an application has on a chip.</summary>
/// <remarks>
/// <code>
/// argument 1  application [15:8], operation 5 [7:0]
/// argument 2  1 to clear the entries too
/// reply       the number of blocks
/// </code>
/// It is not repeatable: a second time, it answers that there was none. Protocol: scp.md, "Allocation".
/// </remarks>
public readonly struct RouterFreeOfApplication : IScpRequest<uint>
{
    private readonly ChipLocation _chip;
    private readonly bool _clear;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="clear">Whether to clear the entries too. The default is <see langword="true"/>.</param>
    public RouterFreeOfApplication(ChipLocation chip, byte applicationId, bool clear = true)
    {
        _chip = chip;
        _clear = clear;
        ApplicationId = applicationId;
    }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Allocate;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(AllocationWord.For(AllocateOperation.FreeRouterEntriesOfApplication, ApplicationId), _clear ? 1u : 0u);

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.NotRepeatable;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out uint response, out PacketError error) =>
        reply.TryReadWord(0, nameof(RouterFreeOfApplication), out response, out error);
}
