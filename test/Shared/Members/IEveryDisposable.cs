namespace SpiNNMan.Async.Tests.Support;

/// <summary>One of everything that a package has that can be disposed of, in use.</summary>
internal interface IEveryDisposable : IAsyncDisposable
{
    /// <summary>All of them, and the parts that end with them.</summary>
    IReadOnlyList<object> All { get; }
}
