using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Reads up to 256 bytes of memory as a core sees it.</summary>
/// <remarks>
/// <code>
/// argument 1  address
/// argument 2  size in bytes
/// argument 3  access unit: 0 byte, 1 half word, 2 word
/// reply       the bytes
/// </code>
/// An address that is not mapped, or not aligned to the unit, kills the core that reads it. Protocol: scp.md, "Read".
/// </remarks>
public readonly struct ReadMemory : IScpBytesRequest
{
    private readonly CoreLocation _core;

    /// <summary>Makes a request for <paramref name="size"/> bytes from <paramref name="address"/> on.</summary>
    /// <param name="core">The core that reads: a chip's monitor, or an application core for its own local memory.</param>
    /// <param name="address">The first byte to read.</param>
    /// <param name="size">How many: a reply holds at most 256, and boards refuse more.</param>
    /// <exception cref="InvalidParameterException">The size is out of range.</exception>
    public ReadMemory(CoreLocation core, uint address, int size)
    {
        InvalidParameterException.ThrowIfOutside(size, 0, int.MaxValue, nameof(size));
        _core = core;
        Address = address;
        ByteCount = size;
    }

    /// <summary>The first byte to read.</summary>
    public uint Address { get; }

    /// <summary>How many bytes are read.</summary>
    public int ByteCount { get; }

    /// <inheritdoc/>
    public int ResponseSize => ByteCount;

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Read;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_core, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Address, (uint)ByteCount, (uint)AccessUnits.For(Address, ByteCount));

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
        reply.TryReadBytes(ByteCount, nameof(ReadMemory), out response, out error);
}
