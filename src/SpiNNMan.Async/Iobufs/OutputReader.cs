using System.Text;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Iobufs;

/// <summary>Reads the end of the text of a core that failed, for a text of any length.</summary>
internal static class OutputReader
{
    private const int MostBlocks = 4096;
    private const uint LargestBlock = 64 << 10;

    /// <param name="connection">The connection.</param>
    /// <param name="chip">The chip of the core.</param>
    /// <param name="address">The first block of its text; 0 if there is none.</param>
    /// <param name="most">The greatest number of bytes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string> ReadAsync(ScampConnection connection, ChipLocation chip, uint address, int most, CancellationToken cancellationToken)
    {
        var tail = new List<byte>();
        var guard = new ChainGuard(connection.Settings.TimeProvider, MostBlocks);
        while (address != 0 && guard.TryEnter(address, IobufBlockHeader.Size))
        {
            byte[] bytes = await connection.ReadMemoryAsync(chip, address, IobufBlockHeader.Size, cancellationToken).ConfigureAwait(false);
            if (!IobufBlockHeader.TryParse(bytes, out IobufBlockHeader header, out _) || header.Length > LargestBlock || !guard.TryExtend(address, IobufBlockHeader.Size + header.Length))
                break;

            // Of the text, only the end of each block can be in the end of all.
            uint skipped = header.Length > most ? header.Length - (uint)most : 0;
            tail.AddRange(await connection.ReadMemoryAsync(chip, address + IobufBlockHeader.Size + skipped, (int)(header.Length - skipped), cancellationToken).ConfigureAwait(false));
            tail.RemoveRange(0, Math.Max(0, tail.Count - most));
            address = header.Next;
        }

        return Encoding.UTF8.GetString([.. tail]);
    }
}
