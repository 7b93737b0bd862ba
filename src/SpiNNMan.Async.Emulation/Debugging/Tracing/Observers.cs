using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Debugging;

namespace SpiNNMan.Async.Emulation.Debugging.Tracing;

/// <summary>Several that look at the same core.</summary>
internal sealed class Observers(params IReadOnlyList<ICoreObserver> observers) : ICoreObserver
{
    /// <inheritdoc/>
    public void Executing(ArmCore core)
    {
        foreach (ICoreObserver observer in observers) observer.Executing(core);
    }

    /// <inheritdoc/>
    public void Taking(ArmCore core, ArmException exception, uint address)
    {
        foreach (ICoreObserver observer in observers) observer.Taking(core, exception, address);
    }
}
