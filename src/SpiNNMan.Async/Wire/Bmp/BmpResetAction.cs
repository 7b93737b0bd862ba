namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>The actions of the reset line of boards.</summary>
/// <remarks>Protocol: bmp.md, "Reset".</remarks>
public enum BmpResetAction : byte
{
    /// <summary>0: end the reset.</summary>
    Release = 0,

    /// <summary>1: start the reset.</summary>
    Assert = 1,

    /// <summary>2: start it and end it.</summary>
    Pulse = 2,
}
