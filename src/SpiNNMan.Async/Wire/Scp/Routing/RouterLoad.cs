using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Routing;

/// <summary>Loads entries of the multicast table from memory of the chip.</summary>
/// <remarks>
/// <code>
/// argument 1  number of entries [31:16], application [15:8], operation 2 [7:0]
/// argument 2  address of the entries
/// argument 3  first entry of the table
/// </code>
/// In memory an entry is 16 bytes: u16 index after the first entry, u16 not used, u32 route, u32 key, u32 mask. Allocate the entries of the table before.
/// Loading twice is the same as once. Protocol: scp.md, "Router".
/// </remarks>
public readonly struct RouterLoad : IScpRequest<Acknowledgement>
{
    private readonly ChipLocation _chip;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="entryCount">How many entries, 1 to 65535; a router has 1024.</param>
    /// <param name="tableAddress">Where they are in memory, a multiple of 4.</param>
    /// <param name="firstEntry">The first entry of the table, as the allocation gave it, 0 or more; the last is 1023.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <exception cref="InvalidParameterException">The count is out of range.</exception>
    public RouterLoad(ChipLocation chip, int entryCount, uint tableAddress, uint firstEntry, byte applicationId)
    {
        InvalidParameterException.ThrowIfOutside(entryCount, 1, ushort.MaxValue, nameof(entryCount));
        _chip = chip;
        EntryCount = entryCount;
        TableAddress = tableAddress;
        FirstEntry = firstEntry;
        ApplicationId = applicationId;
    }

    /// <summary>How many entries.</summary>
    public int EntryCount { get; }

    /// <summary>Where they are in memory.</summary>
    public uint TableAddress { get; }

    /// <summary>The first entry of the table.</summary>
    public uint FirstEntry { get; }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Router;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(
        RouterWords.First(RouterOperation.Load, ApplicationId, EntryCount),
        TableAddress,
        FirstEntry);

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
