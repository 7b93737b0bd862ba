using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Connections;

/// <summary>Calls back with each message of a connection, in order and one at a time, through a bounded queue of its own.</summary>
/// <typeparam name="TMessage">What the connection receives.</typeparam>
/// <remarks>A callback that is slow or throws holds up no other listener and no reply. Made by <see cref="IListenable{TMessage}.Subscribe"/>.</remarks>
public sealed class ConnectionListener<TMessage> : IAsyncDisposable
{
    private static readonly AsyncLocal<ConnectionListener<TMessage>?> s_calling = new();

    private readonly MessageReader<TMessage> _reader;
    private readonly Func<TMessage, CancellationToken, ValueTask> _callback;
    private readonly ILogger _logger;
    private readonly bool _runsInline;
    private readonly CancellationTokenSource _stop = new();
    private long _handled;
    private long _failures;
    private Exception? _lastError;

    internal ConnectionListener(MessageReader<TMessage> reader, Func<TMessage, CancellationToken, ValueTask> callback, ILogger logger, bool runsInline)
    {
        _reader = reader;
        _callback = callback;
        _logger = logger;
        _runsInline = runsInline;
        Completion = runsInline
            ? LongLived.Start(this, static self => self.RunAsync())
            : LongLived.Start(this, static self => Task.Run(self.RunAsync));
    }

    /// <summary>Ends when the listening has: by disposal, or because the connection was closed.</summary>
    public Task Completion { get; }

    /// <summary>Messages the callback was called with.</summary>
    public long Handled => Volatile.Read(ref _handled);

    /// <summary>Messages dropped because the callback did not keep up.</summary>
    public long Dropped => _reader.Dropped;

    /// <summary>Calls of the callback that threw.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>What the callback threw last.</summary>
    public Exception? LastError => Volatile.Read(ref _lastError);

    /// <summary>Ends the listening: cancels the callback's token and waits until it has returned, unless it is the callback that disposes.</summary>
    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await StopAsync().ConfigureAwait(false);
        if (s_calling.Value != this)
            await Shared.WaitForAsync(Completion).ConfigureAwait(false);
    }

    /// <summary>What users have registered with the token runs off the caller's thread, unless everything runs inline.</summary>
    private Task StopAsync()
    {
        if (!_runsInline)
            return _stop.CancelAsync();

        Stop();
        return Task.CompletedTask;
    }

    // Asynchronously it would hand over to another thread, and a simulated clock would run on meanwhile.
    private void Stop() => _stop.Cancel();

    private async Task RunAsync()
    {
        s_calling.Value = this;
        IAsyncEnumerator<TMessage> messages = _reader.ReadAsync(CancellationToken.None);
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
                // Whatever a user's code throws is its own affair: it must not end the listening.
                if (_stop.IsCancellationRequested && exception is OperationCanceledException)
                    return;

                Interlocked.Increment(ref _failures);
                Volatile.Write(ref _lastError, exception);
                Log.ListenerFailed(_logger, exception, typeof(TMessage).Name);
            }
        }
    }
}
