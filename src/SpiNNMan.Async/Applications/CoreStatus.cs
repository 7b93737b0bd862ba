using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>The four status bytes in the block of a core.</summary>
internal readonly record struct CoreStatus(CoreLocation Core, RunTimeError Error, CoreState State, byte ApplicationId)
{
    public static CoreStatus FromWord(CoreLocation core, uint word) =>
        new(core, (RunTimeError)(byte)word, (CoreState)(byte)(word >> 16), (byte)(word >> 24));
}
