using System.Globalization;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Memory;

/// <summary>Allocates and frees SDRAM so that a lost reply neither loses memory nor frees a block twice.</summary>
/// <param name="connections">The machine's connections.</param>
internal sealed class SdramAllocator(MachineConnections connections)
{
    /// <summary>The oldest version that is known to answer a repeated allocation with the block that is there.</summary>
    private static readonly SoftwareVersion s_knowsRetries = new(3, 4, 2);
    private const uint MostBlocks = (128 << 20) / HeapElement.HeaderSize;
    private static readonly TimeSpan s_timeToTidy = TimeSpan.FromMilliseconds(500);

    private readonly SdramTags _tags = new(connections);
    private readonly ChipLocks _frees = new(connections.CompletesInline);

    /// <summary>Whether the monitors answer a repeated allocation with the block that is there.</summary>
    private bool KnowsRetries => connections.Version >= s_knowsRetries;

    /// <summary>Whether an allocation may be cancelled and begun again. One with a tag of the caller must find its own block again; the others free what they left.</summary>
    public bool IsRepeatable(byte? tag) => tag is null || (tag != 0 && KnowsRetries);

    public async Task<SdramAllocation> AllocateAsync(ChipLocation chip, uint size, byte applicationId, byte? tag, CancellationToken cancellationToken)
    {
        InvalidParameterException.ThrowIfOutside(size, 1, int.MaxValue, nameof(size));
        if (tag is { } given)
            return Make(await AllocateAtAsync(chip, size, applicationId, given, cancellationToken).ConfigureAwait(false), given);

        byte chosen = await _tags.TakeFreeAsync(chip, applicationId, cancellationToken).ConfigureAwait(false);
        try
        {
            return Make(await AllocateByTagAsync(chip, size, applicationId, chosen, cancellationToken).ConfigureAwait(false), chosen);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SpinnakerTimeoutException)
        {
            // The board may have done it nevertheless, and then the memory would never be freed.
            await TidyAsync(connections.For(chip), chip, applicationId, chosen).ConfigureAwait(false);
            throw;
        }
        finally
        {
            _tags.Return(chip, applicationId, chosen);
        }

        SdramAllocation Make(uint address, byte withTag) =>
            new(chip, address, size, applicationId, withTag, (allocation, stop) => FreeAsync(allocation.Chip, allocation.Address, stop), connections.CompletesInline);
    }

    /// <summary>Allocates with a tag that the caller chose, or without.</summary>
    /// <returns>The address.</returns>
    /// <exception cref="SpinnakerTimeoutException">There was no reply. Without a tag, its outcome is unknown.</exception>
    public async Task<uint> AllocateAtAsync(ChipLocation chip, uint size, byte applicationId, byte tag, CancellationToken cancellationToken)
    {
        // Monitors that do not know repetitions refuse a tag that is in use. Afterwards the owner of the block cannot be seen.
        if (tag != 0 && !KnowsRetries && await _tags.FindAsync(chip, applicationId, tag, cancellationToken).ConfigureAwait(false) != 0)
        {
            throw new InvalidPacketException(
                PacketError.BadValue(nameof(SdramAllocate), 0, "the tag is taken"),
                string.Create(CultureInfo.InvariantCulture, $"{size} bytes of SDRAM cannot be allocated on {chip} for application {applicationId}: tag {tag} is in use"));
        }

        return await AllocateByTagAsync(chip, size, applicationId, tag, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Frees a block, after a look at whether there is one: a board checks nothing, and a wrong address, or the same one twice, kills the monitor.</summary>
    public async Task FreeAsync(ChipLocation chip, uint address, CancellationToken cancellationToken)
    {
        uint start = address - HeapElement.HeaderSize;
        if (address % sizeof(uint) != 0 || address < HeapElement.HeaderSize || !ChipAddress.IsSdram(start, HeapElement.HeaderSize))
            throw NoBlock(address);

        // Between the check and the free no other caller may free it, and two callers must not both free it.
        using IDisposable turn = await _frees.EnterAsync(chip, cancellationToken).ConfigureAwait(false);
        ScampConnection scamp = connections.For(chip);
        HeapElement block = await HeapWalk.ReadBlockAsync(scamp, chip, start, cancellationToken).ConfigureAwait(false);
        if (block.IsFree || block.Size < 0 || !ChipAddress.IsSdram(block.NextAddress, HeapElement.HeaderSize))
            throw NoBlock(address);

        for (int tries = 1; tries <= UncertainRequests.MaxTries; tries++)
        {
            var request = new SdramFree(chip, address);
            bool isDone = (await UncertainRequests.TryAsync<SdramFree, Acknowledgement>(scamp, request, connections.TimeProvider, cancellationToken).ConfigureAwait(false)).IsAnswered
                || await HeapWalk.ReadBlockAsync(scamp, chip, start, cancellationToken).ConfigureAwait(false) != block;
            if (!isDone)
                continue;

            _tags.Forget(chip, block.ApplicationId.GetValueOrDefault(), block.Tag.GetValueOrDefault());
            return;
        }

        throw UncertainRequests.GiveUp(string.Create(CultureInfo.InvariantCulture, $"freeing 0x{address:X8} of {chip}"));
    }

    /// <summary>Frees all blocks of an application.</summary>
    /// <returns>How many there were, as far as that was answered.</returns>
    public async Task<int> FreeOfApplicationAsync(ChipLocation chip, byte applicationId, CancellationToken cancellationToken)
    {
        using IDisposable turn = await _frees.EnterAsync(chip, cancellationToken).ConfigureAwait(false);
        ScampConnection scamp = connections.For(chip);
        for (int tries = 1; tries <= UncertainRequests.MaxTries; tries++)
        {
            try
            {
                var request = new SdramFreeOfApplication(chip, applicationId);
                (bool isAnswered, uint count) = await UncertainRequests.TryAsync<SdramFreeOfApplication, uint>(scamp, request, connections.TimeProvider, cancellationToken).ConfigureAwait(false);
                if (!isAnswered)
                    continue;

                if (count <= MostBlocks)
                    return (int)count;
            }
            catch (InvalidPacketException exception) when (exception.Error.Kind == PacketErrorKind.BadValue)
            {
                return 0;
            }

            throw new InvalidPacketException(PacketError.BadValue(
                nameof(SdramFreeOfApplication), 0, $"{chip} reports that it freed more blocks of application {applicationId} than fit into its memory"));
        }

        throw UncertainRequests.GiveUp(string.Create(CultureInfo.InvariantCulture, $"freeing the memory of application {applicationId} on {chip}"));
    }

    /// <summary>Where the block of a tag is.</summary>
    public async Task<uint?> FindAsync(ChipLocation chip, byte applicationId, byte tag, CancellationToken cancellationToken)
    {
        uint address = await _tags.FindAsync(chip, applicationId, tag, cancellationToken).ConfigureAwait(false);
        return address == 0 ? null : address;
    }

    private static InvalidParameterException NoBlock(uint address) => new(
        nameof(address), string.Create(CultureInfo.InvariantCulture, $"0x{address:X8}"), "no allocated block of SDRAM starts there; was it freed before?");

    /// <summary>Allocates with a tag that no other caller uses. If the monitors do not know repetitions, the request is sent once at a time, and after silence the tag tells whether it was done.</summary>
    private async Task<uint> AllocateByTagAsync(ChipLocation chip, uint size, byte applicationId, byte tag, CancellationToken cancellationToken)
    {
        ScampConnection scamp = connections.For(chip);
        var request = new SdramAllocate(chip, applicationId, size, tag == 0 ? null : tag, retryTag: KnowsRetries)
        {
            Repeatability = tag != 0 && KnowsRetries ? Repeatability.Repeatable : Repeatability.NotRepeatable,
        };
        if (tag == 0 || KnowsRetries)
            return await AllocateAsync(scamp, request, cancellationToken).ConfigureAwait(false);

        for (int tries = 1; tries <= UncertainRequests.MaxTries; tries++)
        {
            uint address;
            try
            {
                (bool isAnswered, address) = await UncertainRequests.TryAsync<SdramAllocate, uint>(scamp, request, connections.TimeProvider, cancellationToken).ConfigureAwait(false);
                if (isAnswered)
                    return address;
            }
            catch (InvalidPacketException exception) when (exception.Error.Kind == PacketErrorKind.BadValue)
            {
                // An earlier request may have arrived late.
                address = tries > 1 ? await _tags.FindAsync(chip, applicationId, tag, cancellationToken).ConfigureAwait(false) : 0;
                if (address == 0)
                    throw await ExplainAsync(scamp, request, exception, cancellationToken).ConfigureAwait(false);

                return address;
            }

            address = await _tags.FindAsync(chip, applicationId, tag, cancellationToken).ConfigureAwait(false);
            if (address != 0)
                return address;
        }

        throw UncertainRequests.GiveUp(string.Create(CultureInfo.InvariantCulture, $"allocating {size} bytes on {chip}"));
    }

    private static async Task<uint> AllocateAsync(ScampConnection scamp, SdramAllocate request, CancellationToken cancellationToken)
    {
        try
        {
            return await scamp.ExecuteAsync<SdramAllocate, uint>(request, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidPacketException exception) when (exception.Error.Kind == PacketErrorKind.BadValue)
        {
            throw await ExplainAsync(scamp, request, exception, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<InvalidPacketException> ExplainAsync(ScampConnection scamp, SdramAllocate request, InvalidPacketException exception, CancellationToken cancellationToken)
    {
        ChipLocation chip = request.Destination.Chip;
        SdramSpace space = await scamp.ExecuteAsync<SdramGetSpace, SdramSpace>(new SdramGetSpace(chip), cancellationToken).ConfigureAwait(false);
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"{request.ByteCount} bytes of SDRAM cannot be allocated on {chip} for application {request.ApplicationId}: {space.LargestBlock} are free in one piece, {space.Free} in all");
        return new InvalidPacketException(exception.Error, space.LargestBlock >= request.ByteCount ? message + "; is the tag in use?" : message, exception);
    }

    private async Task TidyAsync(ScampConnection scamp, ChipLocation chip, byte applicationId, byte tag)
    {
        using var stop = new CancellationTokenSource(s_timeToTidy, connections.TimeProvider);
        try
        {
            uint address = await scamp.ExecuteAsync<SdramFindTag, uint>(new SdramFindTag(chip, applicationId, tag), stop.Token).ConfigureAwait(false);
            if (address != 0)
                await FreeAsync(chip, address, stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SpinnakerException)
        {
            // The caller gets the first error.
        }
    }
}
