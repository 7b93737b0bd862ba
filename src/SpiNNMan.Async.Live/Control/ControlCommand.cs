namespace SpiNNMan.Async.Live.Control;

/// <summary>The commands that cores with the simulation library take at their control port.</summary>
/// <remarks>Protocol: live.md, "Control of a run".</remarks>
internal enum ControlCommand : ushort
{
    Stop = 6,
    RunTime = 7,
    Provenance = 8,
    ClearIobuf = 9,
    Pause = 10,
    GetTime = 11,
}
