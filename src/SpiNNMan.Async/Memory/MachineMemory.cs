using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;

namespace SpiNNMan.Async.Memory;

/// <summary>Memory of all chips of a machine.</summary>
/// <example><code>
/// await transceiver.Memory.WriteAsync(new ChipLocation(1, 1), 0x60300000, data);
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Protocol: scp.md, "Read".</remarks>
[Traced("Memory")]
public class MachineMemory
{
    private readonly MachineConnections _connections = null!;
    private readonly MemoryFlood _flood = null!;

    internal MachineMemory(MachineConnections connections)
    {
        _connections = connections;
        _flood = new MemoryFlood(connections);
        Streaming = new StreamingBook(connections);
    }

    /// <summary>For tests that replace this part by a double.</summary>
    protected MachineMemory()
    {
    }

    internal StreamingBook Streaming { get; } = null!;

    /// <summary>Reads memory of any length and alignment, over the connection nearest to the chip.</summary>
    /// <param name="core">The core that reads: a chip's monitor, or an application core for its own local memory.</param>
    /// <param name="address">The first byte. If it is not mapped, the core that reads it dies, and answers no more.</param>
    /// <param name="length">How many bytes, 0 or more.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <inheritdoc cref="ScampConnection.ReadMemoryAsync(CoreLocation, uint, Memory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Read".</remarks>
    public virtual Task<byte[]> ReadAsync(CoreLocation core, uint address, int length, CancellationToken cancellationToken = default) =>
        _connections.For(core.Chip).ReadMemoryAsync(core, address, length, cancellationToken).AsTask();

    /// <summary>Reads memory straight into the caller's own.</summary>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="destination">Where the bytes go, and how many are read.</param>
    /// <param name="progress">Told how far it is, at most a hundred times and at the end.</param>
    /// <param name="cancellationToken">Ends the transfer; the destination may be written in part.</param>
    /// <inheritdoc cref="ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public virtual Task ReadAsync(
        CoreLocation core, uint address, Memory<byte> destination, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _connections.For(core.Chip).ReadMemoryAsync(core, address, destination, progress, cancellationToken).AsTask();

    /// <summary>Reads memory into a writer, chunk by chunk, for pipes and other writers.</summary>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="length">How many bytes, 0 or more.</param>
    /// <param name="writer">The writer, which gets the bytes in order.</param>
    /// <param name="progress">Told how far it is, at most a hundred times and at the end.</param>
    /// <param name="cancellationToken">Ends the transfer; the writer has whole chunks then.</param>
    /// <inheritdoc cref="ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public virtual async Task ReadAsync(
        CoreLocation core, uint address, long length, IBufferWriter<byte> writer, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var sum = ProgressSum.For(progress, length);
        await foreach (ReadOnlyMemory<byte> chunk in ReadChunksAsync(core, address, length, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            writer.Write(chunk.Span);
            sum?.Add(chunk.Length);
        }
    }

    /// <summary>Reads memory as a sequence of chunks. The next chunk is read while the program works on one.</summary>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="length">How many bytes, 0 or more.</param>
    /// <param name="chunkSize">The length of a chunk in bytes. The last one may be shorter. The default is 256 KiB.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <returns>The chunks in order. Each is the caller's to keep.</returns>
    /// <inheritdoc cref="ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public virtual IAsyncEnumerable<ReadOnlyMemory<byte>> ReadChunksAsync(
        CoreLocation core, uint address, long length, int chunkSize = MemoryChunks.DefaultSize, CancellationToken cancellationToken = default)
    {
        CheckRange(address, length);
        InvalidParameterException.ThrowIfOutside(chunkSize, 1, Array.MaxLength, nameof(chunkSize));
        return MemoryChunks.ReadAsync(_connections.For(core.Chip), core, address, length, chunkSize, cancellationToken);
    }

    /// <summary>Reads many blocks, on all boards at once.</summary>
    /// <param name="blocks">The blocks, of any chips.</param>
    /// <param name="progress">Told how far it is with all of them, at most a hundred times and at the end.</param>
    /// <param name="cancellationToken">Ends the transfer; blocks may be read in part.</param>
    /// <exception cref="MachineOperationException{TResult}">Some blocks could not be read; all others were, and the error lists them.</exception>
    /// <remarks>Protocol: scp.md, "Read".</remarks>
    public virtual async Task ReadAsync(IReadOnlyList<MemoryRead> blocks, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var sum = ProgressSum.For(progress, blocks.Sum(static block => (long)block.Destination.Length));
        FanOutResult<MemoryRead> read = await FanOut.RunAsync(
            _connections,
            blocks,
            static block => block.Core,
            (scamp, block, stop) => block.MoveAsync(scamp, sum, stop),
            isRepeatable: blocks.All(static block => block.MayBeginAgain),
            cancellationToken: cancellationToken).ConfigureAwait(false);
        read.OrThrow<IReadOnlyList<MemoryRead>>("reading memory", static blocks => [.. blocks]);
    }

    /// <summary>Writes memory of any length and alignment, over the connection nearest to the chip.</summary>
    /// <param name="core">The core that writes: a chip's monitor, or an application core for its own local memory.</param>
    /// <param name="address">The first byte. If it is not mapped, the core that writes it dies, and answers no more.</param>
    /// <param name="data">The data. It must not change before the transfer has ended.</param>
    /// <param name="progress">Told how far it is, at most a hundred times and at the end.</param>
    /// <param name="cancellationToken">Ends the transfer; the memory may be written in part.</param>
    /// <inheritdoc cref="ScampConnection.WriteMemoryAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Write".</remarks>
    public virtual Task WriteAsync(
        CoreLocation core, uint address, ReadOnlyMemory<byte> data, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _connections.For(core.Chip).WriteMemoryAsync(core, address, data, progress, cancellationToken).AsTask();

    /// <summary>Writes the bytes of a stream.</summary>
    /// <param name="core">The core that writes.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="source">The stream, read from where it is.</param>
    /// <param name="length">How many bytes to write; by default, all to the end of the stream.</param>
    /// <param name="progress">Told how far it is, at most a hundred times and at the end. If no length is known, the total is the number of bytes done.</param>
    /// <param name="cancellationToken">Ends the transfer; the memory may be written in part.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="EndOfStreamException">The stream ends before the length that was given.</exception>
    /// <inheritdoc cref="WriteAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception|/remarks"/>
    public virtual async Task<long> WriteAsync(
        CoreLocation core, uint address, Stream source, long? length = null, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        CheckRange(address, length ?? 0);
        long total = length ?? (source.CanSeek ? source.Length - source.Position : 0);
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks = MemoryChunks.FromAsync(source, length, cancellationToken);
        return await MemoryChunks.WriteAsync(_connections.For(core.Chip), core, address, chunks, total, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes chunks one after the other, as they come.</summary>
    /// <param name="core">The core that writes.</param>
    /// <param name="address">The first byte of the first chunk.</param>
    /// <param name="chunks">The chunks; one may be reused when the next is asked for.</param>
    /// <param name="cancellationToken">Ends the transfer; the memory may be written in part.</param>
    /// <returns>How many bytes were written.</returns>
    /// <inheritdoc cref="WriteAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception|/remarks"/>
    public virtual Task<long> WriteAsync(
        CoreLocation core, uint address, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        return MemoryChunks.WriteAsync(_connections.For(core.Chip), core, address, chunks, total: 0, progress: null, cancellationToken);
    }

    /// <summary>Writes many blocks, on all boards at once.</summary>
    /// <param name="blocks">The blocks, of any chips.</param>
    /// <param name="progress">Told how far it is with all of them, at most a hundred times and at the end.</param>
    /// <param name="cancellationToken">Ends the transfer; blocks may be written in part.</param>
    /// <exception cref="MachineOperationException{TResult}">Some blocks could not be written; all others were, and the error lists them.</exception>
    /// <remarks>Protocol: scp.md, "Write".</remarks>
    public virtual async Task WriteAsync(IReadOnlyList<MemoryWrite> blocks, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var sum = ProgressSum.For(progress, blocks.Sum(static block => (long)block.Data.Length));
        FanOutResult<MemoryWrite> written = await FanOut.RunAsync(
            _connections,
            blocks,
            static block => block.Core,
            (scamp, block, stop) => block.MoveAsync(scamp, sum, stop),
            isRepeatable: blocks.All(static block => block.MayBeginAgain),
            cancellationToken: cancellationToken).ConfigureAwait(false);
        written.OrThrow<IReadOnlyList<MemoryWrite>>("writing memory", static blocks => [.. blocks]);
    }

    /// <summary>Writes memory, and sums up the words that it wrote.</summary>
    /// <param name="core">The core that writes.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="data">The data.</param>
    /// <param name="progress">Told how far it is, at most a hundred times and at the end.</param>
    /// <param name="cancellationToken">Ends the transfer; the memory may be written in part.</param>
    /// <returns>The sum of the little-endian words written, modulo 2^32; an incomplete last word counts as if zeros followed. Chips make the same sum of an
    /// application that they copy from a neighbour.</returns>
    /// <inheritdoc cref="WriteAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception|/remarks"/>
    public virtual async Task<uint> WriteWithChecksumAsync(
        CoreLocation core, uint address, ReadOnlyMemory<byte> data, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        uint sum = MemoryChecksum.Of(data.Span);
        await WriteAsync(core, address, data, progress, cancellationToken).ConfigureAwait(false);
        return sum;
    }

    /// <summary>Fills memory of any length and alignment with a word, over and over.</summary>
    /// <param name="core">The core that does it; a chip stands for its monitor.</param>
    /// <param name="address">The first byte: it gets the low byte of the word, the next one the byte above, and so on.</param>
    /// <param name="length">How many bytes, 0 or more.</param>
    /// <param name="word">The word. The default is 0.</param>
    /// <param name="progress">Told how far it is, after each mebibyte.</param>
    /// <param name="cancellationToken">Ends it; the memory may be filled in part.</param>
    /// <inheritdoc cref="WriteAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Fill".</remarks>
    public virtual Task FillAsync(
        CoreLocation core, uint address, long length, uint word = 0, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckRange(address, length);
        return MemoryFill.RunAsync(_connections.For(core.Chip), core, address, length, word, progress, cancellationToken);
    }

    /// <summary>Reads memory of a neighbour over a link: works on chips whose monitor is dead, slowly.</summary>
    /// <param name="chip">The chip that reads.</param>
    /// <param name="link">The link from there to the chip to be read, 0 (east) to 5 (south), counted against the clock.</param>
    /// <param name="address">The first byte, in SDRAM, system RAM, the router or the system controller.</param>
    /// <param name="destination">Where the bytes go, and how many are read.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the transfer; the destination may be written in part.</param>
    /// <inheritdoc cref="ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Memory of a neighbour".</remarks>
    public virtual Task ReadNeighbourAsync(
        ChipLocation chip, int link, uint address, Memory<byte> destination, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        InvalidParameterException.ThrowIfOutside(link, 0, LinkSet.MaxLinks - 1, nameof(link));
        CheckRange(address, destination.Length);
        return NeighbourMemory.ReadAsync(_connections.For(chip), chip, link, address, destination, progress, cancellationToken);
    }

    /// <summary>Writes memory of a neighbour over a link: works on chips whose monitor is dead, slowly.</summary>
    /// <param name="chip">The chip that writes.</param>
    /// <param name="link">The link from there to the chip to be written, 0 (east) to 5 (south), counted against the clock.</param>
    /// <param name="address">The first byte, in SDRAM, system RAM, the router or the system controller.</param>
    /// <param name="data">The data. If it begins or ends inside a word, the rest of that word is read first, and written again.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the transfer; the memory may be written in part.</param>
    /// <inheritdoc cref="ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception"/>
    /// <remarks>Protocol: scp.md, "Memory of a neighbour".</remarks>
    public virtual Task WriteNeighbourAsync(
        ChipLocation chip, int link, uint address, ReadOnlyMemory<byte> data, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        InvalidParameterException.ThrowIfOutside(link, 0, LinkSet.MaxLinks - 1, nameof(link));
        CheckRange(address, data.Length);
        return NeighbourMemory.WriteAsync(_connections.For(chip), chip, link, address, data, progress, cancellationToken);
    }

    /// <summary>Opens a range of memory as a stream, to be read, written and searched by position.</summary>
    /// <param name="core">The core that reads and writes: a chip's monitor, or an application core for its own local memory.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="length">How many bytes the stream has. It does not grow.</param>
    /// <returns>The stream. It keeps nothing: each call goes to the board, so large buffers are fast and single bytes are slow. It is read and written by its
    /// asynchronous methods only.</returns>
    /// <exception cref="InvalidParameterException">The range goes beyond the end of the address space.</exception>
    public virtual Stream Open(CoreLocation core, uint address, long length)
    {
        CheckRange(address, length);
        return new ChipMemoryStream(_connections.For(core.Chip), core, address, length);
    }

    private static void CheckRange(uint address, long length) => InvalidParameterException.ThrowIfBeyondMemory(address, length, nameof(length));

    /// <summary>Reads a little-endian word.</summary>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The word's address.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public virtual Task<uint> ReadWordAsync(CoreLocation core, uint address, CancellationToken cancellationToken = default) =>
        _connections.For(core.Chip).ReadWordAsync(core, address, cancellationToken).AsTask();

    /// <summary>Writes a little-endian word.</summary>
    /// <param name="core">The core that writes.</param>
    /// <param name="address">The word's address.</param>
    /// <param name="value">The word.</param>
    /// <param name="cancellationToken">Ends the waiting. The board may write it nevertheless.</param>
    /// <inheritdoc cref="WriteAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception|/remarks"/>
    public virtual Task WriteWordAsync(CoreLocation core, uint address, uint value, CancellationToken cancellationToken = default)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return WriteAsync(core, address, bytes, progress: null, cancellationToken);
    }

    /// <summary>Reads a structure that has the same layout in memory as in C on a chip: little-endian, with the field offsets of C#.</summary>
    /// <typeparam name="T">A struct without references; mark it with <c>[StructLayout(LayoutKind.Sequential, Pack = ...)]</c> where C packs it otherwise.</typeparam>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="PlatformNotSupportedException">This computer is big-endian.</exception>
    /// <inheritdoc cref="ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public virtual async Task<T> ReadStructAsync<T>(CoreLocation core, uint address, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        ByteOrder.ThrowIfBigEndian();
        byte[] bytes = await ReadAsync(core, address, Unsafe.SizeOf<T>(), cancellationToken).ConfigureAwait(false);
        return MemoryMarshal.Read<T>(bytes);
    }

    /// <summary>Reads an array of structures.</summary>
    /// <typeparam name="T">A struct without references.</typeparam>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The first byte of the first one.</param>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="PlatformNotSupportedException">This computer is big-endian.</exception>
    /// <inheritdoc cref="ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public virtual async Task<T[]> ReadStructsAsync<T>(CoreLocation core, uint address, int count, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        ByteOrder.ThrowIfBigEndian();
        InvalidParameterException.ThrowIfOutside(count, 0, Array.MaxLength / Unsafe.SizeOf<T>(), nameof(count));
        byte[] bytes = await ReadAsync(core, address, count * Unsafe.SizeOf<T>(), cancellationToken).ConfigureAwait(false);
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    /// <summary>Writes a structure with the layout that it has in C on a chip.</summary>
    /// <typeparam name="T">A struct without references.</typeparam>
    /// <param name="core">The core that writes.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="value">The structure.</param>
    /// <param name="cancellationToken">Ends the waiting. The board may write it nevertheless.</param>
    /// <exception cref="PlatformNotSupportedException">This computer is big-endian.</exception>
    /// <inheritdoc cref="WriteAsync(CoreLocation, uint, ReadOnlyMemory{byte}, IProgress{TransferProgress}?, CancellationToken)" path="/exception|/remarks"/>
    public virtual Task WriteStructAsync<T>(CoreLocation core, uint address, T value, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        ByteOrder.ThrowIfBigEndian();
        return WriteAsync(core, address, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray(), progress: null, cancellationToken);
    }

    /// <summary>Writes the same memory on every chip by flood fill: one copy goes to the machine, and chips hand it on.</summary>
    /// <param name="address">The first byte, a multiple of 4.</param>
    /// <param name="data">The data, of any length.</param>
    /// <param name="verify">Whether to read it back from every chip, and to write it again to each chip that lost some of it: chips do not report losses.
    /// The default is <see langword="true"/>; without it, chips may lack some of it.</param>
    /// <param name="progress">Told how far it is; the bytes read back count, too.</param>
    /// <param name="cancellationToken">Ends it; memory may be written in part, on some chips.</param>
    /// <exception cref="InvalidParameterException">The address is no multiple of 4, or the block goes beyond the end of the address space.</exception>
    /// <exception cref="MachineOperationException">Some chips could not be read, or do not keep the data. All others have it.</exception>
    /// <exception cref="SpinnakerException">The chip that the machine was booted through does not take it.</exception>
    /// <remarks>Protocol: scp.md, "Flood fill".</remarks>
    public virtual Task WriteFloodAsync(
        uint address, ReadOnlyMemory<byte> data, bool verify = true, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckRange(address, data.Length);
        if (address % sizeof(uint) != 0)
            throw new InvalidParameterException(nameof(address), address, "it must be a multiple of 4: chips write whole words");

        return _flood.RunAsync(address, data, verify, progress, cancellationToken);
    }

    /// <summary>Compares memory with the expected bytes.</summary>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="expected">The expected bytes.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <returns>The first byte that differs; <see langword="null"/> if none does.</returns>
    /// <inheritdoc cref="ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public virtual Task<MemoryDifference?> CompareAsync(
        CoreLocation core, uint address, ReadOnlyMemory<byte> expected, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckRange(address, expected.Length);
        return MemoryChunks.CompareAsync(_connections.For(core.Chip), core, address, expected, progress, cancellationToken);
    }

    /// <summary>Reads memory back, and throws if it differs from the expected bytes.</summary>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="expected">The expected bytes.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <exception cref="MemoryVerificationException">It is not; the error names the first byte that differs.</exception>
    /// <inheritdoc cref="ReadAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public virtual async Task VerifyAsync(
        CoreLocation core, uint address, ReadOnlyMemory<byte> expected, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (await CompareAsync(core, address, expected, progress, cancellationToken).ConfigureAwait(false) is { } difference)
            throw new MemoryVerificationException(difference);
    }

    /// <summary>Opens streams of memory, at the speed of the Ethernet of each board: finds the programs for it, or loads them, and sets the routers until it is disposed of.</summary>
    /// <param name="options">How. By default the programs run already.</param>
    /// <param name="cancellationToken">Ends it. What was loaded and set by then is undone.</param>
    /// <returns>The streams. Dispose of them before an application runs.</returns>
    /// <exception cref="StreamingException">The programs run on no board, and the options name no images.</exception>
    /// <exception cref="InvalidParameterException">The machine has no such board, or an image is no APLX.</exception>
    /// <exception cref="MachineOperationException">The programs could not be loaded, or no board answers.</exception>
    /// <remarks>Protocol: streaming.md, "Entering and leaving".</remarks>
    public virtual Task<MemoryStreaming> OpenStreamingAsync(StreamingOptions? options = null, CancellationToken cancellationToken = default) =>
        Streaming.OpenAsync(options ?? new StreamingOptions(), cancellationToken);

    /// <summary>Finds the extra monitors that run, to ask for and to set what they do with dropped packets, or to repair routers that a crashed program left set for streams.</summary>
    /// <param name="options">Which boards, and on which cores. By default all boards are searched by the names of the programs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">The machine has no such board.</exception>
    public virtual Task<ExtraMonitors> FindExtraMonitorsAsync(StreamingOptions? options = null, CancellationToken cancellationToken = default) =>
        Streaming.FindAsync(options ?? new StreamingOptions(), cancellationToken);
}
