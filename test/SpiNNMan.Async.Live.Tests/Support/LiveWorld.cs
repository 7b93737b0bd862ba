using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Live.Tests.Support;

/// <summary>A clock and a network in which everything happens in the same order each time.</summary>
internal sealed class LiveWorld
{
    public LiveWorld() => Network = new InMemoryNetwork(Time);

    public SimulatedTime Time { get; } = new();

    public IDatagramNetwork Network { get; }

    public ConnectionOptions Socket => new() { Network = Network, TimeProvider = Time, RunContinuationsAsynchronously = false };

    public LiveOptions Options => new() { Port = 0, Connection = new ScampConnectionOptions { Network = Network, TimeProvider = Time, RunContinuationsAsynchronously = false } };

    public NotificationServerOptions Server => new() { Connection = Socket };

    /// <summary>Does something, and moves the clock until it has ended.</summary>
    public async Task<T> DoAsync<T>(Func<Task<T>> act) => await Time.RunUntilAsync(WithoutContext(act), TestContext.CurrentContext.CancellationToken);

    /// <inheritdoc cref="DoAsync{T}"/>
    public async Task DoAsync(Func<Task> act) => await Time.RunUntilAsync(WithoutContext(act), TestContext.CurrentContext.CancellationToken);

    /// <summary>With the synchronization context of the test, it would go on elsewhere after each await, while the clock runs away.</summary>
    private static T WithoutContext<T>(Func<T> begin)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return begin();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
