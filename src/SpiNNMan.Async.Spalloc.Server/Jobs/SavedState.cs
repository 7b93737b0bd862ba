namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>The jobs of a laboratory, as they are kept in a file.</summary>
/// <param name="Version">The version of the form.</param>
/// <param name="LastId">The number of the last job.</param>
/// <param name="Jobs">The jobs that are remembered.</param>
/// <param name="Reports">The boards that were reported.</param>
internal sealed record SavedState(int Version, int LastId, IReadOnlyList<SavedJob> Jobs, IReadOnlyList<SavedReport> Reports)
{
    /// <summary>The version that this program writes, and the only one that it reads.</summary>
    public const int CurrentVersion = 1;
}
