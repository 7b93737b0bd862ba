using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Control;

/// <summary>Reads what cores with the simulation library counted. They write it down when they pause, and at no other time.</summary>
internal sealed class CountReader(SimulationCores cores)
{
    /// <summary>The simulation library's own words come first.</summary>
    private const int LibraryWords = 6;

    /// <summary>Reads the counts of a core.</summary>
    /// <param name="core">The core, if the database says which it is.</param>
    /// <param name="region">The region they are in.</param>
    /// <param name="words">How many there are.</param>
    /// <param name="zeroBeforeFirstRun">Whether a core that has not run yet is said to have counted nothing: what is in its memory then is anything.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The words, or why they are not known.</returns>
    public async Task<(uint[]? Words, string? WhyUnknown)> ReadAsync(CoreLocation? core, int region, int words, bool zeroBeforeFirstRun, CancellationToken cancellationToken)
    {
        if (core is not { } place)
            return (null, "since the database does not say which core it is");

        try
        {
            CoreInfo info = await cores.GetInfoAsync(place, cancellationToken).ConfigureAwait(false);
            if (info.State is CoreState.Running or CoreState.CMain or CoreState.Initialising)
                return (null, $"since core {place} runs, and writes its counts only when it pauses");

            bool isLoaded = info.State is CoreState.Ready or CoreState.Paused or CoreState.Sync0 or CoreState.Sync1;
            if (!isLoaded && !zeroBeforeFirstRun)
                return (null, $"since core {place} is in {info.State}, and has not paused");

            // Cores that are loaded later have counted nothing before.
            if (!isLoaded || (zeroBeforeFirstRun && await cores.GetTimeAsync(place, cancellationToken).ConfigureAwait(false) is null))
                return (new uint[words], null);

            uint[]? values = await cores.ReadRegionAsync(place, region, LibraryWords, words, cancellationToken).ConfigureAwait(false);
            return values is null ? (null, $"since core {place} has no table of data as tool chains make it") : (values, null);
        }
        catch (SpinnakerException exception)
        {
            return (null, $"since core {place} could not be asked: {exception.Message}");
        }
    }
}
