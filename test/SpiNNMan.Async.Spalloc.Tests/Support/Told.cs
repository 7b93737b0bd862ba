namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>Keeps what is reported, on the thread that reports it.</summary>
internal sealed class Told<T>(List<T> list) : IProgress<T>
{
    public void Report(T value) => list.Add(value);
}
