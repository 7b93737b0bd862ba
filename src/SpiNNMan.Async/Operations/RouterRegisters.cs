using System.Buffers.Binary;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Operations;

/// <summary>Reads settings and counters of a router.</summary>
internal static class RouterRegisters
{
    public static async Task<RouterDiagnostics> ReadAsync(ScampConnection scamp, ChipLocation chip, CancellationToken cancellationToken)
    {
        // Three reads: what lies between them changes by being read.
        Task<uint> control = scamp.ReadWordAsync(chip, MemoryMap.RouterControl, cancellationToken).AsTask();
        Task<uint> status = scamp.ReadWordAsync(chip, MemoryMap.RouterErrorStatus, cancellationToken).AsTask();
        Task<byte[]> counters = scamp.ReadMemoryAsync(chip, MemoryMap.RouterCounters, RouterDiagnostics.CountersSize, cancellationToken).AsTask();
        await Task.WhenAll(control, status, counters).ConfigureAwait(false);
        return RouterDiagnostics.TryParse(
            await control.ConfigureAwait(false), await status.ConfigureAwait(false), await counters.ConfigureAwait(false), out RouterDiagnostics diagnostics, out PacketError error)
            ? diagnostics
            : throw new InvalidPacketException(error);
    }

    /// <summary>The word that clears counters, and leaves all of them counting.</summary>
    public static ReadOnlyMemory<byte> Clearing(IEnumerable<RouterRegister>? registers)
    {
        uint word = registers?.Aggregate(0u, static (word, register) => word | (1u << (16 + (int)register))) ?? 0xFFFF0000;
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, word | 0xFFFF);
        return bytes;
    }
}
