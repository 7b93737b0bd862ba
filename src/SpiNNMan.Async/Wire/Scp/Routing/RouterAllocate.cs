using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Routing;

/// <summary>Allocates entries in a row of the multicast table for an application.</summary>
/// <remarks>
/// <code>
/// argument 1  application [15:8], operation 3 [7:0]
/// argument 2  number of entries
/// reply       the first entry, 1 to 1023; 0 if there is no room
/// </code>
/// Not repeatable: each time it is done takes more entries. Protocol: scp.md, "Allocation".
/// </remarks>
public readonly struct RouterAllocate : IScpRequest<uint>
{
    private readonly ChipLocation _chip;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="entryCount">How many entries; a router has 1023 to give.</param>
    public RouterAllocate(ChipLocation chip, byte applicationId, uint entryCount)
    {
        _chip = chip;
        ApplicationId = applicationId;
        EntryCount = entryCount;
    }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <summary>How many entries.</summary>
    public uint EntryCount { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Allocate;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(AllocationWord.For(AllocateOperation.AllocateRouterEntries, ApplicationId), EntryCount);

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
        reply.TryReadWord(0, nameof(RouterAllocate), out response, out error);
}
