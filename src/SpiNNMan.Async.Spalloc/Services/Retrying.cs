using Polly;
using Polly.Retry;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Spalloc.Services;

/// <summary>Does again what failed because the service could not be reached, by Polly: first soon, then less and less often, until the time is up.</summary>
/// <remarks>Only for what may be done twice.</remarks>
internal sealed class Retrying
{
    private const int MostDoublings = 3;

    private static readonly ResiliencePropertyKey<long> s_start = new("SpiNNMan.Async.Spalloc.Start");

    private readonly ServiceSettings _settings;
    private readonly ResiliencePipeline _pipeline;

    public Retrying(ServiceSettings settings)
    {
        _settings = settings;
        _pipeline = new ResiliencePipelineBuilder { Name = "SpiNNMan.Async.Spalloc", TimeProvider = settings.Time }
            .AddRetry(new RetryStrategyOptions
            {
                Name = "Reconnect",
                MaxRetryAttempts = int.MaxValue, // It is the time that runs out, not the attempts.
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments.Context, arguments.Outcome.Exception, arguments.AttemptNumber)),

                // A delay of its own goes on on another thread when it is cancelled, and a simulated clock would run on meanwhile.
                Delay = TimeSpan.Zero,
                OnRetry = arguments => new ValueTask(Pause.ForAsync(DelayAfter(arguments.AttemptNumber), settings.Time, arguments.Context.CancellationToken)),
            })
            .Build();
    }

    /// <summary>Does it, and again while that is of use.</summary>
    /// <exception cref="LinkBrokenException">The service could not be reached for all of the time.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(s_start, _settings.Time.GetTimestamp());
        try
        {
            return await _pipeline.ExecuteAsync(static async (context, act) => await act(context.CancellationToken).ConfigureAwait(false), context, act).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private TimeSpan DelayAfter(int attempt) => _settings.ReconnectDelay * Math.Pow(2, Math.Min(attempt, MostDoublings) - MostDoublings);

    private bool ShouldRetry(ResilienceContext context, Exception? exception, int attempt)
    {
        if (exception is not LinkBrokenException || !context.Properties.TryGetValue(s_start, out long start))
            return false;

        TimeSpan elapsed = _settings.Time.GetElapsedTime(start) + DelayAfter(attempt);
        if (elapsed > _settings.GiveUpAfter)
            return false;

        Log.TriedAgain(_settings.Logger, exception.Message);
        return true;
    }
}
