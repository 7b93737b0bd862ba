using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async;

/// <content>SDRAM that is allocated and freed.</content>
public sealed partial class Transceiver
{
    private SdramAllocator? _sdram;

    internal SdramAllocator Sdram => LazyInitializer.EnsureInitialized(ref _sdram, () => new SdramAllocator(_connections, Version.Version, _options.Connection.TimeProvider));

    /// <summary>Allocates SDRAM of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="size">How many bytes, 1 or more; boards round up to a multiple of 4.</param>
    /// <param name="applicationId">The application it is for, 0 to 255; users take 16 and up. Stopping the application does not free it.</param>
    /// <param name="tag">A number by which the application can find it, 1 to 255; if it has a block of this size by that number already, that is the answer. By default a number
    /// that is free is chosen, from 255 down, so that a lost reply does not lose memory. With 0 the block has none: then a lost reply ends in an error, and the memory may
    /// stay allocated.</param>
    /// <param name="cancellationToken">Ends it; without a tag that was given, what was allocated meanwhile is freed.</param>
    /// <returns>The memory. Dispose of it to free it.</returns>
    /// <exception cref="InvalidPacketException">There is no free block of that size, or the tag stands for another one; the message says how much is free.</exception>
    /// <exception cref="InvalidParameterException">The size is out of range, or no tag is free.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <remarks>Protocol: scp.md, "Allocation".</remarks>
    public Task<SdramAllocation> AllocateSdramAsync(ChipLocation chip, uint size, byte applicationId, byte? tag = null, CancellationToken cancellationToken = default) =>
        Sdram.AllocateAsync(chip, size, applicationId, tag, cancellationToken);

    /// <summary>Allocates SDRAM on many chips, on all boards at once: on all of them, or on none.</summary>
    /// <param name="chips">The chips; of one that is named twice, once.</param>
    /// <param name="size">How many bytes on each chip, 1 or more; boards round up to a multiple of 4.</param>
    /// <param name="applicationId">The application it is for, 0 to 255; users take 16 and up. Stopping the application does not free it.</param>
    /// <param name="tag">A number by which the application can find it on each chip, 1 to 255; a block of this size that a chip has by that number already counts as allocated by
    /// this call. By default each chip chooses one that is free, from 255 down. With 0 the blocks have none: then a lost reply ends in an error, and the memory may stay allocated.</param>
    /// <param name="cancellationToken">Ends it; what was allocated meanwhile is freed, as far as boards answer within a second.</param>
    /// <returns>The memory. Dispose of it to free all of it.</returns>
    /// <exception cref="MachineOperationException">Some chips did not give it; what the others gave has been freed. Where that failed as well, the failures say so.</exception>
    /// <exception cref="InvalidParameterException">The size is out of range, or the machine has no such chip.</exception>
    /// <remarks>Protocol: scp.md, "Allocation".</remarks>
    public Task<SdramAllocations> AllocateSdramAsync(
        IEnumerable<ChipLocation> chips, uint size, byte applicationId, byte? tag = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chips);
        InvalidParameterException.ThrowIfOutside(size, 1, int.MaxValue, nameof(size));
        ChipLocation[] places = [.. chips.Distinct()];
        foreach (ChipLocation chip in places)
        {
            if (!Machine.Contains(chip))
                throw new InvalidParameterException(nameof(chips), chip, $"there is no such chip, or it does not work; the machine is {Machine}");
        }

        return new SdramOnChips(_connections, Sdram, Time).AllocateAsync(places, size, applicationId, tag, cancellationToken);
    }

    /// <summary>Frees a block of SDRAM, after making sure that there is one: boards do not, and die of it.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="address">The address that the allocation gave.</param>
    /// <param name="cancellationToken">Ends the waiting; the board may free it all the same.</param>
    /// <exception cref="InvalidParameterException">No allocated block starts there.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <remarks>Protocol: scp.md, "Allocation".</remarks>
    public Task FreeSdramAsync(ChipLocation chip, uint address, CancellationToken cancellationToken = default) => Sdram.FreeAsync(chip, address, cancellationToken);

    /// <summary>Frees all SDRAM that an application has on some chips, on all boards at once.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="chips">The chips; by default all of the machine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many blocks were freed, 0 if it had none.</returns>
    /// <exception cref="MachineOperationException{TResult}">Some chips could not be reached; on the others it is done, and the error has the count.</exception>
    /// <remarks>Protocol: scp.md, "Allocation".</remarks>
    public async Task<int> FreeSdramOfApplicationAsync(byte applicationId, IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default)
    {
        FanOutResult<int> counts = await TryEachChipAsync(chips, (chip, stop) => Sdram.FreeOfApplicationAsync(chip, applicationId, stop), cancellationToken).ConfigureAwait(false);
        return counts.OrThrow("freeing SDRAM", static blocks => (int)Math.Min(int.MaxValue, blocks.Sum(static count => (long)count)));
    }

    /// <summary>Finds the SDRAM that an application allocated with a tag.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="applicationId">The application.</param>
    /// <param name="tag">The tag, 1 to 255.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Its address; <see langword="null"/> if there is none.</returns>
    /// <inheritdoc cref="Connections.IScpConnection.ExecuteAsync{TResponse}(Wire.Scp.IScpRequest{TResponse}, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Allocation".</remarks>
    public Task<uint?> FindSdramAsync(ChipLocation chip, byte applicationId, byte tag, CancellationToken cancellationToken = default) =>
        Sdram.FindAsync(chip, applicationId, tag, cancellationToken);

    /// <summary>Asks how much SDRAM of a chip is free.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="Connections.IScpConnection.ExecuteAsync{TResponse}(Wire.Scp.IScpRequest{TResponse}, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Allocation".</remarks>
    public ValueTask<SdramSpace> GetSdramSpaceAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        GetConnection(chip).ExecuteAsync<SdramGetSpace, SdramSpace>(new SdramGetSpace(chip), cancellationToken);

    /// <summary>Reads all blocks of a heap of a chip, one after the other.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="kind">Which heap. The default is that of SDRAM.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidPacketException">The heap is damaged; the message says where.</exception>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Heaps".</remarks>
    public Task<ChipHeap> GetHeapAsync(ChipLocation chip, HeapKind kind = HeapKind.Sdram, CancellationToken cancellationToken = default) =>
        HeapWalk.RunAsync(GetConnection(chip), chip, kind, cancellationToken);
}
