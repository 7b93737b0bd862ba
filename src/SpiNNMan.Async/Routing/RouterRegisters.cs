using System.Buffers.Binary;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Routing;

/// <summary>Reads settings and counters of a router.</summary>
internal static class RouterRegisters
{
    public static async Task<RouterDiagnostics> ReadAsync(ScampConnection scamp, ChipLocation chip, CancellationToken cancellationToken)
    {
        // Three reads: the registers between them change when they are read.
        (uint Address, byte[] Bytes)[] reads =
        [
            (MemoryMap.RouterControl, new byte[sizeof(uint)]),
            (MemoryMap.RouterErrorStatus, new byte[sizeof(uint)]),
            (MemoryMap.RouterCounters, new byte[RouterDiagnostics.CountersSize]),
        ];
        await BoundedFanOut.RunAsync(
            reads.Length, (index, stop) => scamp.ReadMemoryAsync(chip, reads[index].Address, reads[index].Bytes, progress: null, stop).AsTask(), cancellationToken).ConfigureAwait(false);
        uint control = BinaryPrimitives.ReadUInt32LittleEndian(reads[0].Bytes);
        uint status = BinaryPrimitives.ReadUInt32LittleEndian(reads[1].Bytes);
        return RouterDiagnostics.TryParse(control, status, reads[2].Bytes, out RouterDiagnostics diagnostics, out PacketError error)
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
