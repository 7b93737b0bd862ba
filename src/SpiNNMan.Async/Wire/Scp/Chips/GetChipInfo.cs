using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Chips;

/// <summary>Asks a monitor for the summary of its chip: working parts, free memory, and its Ethernet.</summary>
/// <remarks>
/// <code>
/// argument 1  the wanted facts: 0x5F, or 0x7F with the size
/// reply       see ChipSummaryInfo
/// </code>
/// Monitors ignore the arguments, and answer with everything. Protocol: scp.md, "Chip summary".
/// </remarks>
public readonly struct GetChipInfo : IScpRequest<ChipSummaryInfo>
{
    private readonly ChipLocation _chip;
    private readonly bool _withSize;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip to ask.</param>
    /// <param name="withSize">Whether to ask for sizes too; the answer is the same either way. The default is <see langword="false"/>.</param>
    public GetChipInfo(ChipLocation chip, bool withSize = false)
    {
        _chip = chip;
        _withSize = withSize;
    }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.ChipInfo;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(_withSize ? 0x7Fu : 0x5Fu);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out ChipSummaryInfo response, out PacketError error) =>
        ChipSummaryInfo.TryParse(reply.Header.Source.Chip, reply.Payload, out response, out error);
}
