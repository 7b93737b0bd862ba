using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Access;

/// <summary>Does one thing to each of many chips, on all boards at once. Without chips, to all of the machine.</summary>
internal static class EachChip
{
    /// <summary>Reads one thing of each of many chips, on all boards at once.</summary>
    public static async Task<IReadOnlyDictionary<ChipLocation, TResult>> ReadAsync<TResult>(
        MachineConnections connections, string operation, IEnumerable<ChipLocation>? chips, Func<ChipLocation, CancellationToken, Task<TResult>> read, CancellationToken cancellationToken)
    {
        FanOutResult<(ChipLocation Chip, TResult Result)> done = await TryAsync(
            connections, chips, async (chip, stop) => (chip, await read(chip, stop).ConfigureAwait(false)), cancellationToken, isRepeatable: true).ConfigureAwait(false);
        return done.OrThrow<IReadOnlyDictionary<ChipLocation, TResult>>(operation, static results => results.ToDictionary(static one => one.Chip, static one => one.Result));
    }

    /// <summary>Does one thing to each of many chips, on all boards at once. Doing it twice must be the same as doing it once.</summary>
    public static async Task DoAsync(
        MachineConnections connections, string operation, IEnumerable<ChipLocation>? chips, Func<ChipLocation, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        FanOutResult<ChipLocation> done = await TryAsync(connections, chips, ActAsync, cancellationToken, isRepeatable: true).ConfigureAwait(false);
        done.ThrowIfFailed(operation);

        async Task<ChipLocation> ActAsync(ChipLocation chip, CancellationToken stop)
        {
            await act(chip, stop).ConfigureAwait(false);
            return chip;
        }
    }

    /// <summary>Does one thing to each of many chips, and gathers the failures.</summary>
    public static Task<FanOutResult<TResult>> TryAsync<TResult>(
        MachineConnections connections, IEnumerable<ChipLocation>? chips, Func<ChipLocation, CancellationToken, Task<TResult>> act, CancellationToken cancellationToken, bool isRepeatable = false)
    {
        ChipLocation[] items = [.. chips?.Distinct() ?? connections.Machine.Chips.Select(static chip => chip.Location)];
        return FanOut.RunAsync(connections, items, static chip => chip, (_, chip, stop) => act(chip, stop), cancellationToken: cancellationToken, isRepeatable: isRepeatable);
    }
}
