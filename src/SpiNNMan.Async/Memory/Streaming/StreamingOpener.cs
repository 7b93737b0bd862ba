using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Opens streams: finds or loads the programs, opens a socket for each board, and sets the routers. Whatever fails on the way is undone.</summary>
internal static class StreamingOpener
{
    private const int GathererKeysRegion = 0;
    private const int MostTag = 15;

    public static async Task<MemoryStreaming> OpenAsync(MachineConnections connections, IProgramLoader loader, StreamingOptions options, CancellationToken cancellationToken)
    {
        connections.ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        if (options.UsesScpOnly)
        {
            var nothing = new ExtraMonitors(connections, new FoundPrograms(connections.Machine, new HashSet<ChipLocation>()));
            return new MemoryStreaming(connections, options, nothing, new StreamedChips(connections.Machine, nothing), programs: null);
        }

        ExtraMonitors monitors = await ProgramSurvey.RunAsync(connections, options, cancellationToken).ConfigureAwait(false);
        ILoadedPrograms? programs = options.Images is null ? null : await new StreamingSetup(connections, loader, monitors.Found, options).RunAsync(cancellationToken).ConfigureAwait(false);
        MemoryStreaming? streaming = null;
        try
        {
            monitors.Found.CloseBoards();
            var chips = new StreamedChips(connections.Machine, monitors);
            streaming = new MemoryStreaming(connections, options, monitors, chips, programs);
            await OpenBoardsAsync(connections, monitors, chips, cancellationToken).ConfigureAwait(false);
            await streaming.Mode.EnterAsync(cancellationToken).ConfigureAwait(false);
            return streaming;
        }
        catch
        {
            if (streaming is not null)
                await streaming.DisposeAsync().ConfigureAwait(false);
            else if (programs is not null)
                await programs.DisposeAsync().ConfigureAwait(false);

            throw;
        }
    }

    private static async Task OpenBoardsAsync(MachineConnections connections, ExtraMonitors monitors, StreamedChips chips, CancellationToken cancellationToken)
    {
        CoreLocation[] gatherers = [.. monitors.Gatherers.Values.Where(core => chips.FindReasonOfBoard(core.Chip) is null)];
        if (gatherers.Length == 0)
        {
            string reason = monitors.Unserved.Values.FirstOrDefault("it has no boards");
            throw new StreamingException(
                $"No board of {connections.Machine} can stream memory: {reason}. Name the images of the extra monitor and the packet gatherer in {nameof(StreamingOptions)}.{nameof(StreamingOptions.Images)}, or load them with the tools that bring them.");
        }

        FanOutResult<BoardStream> opened = await FanOut.RunAsync(
            connections, gatherers, static core => core.Chip, (scamp, core, stop) => OpenAsync(scamp, core, chips, stop), cancellationToken: cancellationToken).ConfigureAwait(false);
        if (opened.Done.Count == 0)
            throw new MachineOperationException("opening streams", opened.Failures, gatherers.Length);

        foreach (MachineFailure failure in opened.Failures)
            chips.NoteBoard(failure.Core.Chip, $"its board could not be opened for streams: {failure.Error.Message}");
    }

    private static async Task<BoardStream> OpenAsync(ScampConnection scamp, CoreLocation gatherer, StreamedChips chips, CancellationToken cancellationToken)
    {
        int tag = await ReadTagAsync(scamp, gatherer, cancellationToken).ConfigureAwait(false);
        BoardStream board = await BoardStream.OpenAsync(scamp, gatherer, tag, cancellationToken).ConfigureAwait(false);
        chips.Add(board);
        return board;
    }

    /// <summary>The tag of a gatherer is in its own settings.</summary>
    private static async Task<int> ReadTagAsync(ScampConnection scamp, CoreLocation gatherer, CancellationToken cancellationToken)
    {
        uint table = await scamp.ReadWordAsync(gatherer.Chip, MemoryMap.GetUserRegisterAddress(gatherer.Core, 0), cancellationToken).ConfigureAwait(false);
        if (ChipAddress.IsSdram(table, StreamTables.TableSize))
        {
            uint region = await scamp.ReadWordAsync(gatherer.Chip, table + (sizeof(uint) * (StreamTables.FirstRegionWord + GathererKeysRegion)), cancellationToken).ConfigureAwait(false);
            if (ChipAddress.IsSdram(region, sizeof(uint) * (StreamTables.TagWord + 1)))
            {
                uint tag = await scamp.ReadWordAsync(gatherer.Chip, region + (sizeof(uint) * StreamTables.TagWord), cancellationToken).ConfigureAwait(false);
                if (tag <= MostTag)
                    return (int)tag;
            }
        }

        throw new StreamingException($"The packet gatherer on {gatherer} has no settings that make sense: was it loaded without them? Load it again, with its table of data.");
    }
}
