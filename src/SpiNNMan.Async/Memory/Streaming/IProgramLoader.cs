using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Loads the programs. The part of the machine that does so is above this one.</summary>
internal interface IProgramLoader
{
    /// <summary>Loads and starts both programs.</summary>
    /// <param name="images">The images.</param>
    /// <param name="monitors">The cores of the extra monitors.</param>
    /// <param name="gatherers">The cores of the packet gatherers.</param>
    /// <param name="applicationId">Their identifier; <see langword="null"/> for one that is not in use.</param>
    /// <param name="prepare">Writes the data of the cores, before they start, for an application of this identifier.</param>
    /// <param name="cancellationToken">Ends it. What was loaded or allocated by then is stopped and freed.</param>
    Task<ILoadedPrograms> LoadAsync(
        StreamingImages images,
        IReadOnlyList<CoreLocation> monitors,
        IReadOnlyList<CoreLocation> gatherers,
        byte? applicationId,
        Func<byte, CancellationToken, Task> prepare,
        CancellationToken cancellationToken);
}
