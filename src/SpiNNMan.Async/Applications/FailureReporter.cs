using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>Reads the reports of failed cores: the error, the registers, and the end of their texts.</summary>
internal static class FailureReporter
{
    private const int TailSize = 512;

    /// <summary>How long the chip of each core is waited for. The core has failed already, so its report must not take as long as other requests. With one time for all chips
    /// together, healthy chips would count as silent if there are many.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <param name="connections">The machine's connections.</param>
    /// <param name="failures">The cores.</param>
    /// <param name="most">The greatest number of cores to report on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>All of them, in their order. A fact that cannot be read is no error here: the report says why it is missing.</returns>
    public static async Task<IReadOnlyList<CoreFailure>> ReportAsync(
        MachineConnections connections, IReadOnlyList<CoreFailure> failures, int most, TimeProvider time, CancellationToken cancellationToken)
    {
        CoreFailure[] reports = [.. failures];
        CoreLocation[] cores = [.. failures.Take(most).Select(static failure => failure.Core)];
        FanOutResult<(CoreInfo Info, string? OutputTail)> found = await FanOut.RunAsync(
            connections, cores, static core => core, (connection, core, token) => FindOutAsync(connection, core, time, token), isRepeatable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (int index in found.Done)
        {
            (CoreInfo info, string? tail) = found.Results[index];
            reports[index] = reports[index] with { Info = info, State = info.State, OutputTail = tail };
        }

        ILookup<CoreLocation, SpinnakerException> errors = found.Failures.ToLookup(static failure => failure.Core, static failure => failure.Error);
        for (int index = 0; index < cores.Length; index++)
        {
            if (errors[cores[index]].FirstOrDefault() is { } error)
                reports[index] = reports[index] with { Error = error };
        }

        return reports;
    }

    private static async Task<(CoreInfo Info, string? OutputTail)> FindOutAsync(ScampConnection connection, CoreLocation core, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        CoreInfo? info = null;
        try
        {
            info = await CoreQueries.ReadBlockAsync(connection, core, stop.Token).ConfigureAwait(false);
            return (info.Value, await OutputReader.ReadAsync(connection, core.Chip, info.Value.IobufAddress, TailSize, stop.Token).ConfigureAwait(false));
        }
        catch (Exception exception) when (info is { } known && exception is SpinnakerException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (known, null);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SpinnakerTimeoutException($"{MachineFailure.NameOf(core)} did not answer within {s_patience.TotalSeconds} s.", exception) { Elapsed = s_patience };
        }
    }
}
