using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Connections;

/// <summary>A subscription that calls back with each message of a connection, in order and one at a time, through a bounded queue of its own.</summary>
/// <typeparam name="TMessage">The type of the messages.</typeparam>
/// <remarks>A callback that is slow or throws delays no other subscription and no reply. Made by <see cref="ISubscribable{TMessage}.Subscribe"/>.</remarks>
public sealed class CallbackSubscription<TMessage> : IAsyncDisposable
{
    private static readonly AsyncLocal<CallbackSubscription<TMessage>?> s_calling = new();

    private readonly MessageQueue<TMessage> _queue;
    private readonly Func<TMessage, CancellationToken, ValueTask> _callback;
    private readonly ILogger _logger;
    private readonly bool _runsInline;
    private readonly CancellationTokenSource _stop = new();
    private long _handled;
    private long _failures;
    private Exception? _lastError;

    internal CallbackSubscription(MessageQueue<TMessage> queue, Func<TMessage, CancellationToken, ValueTask> callback, ILogger logger, bool runsInline)
    {
        _queue = queue;
        _callback = callback;
        _logger = logger;
        _runsInline = runsInline;
        Completion = runsInline
            ? LongLived.Start(this, static self => self.RunAsync())
            : LongLived.Start(this, static self => Task.Run(self.RunAsync));
    }

    /// <summary>Completes when the subscription ends: it was disposed of, or the connection was closed.</summary>
    public Task Completion { get; }

    /// <summary>The number of messages that the callback was called with.</summary>
    public long Handled => Volatile.Read(ref _handled);

    /// <summary>The number of messages that were dropped because the callback did not keep up.</summary>
    public long Dropped => _queue.Dropped;

    /// <summary>The number of calls of the callback that threw.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>The exception that the callback threw last.</summary>
    public Exception? LastError => Volatile.Read(ref _lastError);

    /// <summary>Ends the subscription: cancels the token of the callback, and waits until the callback has returned. A callback that disposes of its own subscription does not wait.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.End();
        await StopAsync().ConfigureAwait(false);
        if (s_calling.Value != this)
            await Shared.WaitForAsync(Completion).ConfigureAwait(false);
    }

    /// <summary>Registrations of users with the token do not run on the caller's thread, unless everything runs inline.</summary>
    private Task StopAsync()
    {
        if (!_runsInline)
            return _stop.CancelAsync();

        Stop();
        return Task.CompletedTask;
    }

    // Not asynchronously: that would continue on another thread, and a simulated clock would run on meanwhile.
    private void Stop() => _stop.Cancel();

    private async Task RunAsync()
    {
        s_calling.Value = this;
        IAsyncEnumerator<TMessage> messages = _queue.ReadAsync(CancellationToken.None);
        await using ConfiguredAsyncDisposable end = messages.ConfigureAwait(false);
        while (await messages.MoveNextAsync().ConfigureAwait(false))
        {
            TMessage message = messages.Current;
            if (_stop.IsCancellationRequested)
                return;

            try
            {
                Interlocked.Increment(ref _handled);
                await _callback(message, _stop.Token).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // An exception of a user's code must not end the subscription.
                if (_stop.IsCancellationRequested && exception is OperationCanceledException)
                    return;

                Interlocked.Increment(ref _failures);
                Volatile.Write(ref _lastError, exception);
                Log.ListenerFailed(_logger, exception, typeof(TMessage).Name);
            }
        }
    }
}
