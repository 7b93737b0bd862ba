using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Writes the BMP's own flash memory from its buffer, which is filled with memory writes before.</summary>
/// <remarks>
/// <code>
/// argument 1  address in flash
/// argument 2  size in bytes
/// argument 3  1: erase first; 0: do not
/// reply       nothing
/// </code>
/// Protocol: bmp.md, "Flash".
/// </remarks>
public readonly struct WriteBmpFlash : IScpRequest<Acknowledgement>
{
    /// <summary>The length of the buffer in bytes.</summary>
    public const int BufferSize = 4096;

    /// <summary>Makes a request that writes from the buffer.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <param name="address">The first address in flash.</param>
    /// <param name="size">How many bytes, 1 to 4096.</param>
    /// <param name="erase">Whether the sector is erased first. The default is that it is.</param>
    /// <exception cref="InvalidParameterException">The board or the size is out of range.</exception>
    public WriteBmpFlash(int board, uint address, int size, bool erase = true)
    {
        BmpTarget.Check(board);
        InvalidParameterException.ThrowIfOutside(size, 1, BufferSize, nameof(size));
        Board = board;
        Address = address;
        ByteCount = size;
        ErasesFirst = erase;
    }

    /// <summary>The first byte.</summary>
    public uint Address { get; }

    /// <summary>How many bytes.</summary>
    public int ByteCount { get; }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <summary>Whether the sector is erased first.</summary>
    public bool ErasesFirst { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.FlashWrite;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Address, (uint)ByteCount, ErasesFirst ? 1u : 0);

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Copying;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) => Acknowledgement.TryParse(reply, out response, out error);
}
