namespace SpiNNMan.Async.Threading;

/// <summary>A task that any number of callers wait for.</summary>
internal static class Shared
{
    /// <summary>Makes a task of its own for each caller.</summary>
    /// <remarks>If several callers wait for the same task, all but one of them continue on other threads, and a simulated clock would run on meanwhile.</remarks>
    public static Task WaitForAsync(Task task) => task.IsCompleted ? task : Task.WhenAll(task, Task.CompletedTask);
}
