using System.Collections.Concurrent;
using System.Globalization;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>Allocates SDRAM on many chips, or on none: if some chips cannot, the blocks of the others are freed.</summary>
internal sealed class SdramOnChips(MachineConnections connections, SdramAllocator allocator, TimeProvider timeProvider)
{
    /// <summary>How long a cancelled caller waits until the blocks that were allocated meanwhile are freed.</summary>
    private static readonly TimeSpan s_timeToTidy = TimeSpan.FromSeconds(1);

    public async Task<SdramAllocations> AllocateAsync(IReadOnlyList<ChipLocation> chips, uint size, byte applicationId, byte? tag, CancellationToken cancellationToken)
    {
        var blocks = new ConcurrentDictionary<ChipLocation, SdramAllocation>();
        IReadOnlyList<MachineFailure> failures;
        try
        {
            failures = (await FanOut.RunAsync(connections, chips, static chip => chip.Monitor, AllocateOneAsync, isRepeatable: allocator.IsRepeatable(tag), cancellationToken: cancellationToken).ConfigureAwait(false)).Failures;
        }
        catch (OperationCanceledException)
        {
            using var stop = new CancellationTokenSource(s_timeToTidy, timeProvider);
            await GiveBackAsync(stop.Token).ConfigureAwait(false);
            throw;
        }

        if (failures.Count == 0)
            return new SdramAllocations(connections, chips.Select(chip => blocks[chip]));

        IEnumerable<MachineFailure> kept = await GiveBackAsync(CancellationToken.None).ConfigureAwait(false);
        throw new MachineOperationException("allocating SDRAM", [.. failures, .. kept], chips.Count);

        async Task<bool> AllocateOneAsync(ScampConnection connection, ChipLocation chip, CancellationToken stop)
        {
            blocks[chip] = await allocator.AllocateAsync(chip, size, applicationId, tag, stop).ConfigureAwait(false);
            return true;
        }

        async Task<IEnumerable<MachineFailure>> GiveBackAsync(CancellationToken stop)
        {
            try
            {
                await new SdramAllocations(connections, blocks.Values).FreeAsync(stop).ConfigureAwait(false);
                return [];
            }
            catch (MachineOperationException exception)
            {
                return exception.Failures.Select(failure => new MachineFailure(failure.Core, new SpinnakerException(
                    string.Create(CultureInfo.InvariantCulture, $"{blocks[failure.Core.Chip]} had been allocated, and could not be freed: {failure.Error.Message}"), failure.Error)));
            }
            catch (OperationCanceledException)
            {
                // Boards that are as slow as that cannot be waited for.
                return [];
            }
        }
    }
}
