using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Where requests to BMPs go: the chip is always (0, 0), the core is the board.</summary>
internal static class BmpTarget
{
    internal static SdpEndpoint Of(int board) => new(default, (byte)board, 0);

    internal static void Check(int board, string parameterName = "board") =>
        InvalidParameterException.ThrowIfOutside(board, 0, BoardSet.Capacity - 1, parameterName);

    internal static void Check(BoardSet boards)
    {
        if (boards.Mask == 0)
            throw new InvalidParameterException(nameof(boards), "none", "it must name at least one board");
    }
}
