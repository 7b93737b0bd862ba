using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Asks how much SDRAM of a chip is free.</summary>
/// <remarks>
/// <code>
/// argument 1  operation 6 [7:0]
/// reply       free bytes, largest free block
/// </code>
/// Protocol: scp.md, "Allocation".
/// </remarks>
public readonly struct SdramGetSpace : IScpRequest<SdramSpace>
{
    private readonly ChipLocation _chip;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    public SdramGetSpace(ChipLocation chip) => _chip = chip;

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Allocate;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(AllocationWord.For(AllocateOperation.SdramSpace, 0));

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out SdramSpace response, out PacketError error)
    {
        bool whole = reply.TryReadWord(sizeof(uint), nameof(SdramGetSpace), out uint largest, out error);
        response = whole && reply.TryReadWord(0, nameof(SdramGetSpace), out uint free, out error) ? new SdramSpace(free, largest) : default;
        return whole;
    }
}
