using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>A translated region.</summary>
internal sealed unsafe class TranslatedRegion
{
    /// <summary>How many slots cores have for regions that they know.</summary>
    public const int Slots = 8;

    private static int s_made;

    private readonly CodePage[] _pages;

    /// <summary>Makes a region whose code is added later.</summary>
    /// <param name="region">The instructions.</param>
    /// <param name="interpreted">The decoded instructions that the interpreter executes for it.</param>
    public TranslatedRegion(Region region, Op[] interpreted)
    {
        _pages = [.. region.Pages];
        Interpreted = interpreted;
    }

    /// <summary>The slot of the region in what a core knows.</summary>
    public int Slot { get; } = Interlocked.Increment(ref s_made) & (Slots - 1);

    /// <summary>The code. Its arguments are the core and the number of the entry. <see cref="TranslatedCode"/> has its results.</summary>
    public Func<ArmCore, int, int>? Code { get; set; }

    /// <summary>The decoded instructions that the interpreter executes for it, each followed by its end. Pinned.</summary>
    public Op[] Interpreted { get; }

    /// <summary>Whether a core's memory holds the instructions that were translated.</summary>
    public bool IsCodeOf(ArmCore core)
    {
        foreach (CodePage page in _pages)
            if (core.Code.Known(page.Address, page.IsThumb ? 1u : 0) != page.Ops) return false;
        return true;
    }
}
