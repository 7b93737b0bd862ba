namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Which half of every key the key prefix of a data message is put into.</summary>
/// <remarks>Protocol: eieio.md, "Data header".</remarks>
public enum EieioPrefix : byte
{
    /// <summary>0: the lower 16 bits.</summary>
    LowerHalfWord = 0,

    /// <summary>1: the upper 16 bits.</summary>
    UpperHalfWord = 1,
}
