using System.Buffers.Binary;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>The multicast entries of a chip, read from the copy of its table: piece by piece, up to the first piece without an entry.</summary>
internal static class RouteSample
{
    private const int EntrySize = 16;
    private const int EntriesOfPiece = 16;
    private const int Entries = 1024;
    private const uint FirstInvalid = 0xFF000000;

    /// <summary>The links and cores of a route. Above them is the application, which need not be kept when routes are exchanged.</summary>
    private const uint RouteField = 0x00FFFFFF;

    /// <summary>Reads route, key and mask of each entry, but for the first one of the table, which is the system's.</summary>
    public static async Task<IReadOnlyList<(uint Route, uint Key, uint Mask)>> ReadAsync(ScampConnection scamp, ChipLocation chip, CancellationToken cancellationToken)
    {
        var entries = new List<(uint Route, uint Key, uint Mask)>();
        uint copy = await scamp.ReadWordAsync(chip, SystemVariable.RouterTableCopy.Address, cancellationToken).ConfigureAwait(false);
        if (!ChipAddress.IsMemory(copy, Entries * EntrySize))
            return entries;

        for (int first = 0; first < Entries; first += EntriesOfPiece)
        {
            byte[] piece = await scamp.ReadMemoryAsync(chip, copy + (uint)(first * EntrySize), EntriesOfPiece * EntrySize, cancellationToken).ConfigureAwait(false);
            int before = entries.Count;
            for (int entry = first == 0 ? 1 : 0; entry < EntriesOfPiece; entry++)
            {
                (uint route, uint key, uint mask) = (Word(piece, entry, 1), Word(piece, entry, 2), Word(piece, entry, 3));
                if (route < FirstInvalid)
                    entries.Add((route & RouteField, key, mask));
            }

            if (entries.Count == before)
                break;
        }

        entries.Sort();
        return entries;
    }

    private static uint Word(byte[] piece, int entry, int word) => BinaryPrimitives.ReadUInt32LittleEndian(piece.AsSpan((entry * EntrySize) + (word * sizeof(uint))));
}
