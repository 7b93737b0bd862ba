using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Streams of memory from and to one board. Another program has loaded its programs and set its routers.</summary>
/// <example><code>
/// await using PreparedStreaming streaming = await PreparedStreaming.OpenAsync(scamp, gatherer, tag: 1);
/// await streaming.ReadAsync(monitor, 0x60300000, destination);
/// </code></example>
/// <remarks>
/// It is for servers that move memory for their clients. It finds no programs, and neither sets nor restores routers: the client does that.
/// Other programs use <see cref="MemoryStreaming"/>. One block moves after the other. After disposal, its methods throw an <see cref="ObjectDisposedException"/>. Protocol: streaming.md, "Streams to the host".
/// </remarks>
public sealed class PreparedStreaming : IAsyncDisposable
{
    private const uint Word = sizeof(uint);

    private readonly BoardStream _board;
    private readonly RunOnce _closing = new();

    private PreparedStreaming(BoardStream board) => _board = board;

    /// <summary>Opens a socket to a board, and points the tag of its gatherer at it.</summary>
    /// <param name="board">A connection to the board. The streaming does not close it.</param>
    /// <param name="gatherer">The core with the packet gatherer. Only streams to the machine need its number.</param>
    /// <param name="tag">The IP tag of the gatherer, 0 to 15.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="InvalidParameterException">The tag is out of range.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    public static async Task<PreparedStreaming> OpenAsync(ScampConnection board, CoreLocation gatherer, int tag, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(board);
        InvalidParameterException.ThrowIfOutside(tag, 0, 15, nameof(tag));
        return new PreparedStreaming(await BoardStream.OpenAsync(board, gatherer, tag, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Reads SDRAM of a chip straight into the caller's own memory. Bytes beside whole words come by SCP.</summary>
    /// <param name="monitor">The core with the extra monitor of the chip.</param>
    /// <param name="address">The first byte, from 0x60000000 on.</param>
    /// <param name="destination">Where the bytes go, and how many are read. All of them must be in SDRAM, below 0x70000000.</param>
    /// <param name="cancellationToken">Ends the transfer; the destination may be written in part.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="InvalidParameterException">The block is not in SDRAM.</exception>
    /// <exception cref="StreamingException">The program has stopped, or another host uses it.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    public Task<StreamingStatistics> ReadAsync(CoreLocation monitor, uint address, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closing.HasBegun, this);
        (int head, int body) = Split(address, destination.Length);
        return MoveAsync(
            destination.Length,
            body,
            async counts =>
            {
                await ReadPlainlyAsync(monitor.Chip, address, destination[..head], cancellationToken).ConfigureAwait(false);
                await ReadPlainlyAsync(monitor.Chip, address + (uint)(head + body), destination[(head + body)..], cancellationToken).ConfigureAwait(false);
                if (body > 0)
                    await new StreamReader(_board, monitor, counts).ReadAsync(address + (uint)head, destination.Slice(head, body), progress: null, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>Writes SDRAM of a chip. Bytes beside whole words go by SCP.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="place">The chip, counted from the one with the Ethernet of the board, each coordinate 0 to 7.</param>
    /// <param name="address">The first byte, from 0x60000000 on.</param>
    /// <param name="data">The data, all of it to SDRAM below 0x70000000. It must not change before the transfer has ended.</param>
    /// <param name="cancellationToken">Ends the transfer; the memory may be written in part. What the gatherer has begun is finished first, which takes up to a second.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="InvalidParameterException">The block is not in SDRAM, or a board has no such place.</exception>
    /// <exception cref="StreamingException">The gatherer has stopped, or another host uses it.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    public Task<StreamingStatistics> WriteAsync(ChipLocation chip, ChipLocation place, uint address, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closing.HasBegun, this);
        const byte greatest = 7;
        InvalidParameterException.ThrowIfOutside(place.X, 0, greatest, nameof(place));
        InvalidParameterException.ThrowIfOutside(place.Y, 0, greatest, nameof(place));
        (int head, int body) = Split(address, data.Length);
        return MoveAsync(
            data.Length,
            body,
            async counts =>
            {
                await WritePlainlyAsync(chip, address, data[..head], cancellationToken).ConfigureAwait(false);
                await WritePlainlyAsync(chip, address + (uint)(head + body), data[(head + body)..], cancellationToken).ConfigureAwait(false);
                if (body > 0)
                    await new StreamWriter(_board, place, counts).WriteAsync(address + (uint)head, data.Slice(head, body), progress: null, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>Closes the socket. The tag keeps pointing at it, and the programs go on. A second call waits for the first.</summary>
    public ValueTask DisposeAsync() => new(_closing.RunAsync(() => _board.DisposeAsync().AsTask()));

    private static (int Head, int Body) Split(uint address, int length)
    {
        if (length == 0 || address < MemoryMap.Sdram || address + (ulong)length > MemoryMap.SdramUnbuffered)
            throw new InvalidParameterException(nameof(address), $"0x{address:X8} and {length} bytes", "only SDRAM can be streamed: addresses from 0x60000000 to 0x6FFFFFFF, and at least a byte");

        int head = Math.Min(length, (int)(-address & (Word - 1)));
        return (head, (length - head) & ~(int)(Word - 1));
    }

    private async Task<StreamingStatistics> MoveAsync(int bytes, int streamed, Func<TransferCounts, Task> move, CancellationToken cancellationToken)
    {
        long start = _board.Clock.GetTimestamp();
        var counts = new TransferCounts();
        counts.Add(sum => sum with { StreamedBytes = streamed });
        await _board.Gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_board.Failure is { } failure)
                throw new StreamingException($"Nothing is streamed from or to this board any more: {failure}. Open the streaming again.");

            await move(counts).ConfigureAwait(false);
        }
        catch (StreamFailure failure)
        {
            throw new StreamingException($"The stream was given up: {failure.Message}.", failure);
        }
        finally
        {
            _board.Gate.Leave();
        }

        return counts.Finish(bytes, _board.Clock.GetElapsedTime(start));
    }

    private Task ReadPlainlyAsync(ChipLocation chip, uint address, Memory<byte> destination, CancellationToken cancellationToken) =>
        destination.IsEmpty ? Task.CompletedTask : _board.Scamp.ReadMemoryAsync(chip, address, destination, progress: null, cancellationToken).AsTask();

    private Task WritePlainlyAsync(ChipLocation chip, uint address, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        data.IsEmpty ? Task.CompletedTask : _board.Scamp.WriteMemoryAsync(chip, address, data, progress: null, cancellationToken).AsTask();
}
