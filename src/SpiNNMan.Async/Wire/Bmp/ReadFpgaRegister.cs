using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Reads a register of an FPGA.</summary>
/// <remarks>
/// <code>
/// argument 1  address of the register
/// argument 2  4, the size in bytes
/// argument 3  the FPGA, 0 to 2
/// reply       u32 value
/// </code>
/// Protocol: bmp.md, "FPGA registers".
/// </remarks>
public readonly struct ReadFpgaRegister : IScpRequest<uint>
{
    /// <summary>Makes a request for a register.</summary>
    /// <param name="fpga">The FPGA: boards have 0 to 2, and refuse others.</param>
    /// <param name="register">The register's address; its lowest two bits are cleared. <see cref="FpgaRegisters"/> has some.</param>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <exception cref="InvalidParameterException">The FPGA or the board is out of range.</exception>
    public ReadFpgaRegister(int fpga, uint register, int board)
    {
        InvalidParameterException.ThrowIfOutside(fpga, 0, int.MaxValue, nameof(fpga));
        BmpTarget.Check(board);
        Fpga = fpga;
        Register = register & ~3u;
        Board = board;
    }

    /// <summary>The FPGA.</summary>
    public int Fpga { get; }

    /// <summary>The register's address, a multiple of four.</summary>
    public uint Register { get; }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.LinkRead;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Register, sizeof(uint), (uint)Fpga);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out uint response, out PacketError error)
    {
        bool whole = reply.HasPayload(sizeof(uint), nameof(ReadFpgaRegister), out error);
        response = whole ? BinaryPrimitives.ReadUInt32LittleEndian(reply.Payload) : 0;
        return whole;
    }
}
