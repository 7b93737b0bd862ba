using SpiNNMan.Async.Access;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;

namespace SpiNNMan.Async;

/// <content>Memory of all chips, and comparing memory.</content>
public sealed partial class Transceiver
{
    private MemoryFlood? _flood;

    private MemoryFlood Flood => LazyInitializer.EnsureInitialized(ref _flood, () => new MemoryFlood(_connections));

    /// <summary>Writes the same memory on every chip by flood fill: one copy goes to the machine, and chips hand it on.</summary>
    /// <param name="address">The first byte, a multiple of 4.</param>
    /// <param name="data">What to write, of any length.</param>
    /// <param name="verify">Whether to read it back from every chip, and to write it again by itself where something got lost on the way: chips say nothing about that.
    /// The default is <see langword="true"/>; without it, chips may lack some of it.</param>
    /// <param name="progress">Told how far it is; the bytes read back count, too.</param>
    /// <param name="cancellationToken">Ends it; memory may be written in part, on some chips.</param>
    /// <exception cref="InvalidParameterException">The address is no multiple of 4, or the block goes beyond the end of the address space.</exception>
    /// <exception cref="MachineOperationException">Some chips could not be looked at, or do not keep what is written; all others have it.</exception>
    /// <exception cref="SpinnakerException">The chip that the machine was booted through does not take it.</exception>
    /// <remarks>Protocol: scp.md, "Flood fill".</remarks>
    public Task WriteMemoryFloodAsync(
        uint address, ReadOnlyMemory<byte> data, bool verify = true, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckRange(address, data.Length);
        if (address % sizeof(uint) != 0)
            throw new InvalidParameterException(nameof(address), address, "it must be a multiple of 4: chips write whole words");

        return Flood.RunAsync(address, data, verify, progress, cancellationToken);
    }

    /// <summary>Compares memory with what it should be.</summary>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <returns>The first byte that differs; <see langword="null"/> if none does.</returns>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public Task<MemoryDifference?> CompareMemoryAsync(
        CoreLocation core, uint address, ReadOnlyMemory<byte> expected, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckRange(address, expected.Length);
        return MemoryChunks.CompareAsync(GetConnection(core.Chip), core, address, expected, progress, cancellationToken);
    }

    /// <summary>Reads memory back, and makes it an error if it is not what it should be.</summary>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <exception cref="MemoryVerificationException">It is not; the error names the first byte that differs.</exception>
    /// <inheritdoc cref="ReadMemoryAsync(CoreLocation, uint, int, CancellationToken)" path="/exception|/remarks"/>
    public async Task VerifyMemoryAsync(
        CoreLocation core, uint address, ReadOnlyMemory<byte> expected, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (await CompareMemoryAsync(core, address, expected, progress, cancellationToken).ConfigureAwait(false) is { } difference)
            throw new MemoryVerificationException(difference);
    }
}
