using SpiNNMan.Async.Access;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Streams of memory from and to the chips of a machine, at the speed of the Ethernet of each board. Disposing of it gives the routers their settings and routes back.</summary>
/// <example><code>
/// await using MemoryStreaming streaming = await transceiver.Memory.OpenStreamingAsync(new StreamingOptions { Images = images });
/// StreamingStatistics transfer = await streaming.ReadAsync(new ChipLocation(1, 1), 0x60300000, destination);
/// Console.WriteLine(transfer);
/// </code></example>
/// <remarks>No application may send packets meanwhile. Any number of callers may use it at the same time: boards work side by side, and each board moves one block after the other. After disposal, what moves memory
/// throws an <see cref="ObjectDisposedException"/>. Protocol: streaming.md, "Entering and leaving".</remarks>
public class MemoryStreaming : IAsyncDisposable
{
    private readonly MachineConnections _connections = null!;
    private readonly StreamingOptions _options = null!;
    private readonly StreamedChips _chips = null!;
    private readonly ILoadedPrograms? _programs;
    private readonly RunOnce _closing = new();

    internal MemoryStreaming(MachineConnections connections, StreamingOptions options, ExtraMonitors monitors, StreamedChips chips, ILoadedPrograms? programs)
    {
        _connections = connections;
        _options = options;
        _chips = chips;
        _programs = programs;
        Monitors = monitors;
        Mode = new StreamingMode(connections, monitors, chips);
    }

    /// <summary>For tests that replace it by a double.</summary>
    protected MemoryStreaming()
    {
        Monitors = null!;
        Mode = null!;
    }

    /// <summary>The extra monitors, for their status and for reinjection.</summary>
    public virtual ExtraMonitors Monitors { get; }

    /// <summary>The chips whose memory goes by SCP, and why: no extra monitor works there, or it stopped meanwhile.</summary>
    public virtual IReadOnlyDictionary<ChipLocation, string> Unserved => _chips.Unserved;

    /// <summary>The error of disposing, if something could not be restored; <see langword="null"/> if everything was, or it is not disposed of yet.</summary>
    public virtual SpinnakerException? CleanUpError { get; private set; }

    internal StreamingMode Mode { get; }

    /// <summary>Told when it is disposed of.</summary>
    internal Action<MemoryStreaming>? OnClosed { get; set; }

    /// <summary>Reads memory straight into the caller's own.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="address">The first byte. SDRAM is streamed, from 0x60000000 on; all else goes by SCP.</param>
    /// <param name="destination">Where the bytes go, and how many are read.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the transfer; the destination may be written in part.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="InvalidParameterException">There is no such chip, or the block goes beyond the end of the address space.</exception>
    /// <exception cref="StreamingException">Another host streams from the same chip.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    public virtual Task<StreamingStatistics> ReadAsync(
        ChipLocation chip, uint address, Memory<byte> destination, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Check(chip, address, destination.Length);
        return MeasureAsync(destination.Length, counts => TransferOf(chip, counts).ReadAsync(address, destination, progress, cancellationToken));
    }

    /// <summary>Reads many blocks, on all boards at once.</summary>
    /// <param name="blocks">The blocks, of any chips.</param>
    /// <param name="progress">Told how far it is with all of them, at most a hundred times and at the end.</param>
    /// <param name="cancellationToken">Ends the transfer; blocks may be read in part.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="InvalidParameterException">There is no such chip, or a block goes beyond the end of the address space.</exception>
    /// <exception cref="MachineOperationException{TResult}">Some blocks could not be read; all others were, and the error lists them.</exception>
    public virtual Task<StreamingStatistics> ReadAsync(IReadOnlyList<StreamedRead> blocks, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        foreach (StreamedRead block in blocks)
            Check(block.Chip, block.Address, block.Destination.Length);

        return ForEachAsync(
            "streaming memory",
            blocks,
            static block => (block.Chip, block.Destination.Length),
            (transfer, block, part, stop) => transfer.ReadAsync(block.Address, block.Destination, part, stop),
            progress,
            cancellationToken);
    }

    /// <summary>Writes memory.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="address">The first byte. SDRAM is streamed, from 0x60000000 on; all else goes by SCP.</param>
    /// <param name="data">The data. It must not change before the transfer has ended.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the transfer; the memory may be written in part. What the gatherer has begun is finished first, which takes up to a second.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="InvalidParameterException">There is no such chip, or the block goes beyond the end of the address space.</exception>
    /// <exception cref="StreamingException">Another host streams to the same board, or the memory does not keep what is written.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    public virtual Task<StreamingStatistics> WriteAsync(
        ChipLocation chip, uint address, ReadOnlyMemory<byte> data, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Check(chip, address, data.Length);
        return MeasureAsync(data.Length, counts => TransferOf(chip, counts).WriteAsync(address, data, progress, cancellationToken));
    }

    /// <summary>Writes many blocks, on all boards at once.</summary>
    /// <param name="blocks">The blocks, of any chips.</param>
    /// <param name="progress">Told how far it is with all of them, at most a hundred times and at the end.</param>
    /// <param name="cancellationToken">Ends the transfer; blocks may be written in part.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="InvalidParameterException">There is no such chip, or a block goes beyond the end of the address space.</exception>
    /// <exception cref="MachineOperationException{TResult}">Some blocks could not be written; all others were, and the error lists them.</exception>
    public virtual Task<StreamingStatistics> WriteAsync(IReadOnlyList<StreamedWrite> blocks, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        foreach (StreamedWrite block in blocks)
            Check(block.Chip, block.Address, block.Data.Length);

        return ForEachAsync(
            "streaming memory",
            blocks,
            static block => (block.Chip, block.Data.Length),
            (transfer, block, part, stop) => transfer.WriteAsync(block.Address, block.Data, part, stop),
            progress,
            cancellationToken);
    }

    /// <summary>Gives the routers their timeouts, their reinjection and their routes back, looks whether they have them, and stops the programs that were loaded, unless they are to stay.
    /// Tags that were free before are free again. It does not throw: see <see cref="CleanUpError"/>. A second call waits for the first.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return new ValueTask(_closing.RunAsync(CloseAsync));
    }

    private async Task CloseAsync()
    {
        using var deadline = new CancellationTokenSource(_options.CleanUpTimeout, _connections.TimeProvider);
        try
        {
            IReadOnlyList<MachineFailure> failures = await Mode.LeaveAsync(deadline.Token).ConfigureAwait(false);
            if (failures.Count > 0)
                CleanUpError = new MachineOperationException("giving routers their settings back", failures, Monitors.Cores.Count);
            else if (!_options.KeepsPrograms)
                await Task.WhenAll(_chips.Boards.Select(board => board.ReleaseTagAsync(deadline.Token))).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            CleanUpError = new StreamingException($"Not all tags could be freed within {_options.CleanUpTimeout.TotalSeconds:0.#} s: free them before others use the machine.", exception);
        }
        catch (Exception exception) when (exception is SpinnakerException or ObjectDisposedException)
        {
            CleanUpError = exception as SpinnakerException ?? new StreamingException("The machine was closed before the routers had their settings back: repair them before an application runs.", exception);
        }
        finally
        {
            await CloseRestAsync().ConfigureAwait(false);
        }
    }

    private async Task CloseRestAsync()
    {
        foreach (BoardStream board in _chips.Boards)
            await board.DisposeAsync().ConfigureAwait(false);

        if (_programs is not null && _options.KeepsPrograms)
            _programs.Detach();
        else if (_programs is not null)
            await _programs.DisposeAsync().ConfigureAwait(false);

        CleanUpError ??= _programs?.CleanUpError;
        OnClosed?.Invoke(this);
    }

    private ChipTransfer TransferOf(ChipLocation chip, TransferCounts counts) => new(_connections.For(chip), _chips, chip, _options, counts);

    private async Task<StreamingStatistics> MeasureAsync(long bytes, Func<TransferCounts, Task> act)
    {
        long start = _connections.TimeProvider.GetTimestamp();
        var counts = new TransferCounts();
        await act(counts).ConfigureAwait(false);
        return counts.Finish(bytes, _connections.TimeProvider.GetElapsedTime(start));
    }

    private async Task<StreamingStatistics> ForEachAsync<TBlock>(
        string operation,
        IReadOnlyList<TBlock> blocks,
        Func<TBlock, (ChipLocation Chip, int Length)> place,
        Func<ChipTransfer, TBlock, IProgress<TransferProgress>?, CancellationToken, Task> act,
        IProgress<TransferProgress>? progress,
        CancellationToken cancellationToken)
    {
        long total = blocks.Sum(block => (long)place(block).Length);
        var sum = ProgressSum.For(progress, total);
        FanOutResult<TBlock> done = default;
        StreamingStatistics transfer = await MeasureAsync(total, async counts =>
        {
            done = await FanOut.RunAsync(
                _connections,
                blocks,
                block => place(block).Chip,
                async (_, block, stop) =>
                {
                    await act(TransferOf(place(block).Chip, counts), block, ProgressSum.PartOf(sum), stop).ConfigureAwait(false);
                    return block;
                },
                cancellationToken: cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        done.OrThrow<IReadOnlyList<TBlock>>(operation, static moved => [.. moved]);
        return transfer;
    }

    private void Check(ChipLocation chip, uint address, int length)
    {
        ObjectDisposedException.ThrowIf(_closing.HasBegun, this);
        _connections.ThrowIfDisposed();
        InvalidParameterException.ThrowIfBeyondMemory(address, length, nameof(length));
        if (!_connections.Machine.Contains(chip))
            throw new InvalidParameterException(nameof(chip), chip, $"there is no such chip, or it does not work; the machine is {_connections.Machine}");
    }
}
