using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Hands the next bytes of an image to the FPGAs that <see cref="InitializeFpgas"/> made ready for one.</summary>
/// <remarks>
/// <code>
/// argument 1  0: send
/// argument 2  size in bytes
/// data        the bytes
/// reply       nothing
/// </code>
/// Bytes sent twice spoil the image, so it is not repeated. Protocol: bmp.md, "FPGA images".
/// </remarks>
public readonly struct SendFpgaBitfile : IScpRequest<Acknowledgement>
{
    private readonly ReadOnlyMemory<byte> _data;

    /// <summary>Makes a request that carries a piece of an image.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <param name="data">The piece, 1 to 256 bytes. It is not copied until the request is sent.</param>
    /// <exception cref="InvalidParameterException">The board is out of range, or there is no or too much data.</exception>
    public SendFpgaBitfile(int board, ReadOnlyMemory<byte> data)
    {
        BmpTarget.Check(board);
        InvalidParameterException.ThrowIfOutside(data.Length, 1, ScpMessage.MaxDataSize, nameof(data));
        Board = board;
        _data = data;
    }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.BmpXilinx;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(0, (uint)_data.Length);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => _data.Span;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.NotRepeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
