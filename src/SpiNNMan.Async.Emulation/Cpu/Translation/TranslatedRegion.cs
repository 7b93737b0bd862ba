using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>A region that is translated.</summary>
internal sealed unsafe class TranslatedRegion
{
    private readonly CodePage[] _pages;

    /// <summary>Makes one whose code is still to come.</summary>
    /// <param name="region">What is translated.</param>
    /// <param name="interpreted">The decoded instructions that the interpreter executes for it.</param>
    public TranslatedRegion(Region region, Op[] interpreted)
    {
        _pages = [.. region.Pages];
        Interpreted = interpreted;
    }

    /// <summary>Executes it: the core, and the number of the entry. See <see cref="TranslatedCode"/> for what it returns.</summary>
    public Func<ArmCore, int, int>? Code { get; set; }

    /// <summary>The decoded instructions that the interpreter executes for it, each with what follows. Pinned.</summary>
    public Op[] Interpreted { get; }

    /// <summary>Whether what a core has in memory is what was translated.</summary>
    public bool IsCodeOf(ArmCore core)
    {
        foreach (CodePage page in _pages)
            if (core.Code.Known(page.Address, page.IsThumb ? 1u : 0) != page.Ops) return false;
        return true;
    }
}
