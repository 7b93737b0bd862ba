using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>A snapshot of the counters of an engine.</summary>
internal static class EngineStatistics
{
    public static ConnectionStatistics Add(ConnectionStatistics statistics, EngineCounters counters, Admission admission, LossDetector losses, EngineSettings settings)
    {
        RoundTripEstimator? last = admission.LastDestination?.Estimator;
        return statistics with
        {
            Sent = counters.Sent,
            Answered = counters.Answered,
            ResentAfterTimeout = counters.ResentAfterTimeout,
            ResentWhenOvertaken = counters.ResentWhenOvertaken,
            ResentToTryAgain = counters.ResentToTryAgain,
            TimedOut = counters.TimedOut,
            Cancelled = counters.Cancelled,
            Late = counters.Late,
            Duplicates = counters.Duplicates,
            ResentNeedlessly = counters.ResentNeedlessly,
            Window = admission.Window.Value,
            MaxWindow = settings.MaxWindow,
            WindowReductions = admission.Window.Reductions,
            LossRate = admission.Window.LossRate,
            ResendWhenOvertakenBy = losses.Tolerance.Threshold,
            InFlight = admission.InFlight,
            MostInFlight = admission.MostInFlight,
            Queued = admission.Queued,
            RoundTrip = last?.RoundTrip,
            RoundTripDeviation = last?.Deviation,
            Timeout = last?.Timeout ?? settings.InitialTimeout,
        };
    }
}
