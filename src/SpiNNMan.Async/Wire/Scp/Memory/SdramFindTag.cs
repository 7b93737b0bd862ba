using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Asks where the SDRAM is that an application allocated with a tag.</summary>
/// <remarks>
/// <code>
/// argument 1  application [15:8], operation 7 [7:0]
/// argument 2  tag
/// reply       the address, 0 if there is none
/// </code>
/// Protocol: scp.md, "Allocation".
/// </remarks>
public readonly struct SdramFindTag : IScpRequest<uint>
{
    private readonly ChipLocation _chip;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="tag">The tag.</param>
    public SdramFindTag(ChipLocation chip, byte applicationId, byte tag)
    {
        _chip = chip;
        ApplicationId = applicationId;
        Tag = tag;
    }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <summary>The tag.</summary>
    public byte Tag { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Allocate;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(AllocationWord.For(AllocateOperation.FindTag, ApplicationId), Tag);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out uint response, out PacketError error) =>
        reply.TryReadWord(0, nameof(SdramFindTag), out response, out error);
}
