using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Profiling;

/// <summary>The samples of a core so far.</summary>
internal sealed class SampledCore(CoreLocation core, byte physicalCore)
{
    private readonly Dictionary<uint, long> _samples = [];
    private long _looks;
    private long _asleep;

    public CoreLocation Core => core;

    public byte PhysicalCore => physicalCore;

    public long Busy { get; set; }

    public long Unanswered { get; set; }

    public void Look(bool sleeps)
    {
        _looks++;
        _asleep += sleeps ? 1 : 0;
    }

    public void Count(uint address) => _samples[address] = _samples.GetValueOrDefault(address) + 1;

    public CoreProfile ToProfile() => new() { Core = core, Samples = _samples, Busy = Busy, Unanswered = Unanswered, Looks = _looks, Asleep = _asleep };
}
