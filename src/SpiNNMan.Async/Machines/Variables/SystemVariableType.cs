namespace SpiNNMan.Async.Machines.Variables;

/// <summary>How a system variable is stored. The numbers are those the Python library uses: sizes in bytes, and 16 for bytes.</summary>
/// <remarks>Protocol: models.md, "System variables".</remarks>
public enum SystemVariableType
{
    /// <summary>One byte.</summary>
    Byte = 1,

    /// <summary>Two bytes, the low one first.</summary>
    HalfWord = 2,

    /// <summary>Four bytes, the low one first.</summary>
    Word = 4,

    /// <summary>Eight bytes, the low one first.</summary>
    DoubleWord = 8,

    /// <summary>A number of separate bytes.</summary>
    Bytes = 16,
}
