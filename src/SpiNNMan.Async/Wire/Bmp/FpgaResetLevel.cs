namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>The levels of the reset line of the FPGAs of a board.</summary>
/// <remarks>Protocol: bmp.md, "FPGA reset".</remarks>
public enum FpgaResetLevel : byte
{
    /// <summary>0: the line is held low.</summary>
    Low = 0,

    /// <summary>1: the line is held high.</summary>
    High = 1,

    /// <summary>2: a pulse.</summary>
    Pulse = 2,
}
