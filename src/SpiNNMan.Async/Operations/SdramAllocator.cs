using System.Globalization;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Requests;

namespace SpiNNMan.Async.Operations;

/// <summary>Allocates and frees SDRAM so that a lost reply neither loses memory nor frees a block twice.</summary>
internal sealed class SdramAllocator(MachineConnections connections, TimeProvider timeProvider)
{
    private static readonly TimeSpan s_timeToTidy = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly HashSet<(ChipLocation Chip, byte Application, byte Tag)> _taken = [];

    public async Task<SdramAllocation> AllocateAsync(ChipLocation chip, uint size, byte applicationId, byte? tag, CancellationToken cancellationToken)
    {
        InvalidParameterException.ThrowIfOutside(size, 1, int.MaxValue, nameof(size));
        ScampConnection scamp = connections.For(chip);
        if (tag is { } given)
            return Make(await AllocateAsync(scamp, new SdramAllocate(chip, applicationId, size, given), cancellationToken).ConfigureAwait(false), given);

        byte chosen = await TakeFreeTagAsync(scamp, chip, applicationId, cancellationToken).ConfigureAwait(false);
        try
        {
            return Make(await AllocateAsync(scamp, new SdramAllocate(chip, applicationId, size, chosen), cancellationToken).ConfigureAwait(false), chosen);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SpinnakerTimeoutException)
        {
            // It may have been done all the same, and then nobody would ever free it.
            await TidyAsync(scamp, chip, applicationId, chosen).ConfigureAwait(false);
            Return((chip, applicationId, chosen));
            throw;
        }
        catch
        {
            Return((chip, applicationId, chosen));
            throw;
        }

        SdramAllocation Make(uint address, byte withTag) =>
            new(chip, address, size, applicationId, withTag, (allocation, stop) => FreeAsync(allocation.Chip, allocation.Address, stop));
    }

    /// <summary>Frees a block, after a look at whether there is one: a board checks nothing, and a wrong address, or the same one twice, kills the monitor.</summary>
    public async Task FreeAsync(ChipLocation chip, uint address, CancellationToken cancellationToken)
    {
        uint start = address - HeapElement.HeaderSize;
        if (address % sizeof(uint) != 0 || address < HeapElement.HeaderSize || !ChipAddress.IsSdram(start, HeapElement.HeaderSize))
            throw NoBlock(address);

        ScampConnection scamp = connections.For(chip);
        HeapElement block = await HeapWalk.ReadBlockAsync(scamp, chip, start, cancellationToken).ConfigureAwait(false);
        if (block.IsFree || block.Size < 0 || !ChipAddress.IsSdram(block.NextAddress, HeapElement.HeaderSize))
            throw NoBlock(address);

        for (int tries = 1; tries <= UncertainRequests.MaxTries; tries++)
        {
            var request = new SdramFree(chip, address);
            bool isDone = (await UncertainRequests.TryAsync<SdramFree, Acknowledgement>(scamp, request, timeProvider, cancellationToken).ConfigureAwait(false)).IsAnswered
                || await HeapWalk.ReadBlockAsync(scamp, chip, start, cancellationToken).ConfigureAwait(false) != block;
            if (!isDone)
                continue;

            Return((chip, block.ApplicationId.GetValueOrDefault(), block.Tag.GetValueOrDefault()));
            return;
        }

        throw UncertainRequests.GiveUp(string.Create(CultureInfo.InvariantCulture, $"freeing 0x{address:X8} of {chip}"));
    }

    /// <summary>Frees all blocks of an application.</summary>
    /// <returns>How many there were, as far as that was answered.</returns>
    public async Task<int> FreeOfApplicationAsync(ChipLocation chip, byte applicationId, CancellationToken cancellationToken)
    {
        ScampConnection scamp = connections.For(chip);
        for (int tries = 1; tries <= UncertainRequests.MaxTries; tries++)
        {
            try
            {
                var request = new SdramFreeOfApplication(chip, applicationId);
                (bool isAnswered, uint count) = await UncertainRequests.TryAsync<SdramFreeOfApplication, uint>(scamp, request, timeProvider, cancellationToken).ConfigureAwait(false);
                if (isAnswered)
                    return (int)count;
            }
            catch (InvalidPacketException exception) when (exception.Error.Kind == PacketErrorKind.BadValue)
            {
                return 0;
            }
        }

        throw UncertainRequests.GiveUp(string.Create(CultureInfo.InvariantCulture, $"freeing the memory of application {applicationId} on {chip}"));
    }

    /// <summary>Where the block of a tag is.</summary>
    public async Task<uint?> FindAsync(ChipLocation chip, byte applicationId, byte tag, CancellationToken cancellationToken)
    {
        uint address = await connections.For(chip).ExecuteAsync<SdramFindTag, uint>(new SdramFindTag(chip, applicationId, tag), cancellationToken).ConfigureAwait(false);
        return address == 0 ? null : address;
    }

    private static InvalidParameterException NoBlock(uint address) => new(
        nameof(address), string.Create(CultureInfo.InvariantCulture, $"0x{address:X8}"), "no allocated block of SDRAM starts there; was it freed before?");

    private static async Task<uint> AllocateAsync(ScampConnection scamp, SdramAllocate request, CancellationToken cancellationToken)
    {
        try
        {
            return await scamp.ExecuteAsync<SdramAllocate, uint>(request, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidPacketException exception) when (exception.Error.Kind == PacketErrorKind.BadValue)
        {
            ChipLocation chip = request.Destination.Chip;
            SdramSpace space = await scamp.ExecuteAsync<SdramGetSpace, SdramSpace>(new SdramGetSpace(chip), cancellationToken).ConfigureAwait(false);
            string message = string.Create(
                CultureInfo.InvariantCulture,
                $"{request.ByteCount} bytes of SDRAM cannot be allocated on {chip} for application {request.ApplicationId}: {space.LargestBlock} are free in one piece, {space.Free} in all");
            throw new InvalidPacketException(exception.Error, space.LargestBlock >= request.ByteCount ? message + "; is the tag in use?" : message, exception);
        }
    }

    /// <summary>Applications count tags up from 1, so these are counted down.</summary>
    private async Task<byte> TakeFreeTagAsync(ScampConnection scamp, ChipLocation chip, byte applicationId, CancellationToken cancellationToken)
    {
        for (byte tag = byte.MaxValue; tag > 0; tag--)
        {
            if (!TryTake((chip, applicationId, tag)))
                continue;

            uint address = await scamp.ExecuteAsync<SdramFindTag, uint>(new SdramFindTag(chip, applicationId, tag), cancellationToken).ConfigureAwait(false);
            if (address == 0)
                return tag;
        }

        throw new InvalidParameterException("tag", null, $"all 255 tags of application {applicationId} on {chip} are in use: give 0 to allocate without one");
    }

    private async Task TidyAsync(ScampConnection scamp, ChipLocation chip, byte applicationId, byte tag)
    {
        using var stop = new CancellationTokenSource(s_timeToTidy, timeProvider);
        try
        {
            uint address = await scamp.ExecuteAsync<SdramFindTag, uint>(new SdramFindTag(chip, applicationId, tag), stop.Token).ConfigureAwait(false);
            if (address != 0)
                await FreeAsync(chip, address, stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SpinnakerException)
        {
            // The error that led here is told.
        }
    }

    private bool TryTake((ChipLocation Chip, byte Application, byte Tag) tag)
    {
        lock (_gate)
            return _taken.Add(tag);
    }

    private void Return((ChipLocation Chip, byte Application, byte Tag) tag)
    {
        lock (_gate)
            _taken.Remove(tag);
    }
}
