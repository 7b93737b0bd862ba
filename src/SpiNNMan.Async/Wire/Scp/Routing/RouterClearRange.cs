using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Routing;

/// <summary>Clears entries in a row of the multicast table of a chip; they stay allocated.</summary>
/// <remarks>
/// <code>
/// argument 1  number of entries [31:16], operation 1 [7:0]
/// argument 2  first entry
/// </code>
/// Protocol: scp.md, "Router".
/// </remarks>
public readonly struct RouterClearRange : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="firstEntry">The first entry, 0 to 1023.</param>
    /// <param name="entryCount">How many, at least 1 and not beyond entry 1023.</param>
    /// <exception cref="InvalidParameterException">The first entry or the count is out of range.</exception>
    public RouterClearRange(ChipLocation chip, int firstEntry, int entryCount)
    {
        InvalidParameterException.ThrowIfOutside(firstEntry, 0, RouterWords.LastEntry, nameof(firstEntry));
        InvalidParameterException.ThrowIfOutside(entryCount, 1, RouterWords.LastEntry + 1 - firstEntry, nameof(entryCount));
        _chip = chip;
        FirstEntry = firstEntry;
        EntryCount = entryCount;
    }

    /// <summary>The first entry.</summary>
    public int FirstEntry { get; }

    /// <summary>How many entries.</summary>
    public int EntryCount { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Router;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(RouterWords.First(RouterOperation.ClearRange, 0, EntryCount), (uint)FirstEntry);

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
