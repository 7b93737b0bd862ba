using Polly;
using SpiNNMan.Async.Campaign.Worlds;

namespace SpiNNMan.Async.Campaign.Clients;

/// <summary>Strategies of the user's own round the resends, with faults.</summary>
internal static class Strategies
{
    /// <summary>One that throws what it likes, every few times.</summary>
    public static void AddThrowing(ResiliencePipelineBuilder builder, int seed) =>
        builder.AddStrategy(_ => new Faulty(seed, static () => new UserException("The user's strategy failed.")), new Faulty.Options());

    /// <summary>One that ends resends by cancelling, every few times.</summary>
    public static void AddCancelling(ResiliencePipelineBuilder builder, int seed) =>
        builder.AddStrategy(_ => new Faulty(seed, static () => new OperationCanceledException("The user's strategy has had enough.")), new Faulty.Options());

    private sealed class Faulty(int seed, Func<Exception> error) : ResilienceStrategy
    {
        private readonly Random _random = new(seed);

        protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state) => _random.Next(4) switch
            {
                0 => throw error(),
                1 => ValueTask.FromResult(Outcome.FromException<TResult>(error())),
                _ => callback(context, state),
            };

        internal sealed class Options : ResilienceStrategyOptions;
    }
}
