using System.Buffers.Binary;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Loads the programs on boards that do not run them: cores, tables of data, programs and fixed routes.</summary>
/// <remarks>Protocol: streaming.md, "Setting up".</remarks>
internal sealed class StreamingSetup(MachineConnections connections, IProgramLoader loader, FoundPrograms found, StreamingOptions options)
{
    /// <summary>The tag of the memory of a core.</summary>
    private const int FirstTag = 200;

    private static readonly SoftwareVersion s_knowsRetries = new(3, 4, 2);

    private readonly Dictionary<ChipLocation, CoreLocation> _gatherers = [];
    private readonly Dictionary<ChipLocation, CoreLocation> _monitors = [];
    private readonly List<StreamTables> _tables = [];

    /// <summary>Loads what is missing.</summary>
    /// <returns>The programs that were loaded; <see langword="null"/> if nothing was missing.</returns>
    public async Task<ILoadedPrograms?> RunAsync(CancellationToken cancellationToken)
    {
        foreach (ChipLocation board in found.Boards.Where(board => !found.Gatherers.ContainsKey(board)))
            Place(board);

        if (_gatherers.Count == 0)
            return null;

        IReadOnlyDictionary<ChipLocation, uint> controls = await RestoringPrograms.ReadControlsAsync(connections, _monitors.Keys, cancellationToken).ConfigureAwait(false);
        ILoadedPrograms programs = await loader.LoadAsync(
            options.Images!, [.. _monitors.Values], [.. _gatherers.Values], options.ApplicationId, PrepareAsync, cancellationToken).ConfigureAwait(false);
        foreach ((ChipLocation chip, CoreLocation core) in _monitors)
        {
            found.Monitors[chip] = core;
            found.Unserved.Remove(chip);
        }

        foreach ((ChipLocation chip, CoreLocation core) in _gatherers)
            found.Gatherers[chip] = core;

        foreach (ChipLocation chip in _tables.SelectMany(static table => table.CutOff))
            found.Unserved[chip] = "no way leads to it over chips with extra monitors";

        return new RestoringPrograms(connections, programs, controls, options.CleanUpTimeout);
    }

    /// <summary>Chooses the first free core of each chip, and one more on the chip with the Ethernet.</summary>
    private void Place(ChipLocation board)
    {
        var monitors = new Dictionary<ChipLocation, CoreLocation>();
        foreach (MachineChip chip in connections.Machine.ChipsOfBoard(board))
        {
            if (!found.Free.TryGetValue(chip.Location, out IReadOnlyList<CoreLocation>? free))
                continue;

            bool isFirst = chip.Location == board;
            if (free.Count < (isFirst ? 2 : 1))
            {
                found.Unserved[chip.Location] = "none of its cores is free for an extra monitor";
                continue;
            }

            monitors[chip.Location] = free[0];
            if (isFirst)
                _gatherers[board] = free[1];
        }

        if (!_gatherers.TryGetValue(board, out CoreLocation gatherer))
            return;

        foreach ((ChipLocation chip, CoreLocation core) in monitors)
            _monitors[chip] = core;

        _tables.Add(new StreamTables(connections.Machine, gatherer, monitors));
    }

    /// <summary>Writes the tables of all cores, says where they are, and sets the fixed routes.</summary>
    private async Task PrepareAsync(byte applicationId, CancellationToken cancellationToken)
    {
        Work[] work = [.. _tables.SelectMany(table => WorkOf(table, applicationId))];
        FanOutResult<bool> done = await FanOut.RunAsync(
            connections,
            work,
            static one => one.Core.Chip,
            (scamp, one, stop) => PrepareAsync(scamp, one, applicationId, stop),
            isRepeatable: connections.Version >= s_knowsRetries,
            cancellationToken: cancellationToken).ConfigureAwait(false);
        done.ThrowIfFailed("preparing the programs that stream memory");
        (ChipLocation Chip, Route Route)[] routes = [.. _tables.SelectMany(static table => table.FixedRoutes())];
        FanOutResult<bool> routed = await FanOut.RunAsync(connections, routes, static one => one.Chip, SetRouteAsync, isRepeatable: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        routed.ThrowIfFailed("setting fixed routes");
    }

    private IEnumerable<Work> WorkOf(StreamTables table, byte applicationId)
    {
        yield return new Work(table.Gatherer, table.GathererRegions(options.Tag));
        foreach ((ChipLocation chip, CoreLocation core) in table.Monitors)
            yield return new Work(core, table.MonitorRegions(chip, applicationId));
    }

    private async Task<bool> PrepareAsync(ScampConnection scamp, Work one, byte applicationId, CancellationToken cancellationToken)
    {
        // Of the tables of an application, each core has its own tag. So a repeated request finds the block that is there.
        var allocate = new SdramAllocate(one.Core.Chip, applicationId, (uint)StreamTables.SizeOf(one.Regions), (byte)(FirstTag + one.Core.Core))
        {
            Repeatability = connections.Version >= s_knowsRetries ? Repeatability.Repeatable : Repeatability.NotRepeatable,
        };
        uint address = await scamp.ExecuteAsync<SdramAllocate, uint>(allocate, cancellationToken).ConfigureAwait(false);
        await scamp.WriteMemoryAsync(one.Core.Chip, address, StreamTables.MakeTable(address, one.Regions), progress: null, cancellationToken).ConfigureAwait(false);

        // The second word is the number of the last transaction, which a program before may have left there.
        var words = new byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(words, address);
        await scamp.WriteMemoryAsync(one.Core.Chip, MemoryMap.GetUserRegisterAddress(one.Core.Core, 0), words, progress: null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task<bool> SetRouteAsync(ScampConnection scamp, (ChipLocation Chip, Route Route) one, CancellationToken cancellationToken)
    {
        await scamp.ExecuteAsync<FixedRouteSet, Acknowledgement>(new FixedRouteSet(one.Chip, one.Route), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private sealed record Work(CoreLocation Core, IReadOnlyList<uint[]> Regions);
}
