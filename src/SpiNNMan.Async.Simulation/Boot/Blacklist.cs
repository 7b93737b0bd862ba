using System.Buffers.Binary;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Boot;

/// <summary>The list in the memories of a board of what of it does not work: how many words follow, then one for each chip.</summary>
/// <remarks>A word has the column on the board in bits 29 to 27, the row in 26 to 24, dead links in 23 to 18, and dead cores, by their physical numbers, in 17 to 0.</remarks>
internal static class Blacklist
{
    /// <summary>Where it is in the serial ROM of the chips and the serial flash of the BMP.</summary>
    public const int Offset = 0x100;

    private const uint MostEntries = 63;
    private const uint AllCores = 0x3FFFF;
    private const int CoreCount = 18;
    private const int Column = 27;
    private const int Row = 24;
    private const int Links = 18;

    /// <summary>Writes down what options say of a board; empty if all works.</summary>
    public static byte[] Make(MachineLayout layout, int board, VirtualMachineOptions options)
    {
        if (options.DeadChips.Count + options.DeadCores.Count + options.DeadLinks.Count == 0)
            return [];

        var words = new List<uint>();
        foreach (ChipLocation local in layout.Kind.Chips)
        {
            ChipLocation chip = layout.PlaceOf(board, local);
            uint cores = options.DeadChips.Contains(chip) ? AllCores : options.DeadCores.Where(core => core.Chip == chip).Aggregate(0u, static (mask, core) => mask | (1u << core.Core));
            uint links = options.DeadLinks.Where(link => link.Chip == chip).Aggregate(0u, static (mask, link) => mask | (1u << link.Link));
            if ((cores | links) != 0)
                words.Add(((uint)local.X << Column) | ((uint)local.Y << Row) | (links << Links) | cores);
        }

        return words.Count == 0 ? [] : Write(words);
    }

    /// <summary>Takes out of a machine what the lists of its boards name, as far as it can be without it.</summary>
    public static MachineLayout Apply(MachineLayout layout, IReadOnlyList<VirtualBoard> boards)
    {
        var chips = new List<ChipLocation>();
        var cores = new List<CoreLocation>();
        var links = new List<(ChipLocation Chip, int Link)>();
        foreach (VirtualBoard board in boards)
        {
            foreach (uint word in Read(board))
            {
                ChipLocation chip = layout.PlaceOf(board.Number, new ChipLocation((byte)((word >> Column) & 7), (byte)((word >> Row) & 7)));
                if (layout.BoardOf(chip) != board.Number)
                    continue;

                bool isWhole = layout.WorkingCores(chip).All(core => (word & (1u << core)) != 0);
                if (isWhole && !layout.Ethernets.Contains(chip))
                    chips.Add(chip);
                else if (!isWhole)
                    cores.AddRange(Bits(word & AllCores, CoreCount).Select(core => new CoreLocation(chip, (byte)core)));

                links.AddRange(Bits((word >> Links) & 0x3F, Link.Count).Select(link => (chip, link)));
            }
        }

        return chips.Count + cores.Count + links.Count == 0 ? layout : layout.Without(chips, cores, links);
    }

    private static byte[] Write(List<uint> words)
    {
        var list = new byte[sizeof(uint) * (words.Count + 1)];
        BinaryPrimitives.WriteUInt32LittleEndian(list, (uint)words.Count);
        for (int i = 0; i < words.Count; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(list.AsSpan(sizeof(uint) * (i + 1)), words[i]);

        return list;
    }

    /// <summary>Reads the list from the memory that the BMP looks after, where hosts may have changed it, and shows it to the chips.</summary>
    private static IEnumerable<uint> Read(VirtualBoard board)
    {
        var word = new byte[sizeof(uint)];
        board.SerialFlash.Read(Offset, word);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(word);
        if (count is 0 or > MostEntries)
        {
            board.Port.FaultList = default;
            yield break;
        }

        var list = new byte[sizeof(uint) * (count + 1)];
        board.SerialFlash.Read(Offset, list);
        board.Port.FaultList = list;
        for (int i = 1; i <= count; i++)
            yield return BinaryPrimitives.ReadUInt32LittleEndian(list.AsSpan(sizeof(uint) * i));
    }

    private static IEnumerable<int> Bits(uint mask, int count) => Enumerable.Range(0, count).Where(bit => (mask & (1u << bit)) != 0);
}
