namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>The bits of an IP tag's flags in the firmware's format. The low bits hold the time-out with which the tag was set.</summary>
[Flags]
internal enum TagFlags : ushort
{
    None = 0,
    Strip = 0x0100,
    Reverse = 0x0200,
    UseSender = 0x0400,
    AwaitingAddress = 0x2000,
    Transient = 0x4000,
    Valid = 0x8000,
}
