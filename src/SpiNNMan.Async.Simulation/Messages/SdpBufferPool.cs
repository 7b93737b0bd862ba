using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>The message buffers of a monitor. The buffer that was returned last is taken first, as on a board.</summary>
internal sealed class SdpBufferPool(int size, DeviceCounters counters)
{
    private readonly Stack<SdpBuffer> _free = new(Enumerable.Range(0, size).Select(_ => new SdpBuffer(counters)));

    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SdpBuffer? buffer) => _free.TryPop(out buffer);

    public void Return(SdpBuffer buffer) => _free.Push(buffer);
}
