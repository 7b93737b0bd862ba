using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Routing;

/// <summary>Frees the entries of the multicast table that were allocated together.</summary>
/// <remarks>
/// <code>
/// argument 1  operation 4 [7:0]
/// argument 2  first entry
/// argument 3  1 to clear the entries too
/// </code>
/// Not repeatable: meanwhile another application may have been given them. Protocol: scp.md, "Allocation".
/// </remarks>
public readonly struct RouterFree : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;
    private readonly bool _clear;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="firstEntry">The first entry, 1 to 1023, as the allocation gave it.</param>
    /// <param name="clear">Whether to clear the entries too. The default is <see langword="true"/>.</param>
    /// <exception cref="InvalidParameterException">The entry is out of range.</exception>
    public RouterFree(ChipLocation chip, int firstEntry, bool clear = true)
    {
        InvalidParameterException.ThrowIfOutside(firstEntry, 1, RouterWords.LastEntry, nameof(firstEntry));
        _chip = chip;
        _clear = clear;
        FirstEntry = firstEntry;
    }

    /// <summary>The first entry.</summary>
    public int FirstEntry { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Allocate;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(AllocationWord.For(AllocateOperation.FreeRouterEntries, 0), (uint)FirstEntry, _clear ? 1u : 0u);

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
