using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Multiplexing.Engine;

namespace SpiNNMan.Async.Multiplexing.Resending;

/// <summary>The resend policy, by Polly: retransmission timeouts with backoff, resends, pauses after refusals, and giving up.</summary>
/// <remarks>
/// A request that is answered in time never comes here: a Polly execution costs about as much as the request itself. Only this file uses
/// Polly, and none of its exceptions leave it. The options only pass on the strategies of users.
/// </remarks>
internal sealed class ResendPolicy
{
    private static readonly ResiliencePropertyKey<Recovery> s_recovery = new("SpiNNMan.Async.Recovery");
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>The shortest time of a timer.</summary>
    private static readonly TimeSpan s_shortestTimeout = TimeSpan.FromMilliseconds(1);

    /// <summary>After so many attempts in a row that this computer was too busy to listen to, the request is given up.</summary>
    private const int MostUnheard = 16;

    /// <summary>One pipeline for all connections on a clock, since it takes kilobytes. The recovery has the facts of its connection.</summary>
    private static readonly ConditionalWeakTable<TimeProvider, ResiliencePipeline<AttemptOutcome>> s_pipelines = [];

    private readonly EngineSettings _settings;
    private readonly ResiliencePipeline<AttemptOutcome> _pipeline;

    /// <param name="settings">The bounds of timeouts.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="configure">The strategies of a user around the resends of each request.</param>
    public ResendPolicy(EngineSettings settings, TimeProvider timeProvider, Action<ResiliencePipelineBuilder>? configure)
    {
        _settings = settings;
        _pipeline = configure is not null
            ? Build(timeProvider, configure)
            : s_pipelines.GetValue(timeProvider, static timeProvider => Build(timeProvider, configure: null));
    }

    /// <summary>Sends a request again until it has ended or its time is up.</summary>
    /// <returns>Whether the request has ended; if not, it should be given up.</returns>
    /// <exception cref="OperationCanceledException">The connection is being closed.</exception>
    public async Task<bool> RecoverAsync(Recovery recovery, CancellationToken closing)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(closing);
        context.Properties.Set(s_recovery, recovery);
        try
        {
            AttemptOutcome outcome = await _pipeline.ExecuteAsync(
                static (context, recovery) => recovery.AttemptAsync(context.CancellationToken), context, recovery).ConfigureAwait(false);
            return outcome == AttemptOutcome.Ended;
        }
        catch (TimeoutRejectedException)
        {
            return false;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>How long the next attempt may take: after each timeout twice as long as the last (backoff), within the time that is left.</summary>
    /// <remarks>A chip that has never answered may be behind a board that other clients keep full. There, a client that asks less and less often gets no place.</remarks>
    private TimeSpan AttemptTimeout(Recovery recovery)
    {
        TimeSpan left = Left(recovery);
        if (recovery.State.OnlyListens)
            return recovery.Target.GraceOf(recovery.State);

        // A request that must not be repeated only waits until it is given up.
        if (!recovery.State.IsRepeatable)
            return Bounded(left);

        int doublings = recovery.State.Destination.Estimator.RoundTrip is null ? 0 : Math.Min(recovery.State.Timeouts, 30);
        double doubled = recovery.State.BaseTimeout.TotalSeconds * Math.Pow(2, doublings);
        double longest = Math.Max(_settings.MaxTimeout.TotalSeconds, recovery.State.BaseTimeout.TotalSeconds);
        if (recovery.State.Allowance == TimeSpan.Zero)
            longest = Math.Min(longest, _settings.GiveUpAfter.TotalSeconds / EngineSettings.LeastTries);

        TimeSpan timeout = TimeSpan.FromSeconds(Math.Min(doubled, longest) * (1 + Spread(recovery)));

        // The last attempt takes the rest of the time, even if this is a little more than its share.
        return Bounded(left > TimeSpan.Zero && left < timeout * 1.25 ? left : timeout);
    }

    private static TimeSpan Bounded(TimeSpan timeout) => timeout > s_shortestTimeout ? timeout : s_shortestTimeout;

    /// <summary>The jitter of the backoff, up to a quarter, different for each request and attempt. Requests that were lost together must not be sent again together, to a board that is as full as before.</summary>
    private static double Spread(Recovery recovery)
    {
        uint mixed = ((uint)recovery.State.Sequence + ((uint)recovery.State.Timeouts << 16)) * 2654435761;
        return (mixed >> 24) / 1024.0;
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification =
        "Polly keeps all members of the result type, which for an enumeration include Enum.GetValues(Type); nobody calls that.")]
    private static ResiliencePipeline<AttemptOutcome> Build(TimeProvider timeProvider, Action<ResiliencePipelineBuilder>? configure)
    {
        var builder = new ResiliencePipelineBuilder<AttemptOutcome> { Name = "SpiNNMan.Async.Resend", TimeProvider = timeProvider };
        if (configure is not null)
        {
            var around = new ResiliencePipelineBuilder { Name = "SpiNNMan.Async.AroundResends", TimeProvider = timeProvider };
            configure(around);
            builder.TelemetryListener = around.TelemetryListener;
            builder.AddPipeline(around.Build());
        }

        return builder
            .AddRetry(new RetryStrategyOptions<AttemptOutcome>
            {
                Name = "Resend",
                MaxRetryAttempts = int.MaxValue, // The time is limited, not the number of attempts.
                ShouldHandle = static arguments => ValueTask.FromResult(RecoveryOf(arguments.Context).Policy.RecordOutcome(arguments.Context, arguments.Outcome)),
                DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(PauseAfter(arguments.Context, arguments.Outcome)),
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                Name = "Attempt",
                TimeoutGenerator = static arguments => ValueTask.FromResult(RecoveryOf(arguments.Context).Policy.BeginAttempt(RecoveryOf(arguments.Context))),
            })
            .Build();
    }

    private static Recovery RecoveryOf(ResilienceContext context) =>
        context.Properties.TryGetValue(s_recovery, out Recovery? recovery) ? recovery : throw new InvalidOperationException("The context is not a resend's.");

    private static TimeSpan PauseAfter(ResilienceContext context, Outcome<AttemptOutcome> outcome)
    {
        if (outcome is not { Exception: null, Result: AttemptOutcome.TryAgain })
            return TimeSpan.Zero;

        Recovery recovery = RecoveryOf(context);
        TimeSpan pause = PauseAfter(recovery.State.Refusals);
        TimeSpan half = recovery.Policy.Left(recovery) / 2;
        return half > TimeSpan.Zero && half < pause ? half : pause;
    }

    private static TimeSpan PauseAfter(int refusals)
    {
        TimeSpan pause = s_firstPause * Math.Pow(2, Math.Min(refusals - 1, 10));
        return pause < s_longestPause ? pause : s_longestPause;
    }

    /// <summary>If less time is left than this, a board that refused is not asked again.</summary>
    private static TimeSpan LeastLeft(Recovery recovery)
    {
        TimeSpan part = PauseAfter(recovery.State.Refusals) / 8;
        return part > s_firstPause ? part : s_firstPause;
    }

    private TimeSpan BeginAttempt(Recovery recovery)
    {
        recovery.State.Timeout = AttemptTimeout(recovery);
        recovery.State.Due = recovery.Target.Now + recovery.State.Timeout.Ticks;
        return recovery.State.Timeout;
    }

    /// <summary>Records the outcome of an attempt, and says whether another one follows.</summary>
    private bool RecordOutcome(ResilienceContext context, Outcome<AttemptOutcome> outcome)
    {
        Recovery recovery = RecoveryOf(context);
        switch (outcome)
        {
            case { Exception: TimeoutRejectedException }:
                recovery.State.Timeouts++;
                recovery.State.Reason = ResendReason.Timeout;
                return RecordTimeout(recovery, recovery.Target.OnAttemptTimeout(recovery.State));
            case { Exception: null, Result: AttemptOutcome.TryAgain }:
                recovery.State.Reason = ResendReason.TryAgain;
                recovery.State.OnlyListens = false;

                // If a request that must not be repeated were sent when there is no time left for the answer, its outcome would be unknown.
                return Left(recovery) > (recovery.State.IsRepeatable ? LeastLeft(recovery) : PauseAfter(recovery.State.Refusals) + recovery.State.BaseTimeout);
            case { Exception: null, Result: AttemptOutcome.Overtaken } when recovery.State.IsRepeatable:
                recovery.State.Reason = ResendReason.Overtaken;
                recovery.State.Heard++;
                return Left(recovery) > TimeSpan.Zero || !recovery.Target.HasTriedEnough(recovery.State);
            default:
                return false;
        }
    }

    /// <summary>Records an attempt that timed out, and says whether another one follows.</summary>
    /// <param name="recovery">The request.</param>
    /// <param name="wasHeard">Whether this computer was listening at the end of the time.</param>
    private bool RecordTimeout(Recovery recovery, bool wasHeard)
    {
        if (wasHeard)
            recovery.State.Heard++;
        else if (++recovery.State.Unheard > MostUnheard)
            return false;

        recovery.State.OnlyListens = !recovery.State.IsRepeatable;
        if (!recovery.State.IsRepeatable)
            return !wasHeard;

        return Left(recovery) > TimeSpan.Zero || !recovery.Target.HasTriedEnough(recovery.State);
    }

    private TimeSpan Left(Recovery recovery) =>
        _settings.GiveUpAfter + recovery.State.Allowance - TimeSpan.FromTicks(recovery.Target.Now - recovery.State.Called);
}
