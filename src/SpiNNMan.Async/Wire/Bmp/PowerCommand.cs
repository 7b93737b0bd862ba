namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>The commands for the power of boards.</summary>
/// <remarks>Protocol: bmp.md, "Power".</remarks>
public enum PowerCommand : byte
{
    /// <summary>0: switch off.</summary>
    PowerOff = 0,

    /// <summary>1: switch on; a board that is on already is switched off and on again.</summary>
    PowerOn = 1,
}
