using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>The common part of the requests to the memories of a BMP.</summary>
internal static class BmpMemoryExtensions
{
    /// <summary>The command that reads and writes a memory.</summary>
    /// <exception cref="InvalidParameterException">There is no such memory.</exception>
    public static ScpCommand Command(this BmpMemory memory) => memory switch
    {
        BmpMemory.SerialFlash => ScpCommand.BmpSerialFlash,
        BmpMemory.Eeprom => ScpCommand.BmpEeprom,
        _ => throw new InvalidParameterException(nameof(memory), memory, "it must be SerialFlash or Eeprom"),
    };
}
