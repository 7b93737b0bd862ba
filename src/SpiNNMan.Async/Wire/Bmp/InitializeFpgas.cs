using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Makes FPGAs of a board forget their images and wait for new ones. Their links are down until they have them.</summary>
/// <remarks>
/// <code>
/// argument 1  1: initialise
/// argument 2  the FPGAs, a bit each
/// reply       nothing; the result is Timeout if an FPGA does not get ready
/// </code>
/// Protocol: bmp.md, "FPGA images".
/// </remarks>
public readonly struct InitializeFpgas : IScpRequest<Acknowledgement>
{
    private const uint InitializeOperation = 1;
    private const int AllFpgas = 0b111;

    /// <summary>Makes a request that initialises FPGAs.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <param name="fpgas">Which, bit n for FPGA n; at least one of the three.</param>
    /// <exception cref="InvalidParameterException">The board or the mask is out of range.</exception>
    public InitializeFpgas(int board, int fpgas = AllFpgas)
    {
        BmpTarget.Check(board);
        InvalidParameterException.ThrowIfOutside(fpgas, 1, AllFpgas, nameof(fpgas));
        Board = board;
        Fpgas = fpgas;
    }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <summary>The FPGAs, bit n for FPGA n.</summary>
    public int Fpgas { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.BmpXilinx;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(InitializeOperation, (uint)Fpgas);

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.NotRepeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Copying;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) =>
        Acknowledgement.TryParse(reply, out response, out error);
}
