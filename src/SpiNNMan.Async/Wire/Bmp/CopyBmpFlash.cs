using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Copies a part of the BMP's own flash memory, and restarts the BMP.</summary>
/// <remarks>
/// <code>
/// argument 1  address to copy to
/// argument 2  address to copy from
/// argument 3  size in bytes
/// reply       there is none
/// </code>
/// The BMP restarts instead of answering, so the request always ends in a timeout. Protocol: bmp.md, "Flash".
/// </remarks>
public readonly struct CopyBmpFlash : IScpRequest<Acknowledgement>
{
    /// <summary>Makes a request that copies flash.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <param name="to">The first address to copy to.</param>
    /// <param name="from">The first address to copy from.</param>
    /// <param name="size">How many bytes, at least 1.</param>
    /// <exception cref="InvalidParameterException">The board or the size is out of range.</exception>
    public CopyBmpFlash(int board, uint to, uint from, int size)
    {
        BmpTarget.Check(board);
        InvalidParameterException.ThrowIfOutside(size, 1, int.MaxValue, nameof(size));
        Board = board;
        To = to;
        From = from;
        ByteCount = size;
    }

    /// <summary>The first address of the copy.</summary>
    public uint To { get; }

    /// <summary>The first address of the source.</summary>
    public uint From { get; }

    /// <summary>How many bytes.</summary>
    public int ByteCount { get; }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.FlashCopy;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(To, From, (uint)ByteCount);

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.NotRepeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Copying;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) => Acknowledgement.TryParse(reply, out response, out error);
}
