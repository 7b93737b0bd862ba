using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Writes up to 256 bytes of the memory of a neighbouring chip, whose monitor has no part in it.</summary>
/// <remarks>
/// <code>
/// argument 1  address on the neighbour
/// argument 2  size in bytes
/// argument 3  link
/// data        the bytes
/// </code>
/// Works on chips whose monitor is dead. Only SDRAM, system RAM, the router and the system controller can be reached, and only in whole words. Of a size
/// that is no multiple of 4, the last bytes are not written. Protocol: scp.md, "Memory of a neighbour".
/// </remarks>
public readonly struct WriteLink : IScpRequest<Acknowledgement>
{
    private readonly CoreLocation _core;
    private readonly ReadOnlyMemory<byte> _data;

    /// <summary>Makes a request that writes <paramref name="data"/> from <paramref name="address"/> on.</summary>
    /// <param name="core">The core that writes, in general the monitor of a chip next to the one to be written.</param>
    /// <param name="link">The link from there to the chip to be written: chips have 0 to 5, and boards refuse others.</param>
    /// <param name="address">The first byte to write.</param>
    /// <param name="data">The data, 0 to 256 bytes; should be a multiple of 4. It is not copied until the request is sent.</param>
    /// <exception cref="InvalidParameterException">The link is out of range, or there is too much data.</exception>
    public WriteLink(CoreLocation core, int link, uint address, ReadOnlyMemory<byte> data)
    {
        InvalidParameterException.ThrowIfOutside(link, 0, int.MaxValue, nameof(link));
        InvalidParameterException.ThrowIfOutside(data.Length, 0, ScpMessage.MaxDataSize, nameof(data));
        _core = core;
        _data = data;
        Link = link;
        Address = address;
    }

    /// <summary>The link to the neighbour.</summary>
    public int Link { get; }

    /// <summary>The first byte to write.</summary>
    public uint Address { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.LinkWrite;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_core, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Address, (uint)_data.Length, (uint)Link);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => _data.Span;

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
