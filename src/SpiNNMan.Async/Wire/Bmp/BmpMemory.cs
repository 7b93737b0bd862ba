namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>A memory that a BMP keeps while it has no power. Protocol: bmp.md, "Serial flash" and "EEPROM".</summary>
public enum BmpMemory
{
    /// <summary>The serial flash of the board: it holds FPGA images and the list of broken parts.</summary>
    SerialFlash = 0,

    /// <summary>The EEPROM of the backplane, with which the board at its end finds out where it is. Only boards that manage a backplane have one.</summary>
    Eeprom = 1,
}
