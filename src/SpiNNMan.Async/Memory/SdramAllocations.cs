using System.Collections;
using System.Globalization;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>SDRAM of several chips that was allocated together, and is freed when this is disposed of.</summary>
/// <example><code>
/// await using SdramAllocations blocks = await transceiver.Sdram.AllocateAsync(chips, 4096, applicationId: 17);
/// foreach (SdramAllocation block in blocks)
///     Console.WriteLine(block);
/// </code></example>
/// <remarks>Protocol: scp.md, "Allocation".</remarks>
public sealed class SdramAllocations : IReadOnlyList<SdramAllocation>, IAsyncDisposable
{
    private readonly MachineConnections _connections;
    private readonly SdramAllocation[] _blocks;

    internal SdramAllocations(MachineConnections connections, IEnumerable<SdramAllocation> blocks)
    {
        _connections = connections;
        _blocks = [.. blocks];
    }

    /// <summary>How many there are, one for each chip.</summary>
    public int Count => _blocks.Length;

    /// <summary>One of them, in the order in which the chips were named.</summary>
    public SdramAllocation this[int index] => _blocks[index];

    /// <summary>That of a chip.</summary>
    /// <exception cref="KeyNotFoundException">Nothing was allocated on it.</exception>
    public SdramAllocation this[ChipLocation chip] =>
        Array.Find(_blocks, block => block.Chip == chip) ?? throw new KeyNotFoundException($"Nothing was allocated on chip {chip}.");

    /// <summary>Frees all of them, on all boards at once. It does nothing for blocks that are free already, or were released.</summary>
    /// <exception cref="MachineOperationException">Some could not be freed, and may be tried again; the others are free.</exception>
    public async Task FreeAsync(CancellationToken cancellationToken = default)
    {
        FanOutResult<bool> freed = await FanOut.RunAsync(_connections, _blocks, static block => block.Chip.Monitor, FreeOneAsync, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (freed.Failures.Count > 0)
            throw new MachineOperationException("freeing SDRAM", freed.Failures, Count);

        static async Task<bool> FreeOneAsync(ScampConnection connection, SdramAllocation block, CancellationToken stop)
        {
            await block.FreeAsync(stop).ConfigureAwait(false);
            return true;
        }
    }

    /// <summary>Lets all of them stay allocated when this is disposed of.</summary>
    public void Release() => Array.ForEach(_blocks, static block => block.Release());

    /// <summary>Frees all of them. A board that no longer answers is no error here. <see cref="FreeAsync"/> throws in this case.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await FreeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SpinnakerException or ObjectDisposedException)
        {
            // Disposing must not hide the error that led to it, and a machine that is closed frees nothing.
        }
    }

    /// <inheritdoc/>
    public IEnumerator<SdramAllocation> GetEnumerator() => _blocks.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_blocks.Sum(static block => block.Size)} bytes on {Count} chips");
}
