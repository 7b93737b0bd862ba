using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Programs that were loaded. Disposing of them stops them, and frees their memory.</summary>
internal interface ILoadedPrograms : IAsyncDisposable
{
    /// <summary>The error of disposing, if something could not be cleaned up; otherwise <see langword="null"/>.</summary>
    SpinnakerException? CleanUpError { get; }

    /// <summary>Lets them stay.</summary>
    void Detach();
}
