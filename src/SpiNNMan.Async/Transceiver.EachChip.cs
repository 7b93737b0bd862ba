using SpiNNMan.Async.Access;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async;

/// <content>What is done to many chips.</content>
public sealed partial class Transceiver
{
    /// <summary>Reads one thing of each of many chips, on all boards at once.</summary>
    private async Task<IReadOnlyDictionary<ChipLocation, TResult>> ReadChipsAsync<TResult>(
        string operation, IEnumerable<ChipLocation>? chips, Func<ChipLocation, CancellationToken, Task<TResult>> read, CancellationToken cancellationToken)
    {
        FanOutResult<(ChipLocation Chip, TResult Result)> done = await TryEachChipAsync(
            chips, async (chip, stop) => (chip, await read(chip, stop).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
        return done.OrThrow<IReadOnlyDictionary<ChipLocation, TResult>>(operation, static results => results.ToDictionary(static one => one.Chip, static one => one.Result));
    }

    /// <summary>Does one thing to each of many chips, on all boards at once.</summary>
    private async Task ForEachChipAsync(
        string operation, IEnumerable<ChipLocation>? chips, Func<ChipLocation, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        FanOutResult<ChipLocation> done = await TryEachChipAsync(chips, ActAsync, cancellationToken).ConfigureAwait(false);
        done.ThrowIfFailed(operation);

        async Task<ChipLocation> ActAsync(ChipLocation chip, CancellationToken stop)
        {
            await act(chip, stop).ConfigureAwait(false);
            return chip;
        }
    }

    private Task<FanOutResult<TResult>> TryEachChipAsync<TResult>(
        IEnumerable<ChipLocation>? chips, Func<ChipLocation, CancellationToken, Task<TResult>> act, CancellationToken cancellationToken)
    {
        ChipLocation[] items = [.. chips?.Distinct() ?? Machine.Chips.Select(static chip => chip.Location)];
        return FanOut.RunAsync(_connections, items, static chip => chip, (_, chip, stop) => act(chip, stop), cancellationToken: cancellationToken);
    }
}
