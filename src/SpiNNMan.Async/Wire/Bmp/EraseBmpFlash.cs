using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Erases a part of the BMP's own flash memory, in whole sectors.</summary>
/// <remarks>
/// <code>
/// argument 1  first address
/// argument 2  end address
/// reply       u32 address of the buffer to write from
/// </code>
/// Protocol: bmp.md, "Flash".
/// </remarks>
public readonly struct EraseBmpFlash : IScpRequest<uint>
{
    /// <summary>Makes a request that erases sectors.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <param name="start">The first address.</param>
    /// <param name="end">The address after the last, above <paramref name="start"/>.</param>
    /// <exception cref="InvalidParameterException">The board is out of range, or the end is not above the start.</exception>
    public EraseBmpFlash(int board, uint start, uint end)
    {
        BmpTarget.Check(board);
        if (end <= start)
            throw new InvalidParameterException(nameof(end), end, $"it must be above the start, {start}");

        Board = board;
        Start = start;
        End = end;
    }

    /// <summary>The first address.</summary>
    public uint Start { get; }

    /// <summary>The address after the last.</summary>
    public uint End { get; }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.FlashErase;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Start, End);

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Copying;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out uint response, out PacketError error)
    {
        bool whole = reply.HasPayload(sizeof(uint), nameof(EraseBmpFlash), out error);
        response = whole ? BinaryPrimitives.ReadUInt32LittleEndian(reply.Payload) : 0;
        return whole;
    }
}
