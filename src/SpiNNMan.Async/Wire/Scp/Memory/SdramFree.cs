using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Frees the SDRAM at an address.</summary>
/// <remarks>
/// <code>
/// argument 1  operation 1 [7:0]
/// argument 2  address
/// </code>
/// Boards check nothing. An address that was not allocated, or that is 0, damages the heap of the chip or kills its monitor. So does freeing twice: not
/// repeatable. Protocol: scp.md, "Allocation".
/// </remarks>
public readonly struct SdramFree : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="address">The address that the allocation gave.</param>
    public SdramFree(ChipLocation chip, uint address)
    {
        _chip = chip;
        Address = address;
    }

    /// <summary>The address.</summary>
    public uint Address { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Allocate;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(AllocationWord.For(AllocateOperation.FreeSdram, 0), Address);

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.NotRepeatable;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
