using System.Diagnostics.CodeAnalysis;
using Polly;

namespace SpiNNMan.Async.Spalloc;

/// <summary>Lets requests that boards do not answer fail with the reason for it: that the job is over.</summary>
internal sealed class LostJobStrategy(JobSession session) : ResilienceStrategy
{
    /// <summary>Puts it round the resends of each request.</summary>
    public static Action<ResiliencePipelineBuilder> Around(JobSession session, Action<ResiliencePipelineBuilder>? inner) => builder =>
    {
        AddTo(builder, session);
        inner?.Invoke(builder);
    };

    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        if (session.Loss is { } loss)
            return Outcome.FromException<TResult>(loss);

        Outcome<TResult> outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
        if (outcome.Exception is null || context.CancellationToken.IsCancellationRequested)
            return outcome;

        // Boards fall silent when they are taken away: the service knows.
        if (session.Loss is null)
            await session.TryCheckAsync().ConfigureAwait(context.ContinueOnCapturedContext);

        return session.Loss is { } since ? Outcome.FromException<TResult>(since) : outcome;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The options have no members of their own that could be trimmed away.")]
    private static void AddTo(ResiliencePipelineBuilder builder, JobSession session) => builder.AddStrategy(_ => new LostJobStrategy(session), new Options());

    private sealed class Options : ResilienceStrategyOptions
    {
        public Options() => Name = "LostJob";
    }
}
