using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>Writes up to 256 bytes of memory as a core sees it.</summary>
/// <remarks>
/// <code>
/// argument 1  address
/// argument 2  size in bytes
/// argument 3  access unit: 0 byte, 1 half word, 2 word
/// data        the bytes
/// </code>
/// Protocol: scp.md, "Write".
/// </remarks>
public readonly struct WriteMemory : IScpRequest<Acknowledgement>
{
    private readonly CoreLocation _core;
    private readonly ReadOnlyMemory<byte> _data;

    /// <summary>Makes a request that writes <paramref name="data"/> from <paramref name="address"/> on.</summary>
    /// <param name="core">The core that writes: a chip's monitor, or an application core for its own local memory.</param>
    /// <param name="address">The first byte to write.</param>
    /// <param name="data">The data, 0 to 256 bytes. It is not copied until the request is sent.</param>
    /// <exception cref="InvalidParameterException">There is too much data.</exception>
    public WriteMemory(CoreLocation core, uint address, ReadOnlyMemory<byte> data)
    {
        InvalidParameterException.ThrowIfOutside(data.Length, 0, ScpMessage.MaxDataSize, nameof(data));
        _core = core;
        Address = address;
        _data = data;
    }

    /// <summary>The first byte to write.</summary>
    public uint Address { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.Write;

    /// <inheritdoc/>
    public SdpEndpoint Destination => new(_core, 0);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Address, (uint)_data.Length, (uint)AccessUnits.For(Address, _data.Length));

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => _data.Span;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) => Acknowledgement.TryParse(reply, out response, out error);
}
