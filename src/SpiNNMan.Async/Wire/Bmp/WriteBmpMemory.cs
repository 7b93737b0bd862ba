using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Writes up to 256 bytes of a memory of a BMP: the serial flash or the EEPROM.</summary>
/// <remarks>
/// <code>
/// argument 1  address
/// argument 2  size in bytes
/// argument 3  1: write
/// data        the bytes
/// reply       nothing
/// </code>
/// Protocol: bmp.md, "Serial flash" and "EEPROM". Only boards that manage a backplane have an EEPROM, others refuse.
/// </remarks>
public readonly struct WriteBmpMemory : IScpRequest<Acknowledgement>
{
    private const uint WriteOperation = 1;

    private readonly ReadOnlyMemory<byte> _data;

    /// <summary>Makes a request that writes bytes of a memory.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <param name="memory">The memory to write.</param>
    /// <param name="address">The first byte to write.</param>
    /// <param name="data">The data, 1 to 256 bytes. It is not copied until the request is sent.</param>
    /// <exception cref="InvalidParameterException">The board or the memory is out of range, or there is no or too much data.</exception>
    public WriteBmpMemory(int board, BmpMemory memory, uint address, ReadOnlyMemory<byte> data)
    {
        BmpTarget.Check(board);
        Command = memory.Command();
        InvalidParameterException.ThrowIfOutside(data.Length, 1, ScpMessage.MaxDataSize, nameof(data));
        Board = board;
        Memory = memory;
        Address = address;
        _data = data;
    }

    /// <summary>The memory.</summary>
    public BmpMemory Memory { get; }

    /// <summary>The first byte.</summary>
    public uint Address { get; }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public ScpCommand Command { get; }

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Address, (uint)_data.Length, WriteOperation);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => _data.Span;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Copying;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) => Acknowledgement.TryParse(reply, out response, out error);
}
