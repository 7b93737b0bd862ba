using SpiNNMan.Async.Access;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Memory;

/// <summary>SDRAM of the chips of a machine that is allocated and freed, and their heaps.</summary>
/// <example><code>
/// await using SdramAllocation block = await transceiver.Sdram.AllocateAsync(new ChipLocation(1, 1), size: 1 &lt;&lt; 20, applicationId: 30);
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Protocol: scp.md, "Allocation".</remarks>
[Traced("Sdram")]
public class MachineSdram
{
    private readonly MachineConnections _connections = null!;
    private readonly SdramAllocator _allocator = null!;

    internal MachineSdram(MachineConnections connections, SdramAllocator allocator)
    {
        _connections = connections;
        _allocator = allocator;
    }

    /// <summary>For tests that replace this part by a double.</summary>
    protected MachineSdram()
    {
    }

    /// <summary>Allocates SDRAM of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="size">How many bytes, 1 or more; boards round up to a multiple of 4.</param>
    /// <param name="applicationId">The application it is for, 0 to 255; users take 16 and up. Stopping the application frees it.</param>
    /// <param name="tag">A number by which the application can find it, 1 to 255. If the application has a block of this size with that number already, that block is the result. By default a free
    /// number is chosen, from 255 down, so that a lost reply does not lose memory. With 0 the block has no number. Then a lost reply ends in an error, and the memory may
    /// stay allocated.</param>
    /// <param name="cancellationToken">Ends it. If the caller gave no tag, a block that was allocated meanwhile is freed.</param>
    /// <returns>The memory. Dispose of it to free it.</returns>
    /// <exception cref="InvalidPacketException">There is no free block of that size, or the tag stands for another one; the message says how much is free.</exception>
    /// <exception cref="InvalidParameterException">The size is out of range, or no tag is free.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <remarks>Protocol: scp.md, "Allocation".</remarks>
    public virtual Task<SdramAllocation> AllocateAsync(ChipLocation chip, uint size, byte applicationId, byte? tag = null, CancellationToken cancellationToken = default) =>
        _allocator.AllocateAsync(chip, size, applicationId, tag, cancellationToken);

    /// <summary>Allocates SDRAM on many chips, on all boards at once: on all of them, or on none.</summary>
    /// <param name="chips">The chips. A chip that is named twice counts once.</param>
    /// <param name="size">How many bytes on each chip, 1 or more; boards round up to a multiple of 4.</param>
    /// <param name="applicationId">The application it is for, 0 to 255; users take 16 and up. Stopping the application frees it.</param>
    /// <param name="tag">A number by which the application can find it on each chip, 1 to 255; a block of this size that a chip has by that number already counts as allocated by
    /// this call. By default each chip chooses one that is free, from 255 down. With 0 the blocks have none: then a lost reply ends in an error, and the memory may stay allocated.</param>
    /// <param name="cancellationToken">Ends it. Blocks that were allocated meanwhile are freed, if their boards answer within a second.</param>
    /// <returns>The memory. Dispose of it to free all of it.</returns>
    /// <exception cref="MachineOperationException">Some chips did not allocate it, and the blocks of the others have been freed. If that failed too, the failures say so.</exception>
    /// <exception cref="InvalidParameterException">The size is out of range, or the machine has no such chip.</exception>
    /// <remarks>Protocol: scp.md, "Allocation".</remarks>
    public virtual Task<SdramAllocations> AllocateAsync(
        IEnumerable<ChipLocation> chips, uint size, byte applicationId, byte? tag = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chips);
        InvalidParameterException.ThrowIfOutside(size, 1, int.MaxValue, nameof(size));
        ChipLocation[] places = [.. chips.Distinct()];
        foreach (ChipLocation chip in places)
        {
            if (!_connections.Machine.Contains(chip))
                throw new InvalidParameterException(nameof(chips), chip, $"there is no such chip, or it does not work; the machine is {_connections.Machine}");
        }

        return new SdramOnChips(_connections, _allocator, _connections.TimeProvider).AllocateAsync(places, size, applicationId, tag, cancellationToken);
    }

    /// <summary>Frees a block of SDRAM, after making sure that there is one: boards do not, and die of it.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="address">The address that the allocation gave.</param>
    /// <param name="cancellationToken">Ends the waiting. The board may free it nevertheless.</param>
    /// <exception cref="InvalidParameterException">No allocated block starts there.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <remarks>Protocol: scp.md, "Allocation".</remarks>
    public virtual Task FreeAsync(ChipLocation chip, uint address, CancellationToken cancellationToken = default) => _allocator.FreeAsync(chip, address, cancellationToken);

    /// <summary>Frees all SDRAM that an application has on some chips, on all boards at once.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="chips">The chips; by default all of the machine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many blocks were freed, 0 if it had none.</returns>
    /// <exception cref="MachineOperationException{TResult}">Some chips could not be reached; on the others it is done, and the error has the count.</exception>
    /// <remarks>Protocol: scp.md, "Allocation".</remarks>
    public virtual async Task<int> FreeOfApplicationAsync(byte applicationId, IEnumerable<ChipLocation>? chips = null, CancellationToken cancellationToken = default)
    {
        FanOutResult<int> counts = await EachChip.TryAsync(_connections, chips, (chip, stop) => _allocator.FreeOfApplicationAsync(chip, applicationId, stop), cancellationToken, isRepeatable: true).ConfigureAwait(false);
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
    public virtual Task<uint?> FindAsync(ChipLocation chip, byte applicationId, byte tag, CancellationToken cancellationToken = default) =>
        _allocator.FindAsync(chip, applicationId, tag, cancellationToken);

    /// <summary>Asks how much SDRAM of a chip is free.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="Connections.IScpConnection.ExecuteAsync{TResponse}(Wire.Scp.IScpRequest{TResponse}, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Allocation".</remarks>
    public virtual Task<SdramSpace> GetSpaceAsync(ChipLocation chip, CancellationToken cancellationToken = default) =>
        _connections.For(chip).ExecuteAsync<SdramGetSpace, SdramSpace>(new SdramGetSpace(chip), cancellationToken).AsTask();

    /// <summary>Reads all blocks of a heap of a chip, one after the other.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="kind">Which heap. The default is that of SDRAM.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidPacketException">The heap is damaged; the message says where.</exception>
    /// <inheritdoc cref="MachineMemory.ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: models.md, "Heaps".</remarks>
    public virtual Task<ChipHeap> GetHeapAsync(ChipLocation chip, HeapKind kind = HeapKind.Sdram, CancellationToken cancellationToken = default) =>
        HeapWalk.RunAsync(_connections.For(chip), chip, kind, cancellationToken);
}
