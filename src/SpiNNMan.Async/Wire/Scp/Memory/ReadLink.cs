using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Reads up to 256 bytes of the memory of a neighbouring chip, whose monitor has no part in it.</summary>
/// <remarks>
/// <code>
/// argument 1  address on the neighbour
/// argument 2  size in bytes
/// argument 3  link
/// reply       the bytes
/// </code>
/// Works on chips whose monitor is dead. Only SDRAM, system RAM, the router and the system controller can be reached, and only in whole words. Of a size
/// that is no multiple of 4, the last bytes of the reply mean nothing. Protocol: scp.md, "Memory of a neighbour".
/// </remarks>
public readonly struct ReadLink : IScpBytesRequest
{
    private readonly CoreLocation _core;

    /// <summary>Makes a request for <paramref name="size"/> bytes from <paramref name="address"/> on.</summary>
    /// <param name="core">The core that reads, in general the monitor of a chip next to the one to be read.</param>
    /// <param name="link">The link from there to the chip to be read: chips have 0 to 5, and boards refuse others.</param>
    /// <param name="address">The first byte to read.</param>
    /// <param name="size">How many: a reply holds at most 256, and boards refuse more; should be a multiple of 4.</param>
    /// <exception cref="InvalidParameterException">The link or the size is out of range.</exception>
    public ReadLink(CoreLocation core, int link, uint address, int size)
    {
        InvalidParameterException.ThrowIfOutside(link, 0, int.MaxValue, nameof(link));
        InvalidParameterException.ThrowIfOutside(size, 0, int.MaxValue, nameof(size));
        _core = core;
        Link = link;
        Address = address;
        ByteCount = size;
    }

    /// <summary>The link to the neighbour.</summary>
    public int Link { get; }

    /// <summary>The first byte to read.</summary>
    public uint Address { get; }

    /// <summary>How many bytes are read.</summary>
    public int ByteCount { get; }

    /// <inheritdoc/>
    public int ResponseSize => ByteCount;

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.LinkRead;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_core, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Address, (uint)ByteCount, (uint)Link);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out byte[] response, out PacketError error) =>
        reply.TryReadBytes(ByteCount, nameof(ReadLink), out response, out error);
}
