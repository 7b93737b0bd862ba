using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Connections;

public sealed partial class ScampConnection
{
    /// <summary>Reads memory of any length, as a core sees it.</summary>
    /// <param name="core">The core that reads: a chip's monitor, or an application core for its own local memory.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="length">How many bytes, 0 or more.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, Memory{byte}, IProgress{TransferProgress}?, CancellationToken)"/>
    public async ValueTask<byte[]> ReadMemoryAsync(CoreLocation core, uint address, int length, CancellationToken cancellationToken = default)
    {
        InvalidParameterException.ThrowIfOutside(length, 0, Array.MaxLength, nameof(length));
        CheckRange(address, length);
        var data = new byte[length];
        await ReadMemoryAsync(core, address, data, progress: null, cancellationToken).ConfigureAwait(false);
        return data;
    }

    /// <summary>Reads memory of any length straight into the memory of the caller, with as many requests in flight as the window allows.</summary>
    /// <param name="core">The core that reads: a chip's monitor, or an application core for its own local memory.</param>
    /// <param name="address">The first byte. If it is not mapped, the core that reads it dies, and answers no more.</param>
    /// <param name="destination">Where the bytes go, and how many are read.</param>
    /// <param name="progress">Told how far it is, at most a hundred times and at the end, away from the thread that receives.</param>
    /// <param name="cancellationToken">Ends the transfer; the destination may be written in part.</param>
    /// <exception cref="InvalidParameterException">The block goes beyond the end of the address space, or there is no such core.</exception>
    /// <exception cref="ScpResultException">The board refused it.</exception>
    /// <exception cref="InvalidPacketException">A reply had too little data.</exception>
    /// <exception cref="SpinnakerTimeoutException">The board, or the core, does not answer.</exception>
    /// <exception cref="SpinnakerConnectionException">Nothing listens there, the connection has no peer, or it is closed.</exception>
    public ValueTask ReadMemoryAsync(
        CoreLocation core, uint address, Memory<byte> destination, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckRange(address, destination.Length);
        return TransferAsync<ReadChunk, ReadMemory, byte[]>(new ReadChunk(core, address, destination), progress, cancellationToken);
    }

    /// <summary>Reads one little-endian word.</summary>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The word's address, a multiple of 4.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, Memory{byte}, IProgress{TransferProgress}?, CancellationToken)"/>
    public ValueTask<uint> ReadWordAsync(CoreLocation core, uint address, CancellationToken cancellationToken = default) =>
        ExecuteAsync<ReadWord, uint>(new ReadWord(core, address), cancellationToken);

    /// <summary>Writes memory of any length, as a core sees it, with as many requests in flight as the window allows.</summary>
    /// <param name="core">The core that writes: a chip's monitor, or an application core for its own local memory.</param>
    /// <param name="address">The first byte. If it is not mapped, the core that writes it dies, and answers no more.</param>
    /// <param name="data">The data. It must not change before the transfer has ended.</param>
    /// <param name="progress">Told how far it is, at most a hundred times and at the end, away from the thread that receives.</param>
    /// <param name="cancellationToken">Ends the transfer; the memory may be written in part.</param>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, Memory{byte}, IProgress{TransferProgress}?, CancellationToken)"/>
    public ValueTask WriteMemoryAsync(
        CoreLocation core, uint address, ReadOnlyMemory<byte> data, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckRange(address, data.Length);
        return TransferAsync<WriteChunk, WriteMemory, Acknowledgement>(new WriteChunk(core, address, data), progress, cancellationToken);
    }

    private static void CheckRange(uint address, int length) => InvalidParameterException.ThrowIfBeyondMemory(address, length, nameof(length));

    private ValueTask TransferAsync<TChunk, TRequest, TResponse>(TChunk chunk, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
        where TChunk : IChunk<TRequest, TResponse>
        where TRequest : struct, IScpRequest<TResponse>
    {
        _exchange.ThrowIfNoPeer();
        return BulkTransfer<TChunk, TRequest, TResponse>.StartAsync(_exchange.Multiplexer, Chip, chunk, progress, cancellationToken);
    }
}
