using System.Globalization;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Applications;

/// <summary>Finds out, before an application is loaded, whether its cores run something already.</summary>
internal static class CoresInUse
{
    private const int ShownCores = 4;

    /// <summary>Makes sure that no core runs an application.</summary>
    /// <param name="transceiver">The machine.</param>
    /// <param name="cores">The cores.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <exception cref="CommandFailedException">Some cores run something. The message says which, and what.</exception>
    public static async Task ThrowIfAnyAsync(Transceiver transceiver, CoreLocation[] cores, CancellationToken cancellationToken)
    {
        PartialResult<CoreInfos> found = await PartialResult.FromAsync(transceiver.Applications.GetCoreInfosAsync(cores, ApplicationOptions.Busy, cancellationToken));
        CoreInfo[] busy = [.. found.Value];
        found.ThrowIfIncomplete();
        if (busy.Length == 0)
            return;

        IEnumerable<string> applications = busy
            .GroupBy(static info => (info.ApplicationId, info.ApplicationName))
            .OrderBy(static group => group.Key.ApplicationId)
            .Select(static group => string.Create(CultureInfo.InvariantCulture, $"application {group.Key.ApplicationId} ({group.Key.ApplicationName})"));
        string places = string.Join("; ", busy.Take(ShownCores).Select(static info => info.Core.ToString()));
        string more = busy.Length > ShownCores ? string.Create(CultureInfo.InvariantCulture, $" and {busy.Length - ShownCores} more") : "";
        throw new CommandFailedException(
            $"{Quantities.Count(busy.Length, "core")} of {Quantities.Count(cores.Length)} {(busy.Length == 1 ? "runs" : "run")} {string.Join(", ", applications)} already: {places}{more}. "
            + "Nothing was loaded. Choose others with --cores, stop what runs with 'spinnman stop', or take them with --replace.");
    }
}
