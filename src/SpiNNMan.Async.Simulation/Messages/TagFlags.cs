namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>The bits of an IP tag's flags as the firmware keeps them; the low ones hold the time-out it was set with.</summary>
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
