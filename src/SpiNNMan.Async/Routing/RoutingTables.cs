using System.Buffers.Binary;
using System.Globalization;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Routing;

namespace SpiNNMan.Async.Routing;

/// <summary>Loads, reads and clears multicast routing tables of chips.</summary>
/// <remarks>A board says OK to some loads that it does not do, so the entries are read back. An allocation whose reply is lost is found in the copy of the table.</remarks>
internal sealed class RoutingTables(MachineConnections connections, TimeProvider timeProvider)
{
    private const int EntryCount = 1024;
    private const ushort UsedFlag = 0x8000;

    private static readonly TimeSpan s_timeToTidy = TimeSpan.FromMilliseconds(500);

    private readonly ChipLocks _locks = new(connections.CompletesInline);

    /// <summary>Loads entries after the existing ones.</summary>
    /// <returns>The index of the first one.</returns>
    public async Task<int> LoadAsync(ChipLocation chip, IReadOnlyList<MulticastRoute> routes, byte applicationId, CancellationToken cancellationToken)
    {
        ScampConnection scamp = connections.For(chip);
        var table = new byte[MulticastRoute.GetTableSize(routes.Count)];
        MulticastRoute.WriteTable(table, [.. routes]);

        // All loads of a chip go through the same buffer, and so do applications.
        using (await connections.SystemBuffers.EnterSharedAsync(cancellationToken).ConfigureAwait(false))
        using (await _locks.EnterAsync(chip, cancellationToken).ConfigureAwait(false))
        {
            uint buffer = await scamp.ReadWordAsync(chip, SystemVariable.SystemSdram.Address, cancellationToken).ConfigureAwait(false);
            if (!ChipAddress.IsSdram(buffer, (uint)table.Length))
                throw new InvalidPacketException(PacketError.BadValue(nameof(SystemVariables), SystemVariable.SystemSdram.Offset, $"the system's buffer is at 0x{buffer:X8}, which is not SDRAM"));

            await scamp.WriteMemoryAsync(chip, buffer, table, progress: null, cancellationToken).ConfigureAwait(false);
            int first = 0;
            try
            {
                first = await AllocateAsync(scamp, chip, routes.Count, applicationId, cancellationToken).ConfigureAwait(false);
                await scamp.ExecuteAsync<RouterLoad, Acknowledgement>(new RouterLoad(chip, routes.Count, buffer, (uint)first, applicationId), cancellationToken).ConfigureAwait(false);
                await VerifyAsync(scamp, chip, first, routes, cancellationToken).ConfigureAwait(false);
                return first;
            }
            catch (Exception exception) when (first != 0 || exception is OperationCanceledException or SpinnakerTimeoutException)
            {
                await TidyAsync(scamp, chip, first, routes.Count, applicationId).ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Reads the copy of the table, which has all entries and their applications.</summary>
    public static async Task<IReadOnlyList<MulticastRoute>> ReadAsync(ScampConnection scamp, ChipLocation chip, byte? applicationId, CancellationToken cancellationToken)
    {
        uint copy = await FindCopyAsync(scamp, chip, cancellationToken).ConfigureAwait(false);
        byte[] table = await scamp.ReadMemoryAsync(chip, copy, EntryCount * MulticastRoute.Size, cancellationToken).ConfigureAwait(false);
        return MulticastRoute.ReadTable(table, applicationId);
    }

    /// <summary>Clears and frees the entries of an application.</summary>
    /// <returns>How many blocks there were, as far as that was answered.</returns>
    public async Task<int> ClearOfApplicationAsync(ChipLocation chip, byte applicationId, CancellationToken cancellationToken)
    {
        // While entries are loaded, their block must stay: loaded into a freed one, they would spoil the chip's list of free blocks, and its monitor would hang.
        using IDisposable turn = await _locks.EnterAsync(chip, cancellationToken).ConfigureAwait(false);

        // Doing it again does no harm: there is nothing left then.
        for (int tries = 1; tries <= UncertainRequests.MaxTries; tries++)
        {
            var request = new RouterFreeOfApplication(chip, applicationId);
            (bool isAnswered, uint count) = await UncertainRequests.TryAsync<RouterFreeOfApplication, uint>(connections.For(chip), request, timeProvider, cancellationToken).ConfigureAwait(false);
            if (isAnswered && count > EntryCount)
                throw new InvalidPacketException(PacketError.BadValue(nameof(RouterFreeOfApplication), 0, $"{chip} reports that it freed {count} blocks of a table of {EntryCount} entries"));

            if (isAnswered)
                return (int)count;
        }

        throw UncertainRequests.GiveUp(string.Create(CultureInfo.InvariantCulture, $"clearing the routes of application {applicationId} on {chip}"));
    }

    /// <summary>Clears and frees the entries of all applications.</summary>
    public async Task ClearAsync(ChipLocation chip, CancellationToken cancellationToken)
    {
        using IDisposable turn = await _locks.EnterAsync(chip, cancellationToken).ConfigureAwait(false);
        await connections.For(chip).ExecuteAsync<RouterClear, Acknowledgement>(new RouterClear(chip), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<uint> FindCopyAsync(ScampConnection scamp, ChipLocation chip, CancellationToken cancellationToken)
    {
        uint copy = await scamp.ReadWordAsync(chip, SystemVariable.RouterTableCopy.Address, cancellationToken).ConfigureAwait(false);
        return ChipAddress.IsMemory(copy, EntryCount * MulticastRoute.Size)
            ? copy
            : throw new InvalidPacketException(PacketError.BadValue(nameof(SystemVariables), SystemVariable.RouterTableCopy.Offset, $"the address of the copy of the routing table of {chip} is 0x{copy:X8}, which is not memory"));
    }

    private static async Task VerifyAsync(ScampConnection scamp, ChipLocation chip, int first, IReadOnlyList<MulticastRoute> routes, CancellationToken cancellationToken)
    {
        uint copy = await FindCopyAsync(scamp, chip, cancellationToken).ConfigureAwait(false);
        uint address = copy + ((uint)first * MulticastRoute.Size);
        byte[] table = await scamp.ReadMemoryAsync(chip, address, routes.Count * MulticastRoute.Size, cancellationToken).ConfigureAwait(false);
        for (int index = 0; index < routes.Count; index++)
        {
            bool isEntry = MulticastRoute.TryParse(table.AsSpan(index * MulticastRoute.Size), out MulticastRoute? found, out PacketError error);
            if (!isEntry || found is not { } entry || (entry.Key, entry.Mask, entry.Route) != (routes[index].Key, routes[index].Mask, routes[index].Route))
            {
                string detail = $"entry {first + index} of {chip} is {(found is { } other ? other.ToString() : "not used")} after loading {routes[index]}";
                throw new InvalidPacketException(isEntry ? PacketError.BadValue(nameof(MulticastRoute), index * MulticastRoute.Size, detail) : error);
            }
        }
    }

    private async Task<int> AllocateAsync(ScampConnection scamp, ChipLocation chip, int count, byte applicationId, CancellationToken cancellationToken)
    {
        var request = new RouterAllocate(chip, applicationId, (uint)count);
        for (int tries = 1; tries <= UncertainRequests.MaxTries; tries++)
        {
            (bool isAnswered, uint first) = await UncertainRequests.TryAsync<RouterAllocate, uint>(scamp, request, timeProvider, cancellationToken).ConfigureAwait(false);
            if (!isAnswered)
                first = (uint)await FindUnloadedAsync(scamp, chip, count, applicationId, cancellationToken).ConfigureAwait(false);
            else if (first == 0)
                throw await NoRoomAsync(scamp, chip, count, cancellationToken).ConfigureAwait(false);

            if (first + (ulong)count > EntryCount)
                throw new InvalidPacketException(PacketError.BadValue(nameof(RouterAllocate), 0, $"{chip} reports that entry {first} is the first of {count}, in a table of {EntryCount}"));

            if (first != 0)
                return (int)first;
        }

        throw UncertainRequests.GiveUp(string.Create(CultureInfo.InvariantCulture, $"allocating {count} routing entries of {chip}"));
    }

    /// <summary>Finds an allocated but empty block of entries of the application; 0 if there is none.</summary>
    private static async Task<int> FindUnloadedAsync(ScampConnection scamp, ChipLocation chip, int count, byte applicationId, CancellationToken cancellationToken)
    {
        uint copy = await FindCopyAsync(scamp, chip, cancellationToken).ConfigureAwait(false);
        byte[] table = await scamp.ReadMemoryAsync(chip, copy, EntryCount * MulticastRoute.Size, cancellationToken).ConfigureAwait(false);
        for (int entry = 1; entry + count <= EntryCount; entry++)
        {
            ReadOnlySpan<byte> bytes = table.AsSpan(entry * MulticastRoute.Size);
            bool isBlock = BinaryPrimitives.ReadUInt16LittleEndian(bytes) == entry + count && BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]) == (UsedFlag | applicationId);
            if (isBlock && MulticastRoute.ReadTable(bytes[..(count * MulticastRoute.Size)]).Count == 0)
                return entry;
        }

        return 0;
    }

    private static async Task<SpinnakerException> NoRoomAsync(ScampConnection scamp, ChipLocation chip, int count, CancellationToken cancellationToken)
    {
        ChipSummaryInfo info = await scamp.GetChipInfoAsync(chip, cancellationToken).ConfigureAwait(false);
        string problem = string.Create(CultureInfo.InvariantCulture, $"{chip} has {info.FreeRouterEntries} entries left in one piece: clear routes of other applications, or load fewer");
        return new InvalidParameterException("routes", count, problem);
    }

    /// <summary>Frees the entries of a load that failed. If its first entry is not known, it frees all that may belong to it.</summary>
    private async Task TidyAsync(ScampConnection scamp, ChipLocation chip, int first, int count, byte applicationId)
    {
        using var stop = new CancellationTokenSource(s_timeToTidy, timeProvider);
        try
        {
            if (first == 0)
                first = await FindUnloadedAsync(scamp, chip, count, applicationId, stop.Token).ConfigureAwait(false);

            if (first != 0)
                await UncertainRequests.TryAsync<RouterFree, Acknowledgement>(scamp, new RouterFree(chip, first), timeProvider, stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SpinnakerException)
        {
            // The caller gets the first error.
        }
    }
}
