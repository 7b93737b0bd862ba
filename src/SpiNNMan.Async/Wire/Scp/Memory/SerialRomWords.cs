using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Scp.Memory;

/// <summary>The common part of the requests to a serial ROM.</summary>
internal static class SerialRomWords
{
    /// <summary>The bits of the ROM's command, before its address.</summary>
    public const int CommandBits = 8;

    /// <summary>Write [8], enable writing before [7], wait until it is done [6].</summary>
    public const uint WriteFlags = 0x1C0;

    /// <summary>Command and address as they leave on the wire, the first bit highest.</summary>
    public static uint Command(byte command, uint address, int addressBits, string addressName, string addressBitsName)
    {
        if (addressBits is not (0 or 8 or 24))
            throw new InvalidParameterException(addressBitsName, addressBits, "it must be 0, 8 or 24");

        InvalidParameterException.ThrowIfOutside(address, 0, (1L << addressBits) - 1, addressName);
        return ((uint)command << 24) | (address << (24 - addressBits));
    }
}
