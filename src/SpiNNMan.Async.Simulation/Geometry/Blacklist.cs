using System.Buffers.Binary;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>The faulty parts of a board in the form of its memories: the number of words, then one word for each chip.</summary>
/// <remarks>A word has the place on the board in bits 29 to 24, and one bit for each dead link in bits 23 to 18. The bits below stand for dead cores, by physical number.</remarks>
internal static class Blacklist
{
    /// <summary>The number of bytes reserved for it.</summary>
    public const int Size = 256;

    private const uint MostWords = 64;
    private const uint AllCores = 0x3FFFF;
    private const uint AllLinks = 0x3F;
    private const int CoreCount = 18;

    /// <summary>Collects the faulty parts by chip: links and cores in the form of a word of a list.</summary>
    public static IReadOnlyDictionary<ChipLocation, uint> PartsOf(IEnumerable<ChipLocation> chips, IEnumerable<CoreLocation> cores, IEnumerable<(ChipLocation Chip, int Link)> links)
    {
        var words = new Dictionary<ChipLocation, uint>();
        foreach (ChipLocation chip in chips)
            Add(chip, (AllLinks << CoreCount) | AllCores);
        foreach (CoreLocation core in cores)
            Add(core.Chip, 1u << core.Core);
        foreach ((ChipLocation chip, int link) in links)
            Add(chip, 1u << (CoreCount + link));

        return words;

        void Add(ChipLocation chip, uint parts) => words[chip] = words.GetValueOrDefault(chip) | parts;
    }

    /// <summary>Makes the list of a board; <see langword="null"/> if everything works.</summary>
    /// <param name="whole">The machine.</param>
    /// <param name="board">The number of the board.</param>
    /// <param name="parts">The faulty parts, by chip.</param>
    public static byte[]? Make(MachineLayout whole, int board, IReadOnlyDictionary<ChipLocation, uint> parts)
    {
        if (parts.Count == 0)
            return null;

        uint[] words =
        [
            .. whole.Kind.Chips.OrderBy(static local => (local.X, local.Y))
                .Where(local => parts.ContainsKey(whole.PlaceOf(board, local)))
                .Select(local => ((uint)local.X << 27) | ((uint)local.Y << 24) | parts[whole.PlaceOf(board, local)]),
        ];
        return words.Length == 0 ? null : Write(words);
    }

    /// <summary>Whether there is a list and not an empty memory.</summary>
    public static bool IsList(ReadOnlySpan<byte> list) => BinaryPrimitives.ReadUInt32LittleEndian(list) is > 0 and < MostWords;

    /// <summary>Reads the faulty parts from a list, by places on the board.</summary>
    public static IEnumerable<(ChipLocation Chip, uint Links, uint Cores)> Read(ReadOnlySpan<byte> list)
    {
        var entries = new List<(ChipLocation, uint, uint)>();
        if (!IsList(list))
            return entries;

        for (int i = (int)BinaryPrimitives.ReadUInt32LittleEndian(list); i > 0; i--)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(list[(i * sizeof(uint))..]);
            if (word >> 30 == 0)
                entries.Add((new ChipLocation((byte)((word >> 27) & 7), (byte)((word >> 24) & 7)), (word >> CoreCount) & AllLinks, word & AllCores));
        }

        return entries;
    }

    /// <summary>Removes the faulty parts in the lists of its boards from a machine.</summary>
    public static MachineLayout Apply(MachineLayout whole, IEnumerable<(int Board, byte[] List)> lists)
    {
        var chips = new HashSet<ChipLocation>();
        var cores = new List<CoreLocation>();
        var links = new List<(ChipLocation, int)>();
        foreach ((int board, byte[] list) in lists)
        {
            ChipLocation ethernet = whole.Ethernets[board];
            foreach ((ChipLocation local, uint deadLinks, uint deadCores) in Read(list))
            {
                var chip = new ChipLocation((byte)whole.WrapX(ethernet.X + local.X), (byte)whole.WrapY(ethernet.Y + local.Y));
                if (whole.BoardOf(chip) != board)
                    continue;

                if (deadCores != AllCores)
                    cores.AddRange(Bits(deadCores, CoreCount).Select(core => new CoreLocation(chip, (byte)core)));
                else if (chip != ethernet)
                    chips.Add(chip);

                links.AddRange(Bits(deadLinks, Link.Count).Select(link => (chip, link)));
            }
        }

        return chips.Count + cores.Count + links.Count == 0 ? whole : whole.WithoutParts([.. chips], cores, links);
    }

    private static IEnumerable<int> Bits(uint mask, int count) => Enumerable.Range(0, count).Where(bit => (mask & (1u << bit)) != 0);

    private static byte[] Write(ReadOnlySpan<uint> words)
    {
        var list = new byte[Size];
        Array.Fill(list, byte.MaxValue);
        int count = Math.Min(words.Length, (int)MostWords - 1);
        BinaryPrimitives.WriteUInt32LittleEndian(list, (uint)count);
        for (int i = 0; i < count; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(list.AsSpan((i + 1) * sizeof(uint)), words[i]);

        return list;
    }
}
