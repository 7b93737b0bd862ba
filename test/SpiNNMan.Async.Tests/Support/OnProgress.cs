namespace SpiNNMan.Async.Tests.Support;

/// <summary>Progress that something is done with at once.</summary>
internal sealed class OnProgress<T>(Action<T> action) : IProgress<T>
{
    public void Report(T value) => action(value);
}
