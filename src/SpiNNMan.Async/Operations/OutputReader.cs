using System.Text;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Operations;

/// <summary>Reads the end of what a core printed, however much there is.</summary>
internal static class OutputReader
{
    private const int MostBlocks = 4096;
    private const uint LargestBlock = 64 << 10;

    /// <param name="connection">The connection.</param>
    /// <param name="chip">The chip of the core.</param>
    /// <param name="address">The first block of its text; 0 if there is none.</param>
    /// <param name="most">How many bytes at the most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string> ReadAsync(ScampConnection connection, ChipLocation chip, uint address, int most, CancellationToken cancellationToken)
    {
        var tail = new List<byte>();
        for (int block = 0; block < MostBlocks && address != 0; block++)
        {
            byte[] bytes = await connection.ReadMemoryAsync(chip, address, IobufBlockHeader.Size, cancellationToken).ConfigureAwait(false);
            if (!IobufBlockHeader.TryParse(bytes, out IobufBlockHeader header, out _) || header.Length > LargestBlock)
                break;

            // Of the text, only the end of each block can be in the end of all.
            uint skipped = header.Length > most ? header.Length - (uint)most : 0;
            tail.AddRange(await connection.ReadMemoryAsync(chip, address + IobufBlockHeader.Size + skipped, (int)(header.Length - skipped), cancellationToken).ConfigureAwait(false));
            tail.RemoveRange(0, Math.Max(0, tail.Count - most));
            address = header.Next;
        }

        return Encoding.UTF8.GetString([.. tail]);
    }

    /// <summary>The text of many cores.</summary>
    public static async Task<IReadOnlyList<Iobuf>> ReadAllAsync(MachineConnections connections, IReadOnlyList<CoreLocation> cores, CancellationToken cancellationToken)
    {
        FanOutResult<Iobuf> texts = await FanOut.RunAsync(
            connections,
            cores,
            static core => core,
            static async (connection, core, token) =>
            {
                uint address = await connection.ReadWordAsync(core.Chip, MemoryMap.GetCpuInfoAddress(core.Core) + CpuInfo.IobufAddressOffset, token).ConfigureAwait(false);
                return new Iobuf(core, await ReadAsync(connection, core.Chip, address, int.MaxValue, token).ConfigureAwait(false));
            },
            cancellationToken: cancellationToken).ConfigureAwait(false);
        return texts.OrThrow("Reading printed text");
    }
}
