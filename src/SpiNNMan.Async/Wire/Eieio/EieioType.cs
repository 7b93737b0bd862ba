namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>The types of the elements of a data message.</summary>
/// <remarks>Protocol: eieio.md, "Data header".</remarks>
public enum EieioType : byte
{
    /// <summary>0: keys of 16 bits.</summary>
    Key16Bit = 0,

    /// <summary>1: keys of 16 bits, each with a payload of 16 bits.</summary>
    KeyPayload16Bit = 1,

    /// <summary>2: keys of 32 bits.</summary>
    Key32Bit = 2,

    /// <summary>3: keys of 32 bits, each with a payload of 32 bits.</summary>
    KeyPayload32Bit = 3,
}
