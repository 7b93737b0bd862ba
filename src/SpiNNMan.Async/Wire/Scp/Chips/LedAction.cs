namespace SpiNNMan.Async.Wire.Scp.Chips;

/// <summary>The actions of an LED.</summary>
/// <remarks>Protocol: bmp.md, "LEDs".</remarks>
public enum LedAction : byte
{
    /// <summary>1: toggle.</summary>
    Toggle = 1,

    /// <summary>2: off.</summary>
    Off = 2,

    /// <summary>3: on.</summary>
    On = 3,
}
