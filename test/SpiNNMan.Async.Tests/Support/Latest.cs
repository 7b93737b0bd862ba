namespace SpiNNMan.Async.Tests.Support;

/// <summary>Progress of which the last report is kept.</summary>
internal sealed class Latest<T> : IProgress<T>
{
    public T? Value { get; private set; }

    public void Report(T value) => Value = value;
}
