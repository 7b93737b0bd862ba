using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Replay;

/// <summary>A machine whose run can be had again: made anew, with the same input at the same virtual times, it does the same. Used with the gate held.</summary>
internal interface IReplayable
{
    /// <summary>Makes the machine anew, as it was when power came. The one before is disposed. What hosts sent until now comes again.</summary>
    /// <returns>The machine. Nothing of it has run.</returns>
    IDebuggedChips Restart();

    /// <summary>Lets time pass by one step, as it was let pass before: in the same windows. A step that was paused is ended first.</summary>
    void Advance();
}
