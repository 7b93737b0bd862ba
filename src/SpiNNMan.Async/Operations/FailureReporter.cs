using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Operations;

/// <summary>Finds out more about cores that failed: the error, the registers, and the end of what they printed.</summary>
internal static class FailureReporter
{
    private const int TailSize = 512;

    /// <summary>It is known already that they failed: what would say more must not be waited for as long as everything else.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <param name="connections">The machine's connections.</param>
    /// <param name="failures">The cores.</param>
    /// <param name="most">Of how many of them more is found out.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>All of them, in their order. What cannot be found out is not an error here: it says why instead.</returns>
    public static async Task<IReadOnlyList<CoreFailure>> ReportAsync(
        MachineConnections connections, IReadOnlyList<CoreFailure> failures, int most, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(s_patience, time);
        CoreFailure[] reports = [.. failures];
        CoreLocation[] cores = [.. failures.Take(most).Select(static failure => failure.Core)];
        FanOutResult<CpuInfo> blocks = await CoreQueries.ReadBlocksAsync(connections, cores, cancellationToken, deadline.Token).ConfigureAwait(false);
        FanOutResult<string> tails = await FanOut.RunAsync(
            connections,
            [.. Enumerable.Range(0, cores.Length)],
            index => cores[index],
            (connection, index, token) => OutputReader.ReadAsync(connection, cores[index].Chip, blocks.Results[index].IobufAddress, TailSize, token),
            deadline: deadline.Token,
            cancellationToken: cancellationToken).ConfigureAwait(false);
        Dictionary<CoreLocation, SpinnakerException> errors = blocks.Failures.ToDictionary(static failure => failure.Core, static failure => failure.Error);
        for (int index = 0; index < cores.Length; index++)
        {
            reports[index] = errors.TryGetValue(cores[index], out SpinnakerException? error)
                ? reports[index] with { Error = error }
                : reports[index] with { Info = blocks.Results[index], State = blocks.Results[index].State, OutputTail = tails.Results[index] };
        }

        return reports;
    }
}
