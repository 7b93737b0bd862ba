using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Allocates SDRAM of a chip for an application.</summary>
/// <remarks>
/// <code>
/// argument 1  answer with an existing block [18], application [15:8], operation 0 [7:0]
/// argument 2  size in bytes
/// argument 3  tag, 0 for none
/// reply       the address; 0 if it cannot be done, which is an error here
/// </code>
/// With a tag and with <c>retryTag</c>, a board that has done it answers with the same block again. Monitors before version 3.4.2 do not know this, and refuse the second request. A request cannot know which it goes
/// to, so it is not repeated unless <see cref="Repeatability"/> says that it may be; a <see cref="Transceiver"/> knows the version, and says it. Protocol: scp.md, "Allocation".
/// </remarks>
public readonly struct SdramAllocate : IScpRequest<uint>
{
    private const uint RetryFlag = 4u << 16;
    private readonly ChipLocation _chip;
    private readonly byte? _tag;
    private readonly bool _retryTag;
    private readonly Repeatability? _repeatability;

    /// <summary>Makes the request.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="applicationId">The application, 0 to 255; users take 16 and up.</param>
    /// <param name="size">How many bytes; boards round up to a multiple of 4.</param>
    /// <param name="tag">A number by which the application can find the block, 1 to 255; none by default, and so is 0.</param>
    /// <param name="retryTag">Whether a block of this size that the tag already stands for is the answer. The default is <see langword="true"/>; means nothing
    /// without a tag.</param>
    public SdramAllocate(ChipLocation chip, byte applicationId, uint size, byte? tag = null, bool retryTag = true)
    {
        _chip = chip;
        _tag = tag;
        _retryTag = retryTag;
        ByteCount = size;
        ApplicationId = applicationId;
    }

    /// <summary>The application.</summary>
    public byte ApplicationId { get; }

    /// <summary>How many bytes are asked for.</summary>
    public uint ByteCount { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Allocate;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_chip, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(
        AllocationWord.For(AllocateOperation.AllocateSdram, ApplicationId) | (_tag is not null && _retryTag ? RetryFlag : 0),
        ByteCount,
        _tag ?? 0u);

    /// <summary>Whether it may be repeated. The default is not repeatable, which is safe with every monitor. With a tag and <c>retryTag</c>, a caller that knows that the monitor has version 3.4.2 or later may set it.</summary>
    public Repeatability Repeatability
    {
        get => _repeatability ?? Repeatability.NotRepeatable;
        init => _repeatability = value;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out uint response, out PacketError error)
    {
        if (!reply.TryReadWord(0, nameof(SdramAllocate), out response, out error))
            return false;

        if (response == 0)
            error = PacketError.BadValue(nameof(SdramAllocate), 0, $"the address is 0: there is no free block of {ByteCount} bytes, or the tag is taken");

        return response != 0;
    }
}
