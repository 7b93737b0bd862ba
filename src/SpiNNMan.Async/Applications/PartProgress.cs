using SpiNNMan.Async.Access;

namespace SpiNNMan.Async.Applications;

/// <summary>Tells the progress of loading one image by plain numbers.</summary>
internal sealed class PartProgress : IProgress<int>
{
    private readonly IProgress<LoadProgress> _whole;
    private readonly LoadPhase _phase;
    private readonly int _part;
    private readonly int _total;

    private PartProgress(IProgress<LoadProgress> whole, LoadPhase phase, int part, int total)
    {
        _whole = whole;
        _phase = phase;
        _part = part;
        _total = total;
    }

    public static IProgress<int>? Of(IProgress<LoadProgress>? whole, LoadPhase phase, int part, int total) =>
        whole is null ? null : new PartProgress(whole, phase, part, total);

    public void Report(int value) => _whole.Tell(new LoadProgress(_phase, _part, value, _total));
}
