using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>What happens to a request that is overdue or was refused for now: timeouts, resends, pauses and giving up, by Polly.</summary>
/// <remarks>
/// A request that is answered in time never comes here: a Polly execution costs about as much as the request itself. Only this file uses
/// Polly, and none of its exceptions leave it; the options just hand on what users put round it.
/// </remarks>
internal sealed class ResendPolicy
{
    private static readonly ResiliencePropertyKey<Recovery> s_recovery = new("SpiNNMan.Async.Recovery");
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>One pipeline for all connections on a clock, since it is kilobytes; what differs between them comes with the recovery.</summary>
    private static readonly ConditionalWeakTable<TimeProvider, ResiliencePipeline<AttemptOutcome>> s_pipelines = [];

    private readonly MultiplexerSettings _settings;
    private readonly ResiliencePipeline<AttemptOutcome> _pipeline;

    public ResendPolicy(MultiplexerSettings settings)
    {
        _settings = settings;
        _pipeline = settings.ConfigureResending is { } configure
            ? Build(settings.TimeProvider, configure)
            : s_pipelines.GetValue(settings.TimeProvider, static timeProvider => Build(timeProvider, configure: null));
    }

    /// <summary>Works on a request until it has ended or its time is up.</summary>
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

    /// <summary>How long the next attempt may take: twice as long as the last after each that ran out of time, within what is left.</summary>
    /// <remarks>A chip that has never answered may be behind a board that others keep full: there, who asks more seldom each time gets no place.</remarks>
    public TimeSpan AttemptTimeout(Recovery recovery)
    {
        int doublings = recovery.Destination.Estimator.RoundTrip is null ? 0 : Math.Min(recovery.Timeouts, 30);
        double doubled = recovery.BaseTimeout.TotalSeconds * Math.Pow(2, doublings);
        double longest = Math.Max(_settings.MaxTimeout.TotalSeconds, recovery.BaseTimeout.TotalSeconds);
        TimeSpan timeout = TimeSpan.FromSeconds(Math.Min(doubled, longest) * (1 + Spread(recovery)));
        TimeSpan left = Left(recovery);
        return left < timeout && left > _settings.MinTimeout ? left : timeout;
    }

    /// <summary>Up to a quarter, different for each request and attempt: what was lost together should not be sent again together, to find the board as full as before.</summary>
    private static double Spread(Recovery recovery)
    {
        uint mixed = ((uint)recovery.Sequence + ((uint)recovery.Timeouts << 16)) * 2654435761;
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
                MaxRetryAttempts = int.MaxValue, // It is the time that runs out, not the attempts.
                ShouldHandle = static arguments => ValueTask.FromResult(RecoveryOf(arguments.Context).Policy.ShouldResend(arguments.Context, arguments.Outcome)),
                DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(PauseAfter(arguments.Context, arguments.Outcome)),
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                Name = "Attempt",
                TimeoutGenerator = static arguments => ValueTask.FromResult(RecoveryOf(arguments.Context).Policy.AttemptTimeout(RecoveryOf(arguments.Context))),
            })
            .Build();
    }

    private static Recovery RecoveryOf(ResilienceContext context) =>
        context.Properties.TryGetValue(s_recovery, out Recovery? recovery) ? recovery : throw new InvalidOperationException("The context is not a resend's.");

    private static TimeSpan PauseAfter(ResilienceContext context, Outcome<AttemptOutcome> outcome)
    {
        if (outcome is not { Exception: null, Result: AttemptOutcome.TryAgain })
            return TimeSpan.Zero;

        int refusals = RecoveryOf(context).Refusals;
        TimeSpan pause = s_firstPause * Math.Pow(2, Math.Min(refusals - 1, 10));
        return pause < s_longestPause ? pause : s_longestPause;
    }

    private bool ShouldResend(ResilienceContext context, Outcome<AttemptOutcome> outcome)
    {
        Recovery recovery = RecoveryOf(context);
        switch (outcome)
        {
            case { Exception: TimeoutRejectedException }:
                recovery.Timeouts++;
                recovery.Reason = ResendReason.Timeout;
                break;
            case { Exception: null, Result: AttemptOutcome.TryAgain }:
                recovery.Reason = ResendReason.TryAgain;
                break;
            case { Exception: null, Result: AttemptOutcome.Overtaken }:
                recovery.Reason = ResendReason.Overtaken;
                break;
            default:
                return false;
        }

        return Left(recovery) > TimeSpan.Zero;
    }

    private TimeSpan Left(Recovery recovery) => _settings.GiveUpAfter - _settings.TimeProvider.GetElapsedTime(recovery.FirstSent);
}
