using System.Diagnostics.CodeAnalysis;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Access;

/// <summary>Calls that change something on a machine for an object. Disposing of the object ends them first. Then it can take back all that they did.</summary>
/// <param name="owner">The type of the object, as errors name it.</param>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has no timer and no handle, and late calls still look at it.")]
internal sealed class EndableCalls(Type owner)
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource? _allEnded;
    private int _running;

    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, Task{T}}, CancellationToken)"/>
    public Task RunAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) => RunAsync(
        async stop =>
        {
            await call(stop).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Runs a call.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed of meanwhile.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        lock (_gate)
            _running++;

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
            T result = await call(either.Token).ConfigureAwait(false);
            ThrowIfEnding();
            return result;
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            ThrowIfEnding();
            throw;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Ends all calls that run, and waits until they have ended.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task EndAsync(CancellationToken cancellationToken)
    {
        Task ended;
        lock (_gate)
        {
            if (_running > 0)
                _allEnded ??= new TaskCompletionSource(TaskCreationOptions.None);

            ended = _allEnded?.Task ?? Task.CompletedTask;
        }

        Stop();
        return Shared.WaitForAsync(ended).WaitAsync(cancellationToken);
    }

    // Not asynchronously: that would hand over to another thread, and a simulated clock would run on meanwhile.
    private void Stop() => _ending.Cancel();

    private void ThrowIfEnding() => ObjectDisposedException.ThrowIf(_ending.IsCancellationRequested, owner);

    private void Leave()
    {
        TaskCompletionSource? ended;
        lock (_gate)
            ended = --_running == 0 ? _allEnded : null;

        // Not under the lock: the object goes on here.
        ended?.TrySetResult();
    }
}
