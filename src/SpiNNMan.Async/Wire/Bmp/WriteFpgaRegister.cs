using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Writes a register of an FPGA.</summary>
/// <remarks>
/// <code>
/// argument 1  address of the register
/// argument 2  4, the size in bytes
/// argument 3  the FPGA, 0 to 2
/// data        u32 value
/// reply       nothing
/// </code>
/// Protocol: bmp.md, "FPGA registers".
/// </remarks>
public readonly struct WriteFpgaRegister : IScpRequest<Acknowledgement>
{
    private readonly byte[] _data;

    /// <summary>Makes a request that sets a register.</summary>
    /// <param name="fpga">The FPGA: boards have 0 to 2, and refuse others.</param>
    /// <param name="register">The register's address; its lowest two bits are cleared. <see cref="FpgaRegisters"/> has some.</param>
    /// <param name="value">The new value.</param>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <exception cref="InvalidParameterException">The FPGA or the board is out of range.</exception>
    public WriteFpgaRegister(int fpga, uint register, uint value, int board)
    {
        InvalidParameterException.ThrowIfOutside(fpga, 0, int.MaxValue, nameof(fpga));
        BmpTarget.Check(board);
        Fpga = fpga;
        Register = register & ~3u;
        Board = board;
        _data = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(_data, value);
    }

    /// <summary>The FPGA.</summary>
    public int Fpga { get; }

    /// <summary>The register's address, a multiple of four.</summary>
    public uint Register { get; }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.LinkWrite;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Register, sizeof(uint), (uint)Fpga);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => _data;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out Acknowledgement response, out PacketError error) => Acknowledgement.TryParse(reply, out response, out error);
}
