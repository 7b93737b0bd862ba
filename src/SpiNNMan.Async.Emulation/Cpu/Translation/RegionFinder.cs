using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Finds the code of an address that is executed often: all targets of its branches and calls, up to a size.</summary>
internal static class RegionFinder
{
    private const int MostInstructions = 320;
    private const int MostPages = 8;

    // The largest distance from the start of a routine to a loop in it.
    private const uint LongestWay = 512;

    /// <summary>Finds the region of a place. If calls show where its routine begins, it is the whole routine, so that loops and routines are not translated twice.</summary>
    /// <param name="spot">The place.</param>
    /// <returns>The region; null if its first instruction cannot be translated.</returns>
    public static Region? FindAround(HotSpot spot)
    {
        uint start = 0;
        foreach (uint called in spot.Known.Values.SelectMany(page => page.Calls))
            if (called <= spot.Address && spot.Address - called < LongestWay && called > start) start = called;
        if (start == 0 || start == spot.Address) return Find(spot.Address, spot.IsThumb, spot.Known);
        return Find(start, spot.IsThumb, spot.Known) is { } region && region.Entries.Contains(spot.Address) ? region : Find(spot.Address, spot.IsThumb, spot.Known);
    }

    /// <summary>Finds a region.</summary>
    /// <param name="head">The address.</param>
    /// <param name="thumb">Whether it is Thumb code.</param>
    /// <param name="known">The pages that the core has decoded.</param>
    /// <returns>The region; null if its first instruction cannot be translated.</returns>
    public static Region? Find(uint head, bool thumb, IReadOnlyDictionary<uint, CodePage> known)
    {
        SortedDictionary<uint, GuestInstruction> instructions = [];
        HashSet<CodePage> pages = [];
        Queue<uint> paths = new([head]);
        while (paths.TryDequeue(out uint address))
            Follow(address, known, instructions, pages, paths);
        return instructions.ContainsKey(head) ? new Region(head, thumb, instructions, [.. pages]) : null;
    }

    private static void Follow(
        uint address, IReadOnlyDictionary<uint, CodePage> known, SortedDictionary<uint, GuestInstruction> instructions, HashSet<CodePage> pages, Queue<uint> paths)
    {
        while (instructions.Count < MostInstructions && !instructions.ContainsKey(address))
        {
            if (!known.TryGetValue(address & ~(CodePage.Size - 1), out CodePage? page)) return;
            if (!pages.Contains(page) && pages.Count == MostPages) return;
            GuestInstruction instruction = WithTarget(InstructionReader.Read(page, address), page, instructions);
            if (IsDelay(page, instruction)) return;
            pages.Add(page);
            instructions.Add(address, instruction);
            if (instruction.Kind is GuestKind.Branch or GuestKind.Call || (instruction.Kind == GuestKind.Indirect && instruction.Value != 0)) paths.Enqueue(instruction.Value);
            if (instruction.ComesBackAt is { } back) paths.Enqueue(back);
            if (instruction.EndsPath) return;
            address = instruction.Next;
        }
    }

    /// <summary>Gives a BX to a register the address that it probably goes to, if that was loaded just before: <c>ldr rN, =routine; mov lr, pc; bx rN</c>.</summary>
    private static GuestInstruction WithTarget(GuestInstruction instruction, CodePage page, SortedDictionary<uint, GuestInstruction> before)
    {
        if (instruction.IsThumb || instruction.Kind != GuestKind.Indirect || (instruction.Opcode & 0x0ffffff0) != 0x012fff10) return instruction;
        if (!before.TryGetValue(instruction.Address - 4, out GuestInstruction link) || link.ComesBackAt is null) return instruction;
        if (!before.TryGetValue(instruction.Address - 8, out GuestInstruction load) || load.Kind != GuestKind.Literal || load.Rd != instruction.Rm) return instruction;
        return page.LiteralAt(load.Value) is { } target && target % 4 == 0 ? instruction with { Value = target } : instruction;
    }

    /// <summary>Whether a delay loop begins here. The interpreter skips those.</summary>
    private static bool IsDelay(CodePage page, GuestInstruction instruction)
    {
        if ((instruction.Opcode & 0xfff00fff) != 0xe2500001 || !page.Contains(instruction.Next) || instruction.Next % CodePage.LineSize == 0) return false;
        GuestInstruction next = InstructionReader.Read(page, instruction.Next);
        return next.Kind == GuestKind.Branch && next.Value == instruction.Address && next.Condition is 1 or 2;
    }
}
