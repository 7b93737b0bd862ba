using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>The FPGAs of a board and the registers that host programs use.</summary>
/// <remarks>Protocol: bmp.md, "FPGA registers".</remarks>
public static class FpgaRegisters
{
    /// <summary>How many FPGAs a board has; they are numbered from 0.</summary>
    public const int FpgaCount = 3;

    /// <summary>0x40004: its lowest two bits are the number of the FPGA; 3 says that it has no image.</summary>
    public const uint Flags = 0x40004;

    private const uint BankSize = 0x10000;

    /// <summary>The register of the handshake of a bank of links with the neighbour board: bit 0 done, bit 1 versions differ.</summary>
    /// <param name="bank">0 or 1: which of the FPGA's two edges of the board.</param>
    /// <exception cref="InvalidParameterException">The bank is out of range.</exception>
    public static uint Handshake(int bank) => Bank(bank) + 0x54;

    /// <summary>The register whose bit 0 stops the links of a bank, which isolates the board from its neighbour.</summary>
    /// <param name="bank">0 or 1: which of the FPGA's two edges of the board.</param>
    /// <exception cref="InvalidParameterException">The bank is out of range.</exception>
    public static uint Stop(int bank) => Bank(bank) + 0x5C;

    private static uint Bank(int bank)
    {
        InvalidParameterException.ThrowIfOutside(bank, 0, 1, nameof(bank));
        return (uint)bank * BankSize;
    }
}
