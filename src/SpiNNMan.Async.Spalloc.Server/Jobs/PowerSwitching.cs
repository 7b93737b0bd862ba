using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>Switches the boards of jobs: for each job one thing after the other, and what was ordered last in any case; for different jobs at the same time.</summary>
/// <param name="laboratory">Whose jobs they are.</param>
/// <param name="options">How it goes about it.</param>
/// <param name="stopping">Ends all of it; the boards stay as they are.</param>
/// <remarks>Its lock is taken within that of the laboratory, and never the other way round.</remarks>
internal sealed partial class PowerSwitching(Laboratory laboratory, LaboratoryOptions options, CancellationToken stopping)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Job, Switching> _switching = [];
    private readonly Queue<Switching> _wanted = new();
    private readonly ILogger _logger = options.LoggerFactory.CreateLogger<PowerSwitching>();

    /// <summary>Notes that there is a new order for the boards of a job. The laboratory is locked.</summary>
    public void Want(Job job)
    {
        lock (_gate)
        {
            if (!_switching.TryGetValue(job, out Switching? switching))
                _switching.Add(job, switching = new Switching(job));

            _wanted.Enqueue(switching);
        }
    }

    /// <summary>Notes that there is no order for the boards of a job any more. The laboratory is locked.</summary>
    public void Forget(Job job)
    {
        lock (_gate)
            _switching.Remove(job);
    }

    /// <summary>Begins what is wanted. The laboratory is not locked.</summary>
    public void StartWanted()
    {
        while (TryTakeWanted(out Switching? switching, out bool isNew))
        {
            if (isNew)
                switching.Work = LongLived.Start((Power: this, Switching: switching), static pair => pair.Power.SwitchAsync(pair.Switching));
            else
                switching.Wake();
        }
    }

    /// <summary>Waits until nothing is switched any more.</summary>
    public async Task EndAsync()
    {
        Task[] works;
        lock (_gate)
            works = [.. _switching.Values.Select(static switching => switching.Work)];

        await Task.WhenAll(works).ConfigureAwait(false);
    }

    private bool TryTakeWanted([NotNullWhen(true)] out Switching? switching, out bool isNew)
    {
        lock (_gate)
        {
            bool isTaken = _wanted.TryDequeue(out switching);
            isNew = switching?.Begin() is true;
            return isTaken;
        }
    }

    private async Task SwitchAsync(Switching switching)
    {
        Job job = switching.Job;
        (int done, int failed, int failures) = (0, 0, 0);
        while (!stopping.IsCancellationRequested)
        {
            Task nextOrder = switching.NextOrderAsync();
            if (laboratory.TakeOrder(job, done) is not { } order)
                return;

            string? error = await TryExecuteAsync(order).ConfigureAwait(false);
            if (stopping.IsCancellationRequested)
                return;

            if (error is not null)
            {
                PowerSwitchingFailed(job.Id, error);
                failures = order.Number == failed ? failures + 1 : 1;
                failed = order.Number;
                if (failures < options.PowerAttempts)
                {
                    await WaitAsync(switching, nextOrder).ConfigureAwait(false);
                    continue;
                }
            }

            // Boards that cannot be switched off are switched on anew for the next job in any case.
            done = order.Number;
            if (error is null || order.IsLast)
                laboratory.Finish(job, order);
            else
                laboratory.Fail(job, order, error);
        }
    }

    private async Task<string?> TryExecuteAsync(PowerOrder order)
    {
        try
        {
            await order.ExecuteAsync(stopping).ConfigureAwait(false);
            return null;
        }
        catch (BoardPowerException exception)
        {
            return exception.Message;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Waits before boards are tried again, unless there is something else to do.</summary>
    private async Task WaitAsync(Switching switching, Task nextOrder)
    {
        using ITimer timer = options.TimeProvider.CreateTimer(static state => ((Switching)state!).Wake(), switching, options.PowerRetryDelay, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration end = stopping.UnsafeRegister(static state => ((Switching)state!).Wake(), switching);
        await nextOrder.ConfigureAwait(false);
    }

    [LoggerMessage(1103, LogLevel.Warning, "The boards of job {Job} could not be switched: {Error}")]
    private partial void PowerSwitchingFailed(int job, string error);

    /// <summary>The switching of the boards of a job.</summary>
    private sealed class Switching(Job job)
    {
        // Those who wait for it continue on the thread that wakes them, which holds no lock.
        private TaskCompletionSource _woken = new(TaskCreationOptions.None);
        private bool _hasBegun;

        public Job Job => job;

        public Task Work { get; set; } = Task.CompletedTask;

        /// <summary>Says that it begins. The result is whether it had not begun before.</summary>
        public bool Begin() => !Interlocked.Exchange(ref _hasBegun, true);

        /// <summary>Says that there is another order.</summary>
        public void Wake() => Volatile.Read(ref _woken).TrySetResult();

        /// <summary>The task that ends when there is another order from now on.</summary>
        public Task NextOrderAsync()
        {
            if (_woken.Task.IsCompleted)
                Volatile.Write(ref _woken, new TaskCompletionSource(TaskCreationOptions.None));

            return _woken.Task;
        }
    }
}
