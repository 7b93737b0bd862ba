using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Frees all SDRAM that an application has on a chip.</summary>
/// <remarks>
/// <code>
/// argument 1  application [15:8], operation 2 [7:0]
/// reply       the number of blocks; 0 if there was none, which is an error here
/// </code>
/// Not repeatable: when it is done already, it answers with an error. Protocol: scp.md, "Allocation".
/// </remarks>
public readonly struct SdramFreeOfApplication : IScpRequest<uint>
{
    private readonly ChipLocation _chip;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    public SdramFreeOfApplication(ChipLocation chip, byte applicationId)
    {
        _chip = chip;
        ApplicationId = applicationId;
    }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Allocate;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(AllocationWord.For(AllocateOperation.FreeSdramOfApplication, ApplicationId));

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.NotRepeatable;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out uint response, out PacketError error)
    {
        if (!reply.TryReadWord(0, nameof(SdramFreeOfApplication), out response, out error))
            return false;

        if (response == 0)
            error = PacketError.BadValue(nameof(SdramFreeOfApplication), 0, $"no block was freed: application {ApplicationId} has none here");

        return response != 0;
    }
}
