using SpiNNMan.Async.Access;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Iobufs;

/// <summary>A chip whose printed text is followed.</summary>
internal sealed class WatchedChip
{
    private readonly ChainParts _parts = new(time: null, ChainGuard.MostParts);

    public WatchedChip(CoreLocation[] cores)
    {
        Array.Sort(cores, static (one, other) => one.Core - other.Core);
        Cores = cores;
        Texts = [.. cores.Select(core => new WatchedText(core, _parts))];
    }

    public CoreLocation[] Cores { get; }

    public WatchedText[] Texts { get; }

    public ChipLocation Location => Cores[0].Chip;

    public uint? BlockSize { get; set; }

    /// <summary>Begins again with the texts of cores that were started again, before any text is followed.</summary>
    public void Begin(uint[] firsts, uint blockSize)
    {
        bool anyBegan = false;
        for (int index = 0; index < Texts.Length; index++)
            anyBegan |= Texts[index].TryBegin(firsts[index]);

        foreach (WatchedText text in Texts)
            text.Enter(blockSize, mayTryAgain: anyBegan);
    }
}
