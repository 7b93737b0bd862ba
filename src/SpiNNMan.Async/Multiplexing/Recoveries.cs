using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Multiplexing.Resending;
using SpiNNMan.Async.Threading;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>The requests that are with the resend policy.</summary>
/// <param name="target">Sends them again.</param>
/// <param name="policy">The rules.</param>
/// <param name="completeInline">Whether the policy continues on the thread that received a reply.</param>
/// <param name="ended">Called when the policy has ended, with the exception of a strategy of a user.</param>
/// <param name="settings">Whether users have strategies of their own, and the clock.</param>
internal sealed class Recoveries(IResendTarget target, ResendPolicy policy, bool completeInline, Action<RecoveryState, Exception?> ended, MultiplexerSettings settings) : IAsyncDisposable
{
    /// <summary>How long closing waits for strategies of users that ignore their cancellation.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly HashSet<Recovery> _running = [];
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Hands a request to the policy.</summary>
    public void Begin(RecoveryState state)
    {
        var recovery = new Recovery(target, policy, state, completeInline);
        lock (_running)
            _running.Add(recovery);

        recovery.Running = LongLived.Start((Recoveries: this, Recovery: recovery), static pair => pair.Recoveries.RunAsync(pair.Recovery));
    }

    /// <summary>Ends the policy, and waits until it holds no request any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop(_closing);
        Task[] running;
        lock (_running)
            running = [.. _running.Select(recovery => recovery.Running)];

        // Our strategies end at once. A strategy of a user need not, and must not delay others.
        Task ending = Task.WhenAll(running);
        if (settings.ConfigureResending is null || ending.IsCompleted)
            await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else
            await WaitAwhileAsync(ending).ConfigureAwait(false);
    }

    /// <summary>Waits for a task, but not for long. Its timer is gone before anything else goes on.</summary>
    private async Task WaitAwhileAsync(Task task)
    {
        using var over = new CancellationTokenSource();
        Task pause = Pause.ForAsync(s_patience, settings.TimeProvider, over.Token);
        await Task.WhenAny(task, pause).ConfigureAwait(false);
        Stop(over);
        await pause.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Not asynchronously: that would continue on another thread, and a simulated clock would run on meanwhile.
    private static void Stop(CancellationTokenSource source) => source.Cancel();

    private async Task RunAsync(Recovery recovery)
    {
        Exception? fault = null;
        try
        {
            await policy.RecoverAsync(recovery, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The connection is being closed, and the request has failed.
        }
        catch (Exception exception)
        {
            // A strategy of a user threw. The caller must get its exception.
            fault = exception;
        }

        lock (_running)
            _running.Remove(recovery);

        ended(recovery.State, fault);
    }
}
