using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The counters of an engine.</summary>
internal sealed class EngineCounters
{
    public long Sent { get; set; }

    public long Answered { get; set; }

    public long ResentAfterTimeout { get; private set; }

    public long ResentWhenOvertaken { get; private set; }

    public long ResentToTryAgain { get; private set; }

    public long TimedOut { get; set; }

    public long Cancelled { get; set; }

    public long Late { get; set; }

    public long Duplicates { get; set; }

    public long ResentNeedlessly { get; set; }

    public void CountResend(ResendReason reason)
    {
        switch (reason)
        {
            case ResendReason.Timeout:
                ResentAfterTimeout++;
                break;
            case ResendReason.Overtaken:
                ResentWhenOvertaken++;
                break;
            default:
                ResentToTryAgain++;
                break;
        }
    }
}
