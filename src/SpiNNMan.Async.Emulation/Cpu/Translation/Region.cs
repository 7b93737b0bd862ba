using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Instructions that are translated together.</summary>
internal sealed class Region
{
    /// <summary>Makes a region.</summary>
    public Region(uint head, bool thumb, SortedDictionary<uint, GuestInstruction> instructions, IReadOnlyList<CodePage> pages)
    {
        Head = head;
        IsThumb = thumb;
        Instructions = instructions;
        Pages = pages;
        if (thumb) KeepHalvesTogether();
        foreach (GuestInstruction instruction in instructions.Values) Note(instruction);
        Entries.Add(head);
        Leaders.UnionWith(Entries);
    }

    /// <summary>The address that was executed often.</summary>
    public uint Head { get; }

    /// <summary>Whether it is Thumb code.</summary>
    public bool IsThumb { get; }

    /// <summary>Its instructions.</summary>
    public SortedDictionary<uint, GuestInstruction> Instructions { get; }

    /// <summary>The pages of the instructions.</summary>
    public IReadOnlyList<CodePage> Pages { get; }

    /// <summary>The addresses at which blocks begin.</summary>
    public HashSet<uint> Leaders { get; } = [];

    /// <summary>The addresses at which the region is entered: loops, called routines, the return addresses of calls, and where it is left and probably entered again.</summary>
    public SortedSet<uint> Entries { get; } = [];

    /// <summary>The return addresses of the calls within the region.</summary>
    public SortedSet<uint> ReturnSites { get; } = [];

    /// <summary>The value of a literal, if it is on the page of the instruction that loads it.</summary>
    public uint? LiteralOf(GuestInstruction instruction)
    {
        CodePage page = Pages.First(page => page.Contains(instruction.Address));
        return page.LiteralAt(instruction.Value);
    }

    /// <summary>The second half of a Thumb call has a fixed target only if it follows its first half. If it is the target of a jump, it is interpreted.</summary>
    private void KeepHalvesTogether()
    {
        HashSet<uint> targets = [Head];
        foreach (GuestInstruction instruction in Instructions.Values)
            if (instruction.Kind is GuestKind.Branch or GuestKind.Call) targets.Add(instruction.Value);
        foreach (GuestInstruction call in Instructions.Values.Where(call => call.Kind == GuestKind.Call && (targets.Contains(call.Address) || !Instructions.ContainsKey(call.Address - 2))).ToList())
            Instructions[call.Address] = call with { Kind = GuestKind.Last };
    }

    private void Note(GuestInstruction instruction)
    {
        if (instruction.Next % CodePage.LineSize == 0 || instruction.Kind == GuestKind.WriteControl) Leaders.Add(instruction.Next);
        if ((instruction.ComesBackAt ?? (instruction.Kind == GuestKind.WriteControl ? instruction.Next : null)) is { } back && Instructions.ContainsKey(back)) Entries.Add(back);
        if (instruction.Kind is GuestKind.Branch or GuestKind.Call)
        {
            Leaders.Add(instruction.Value);
            bool isEntry = instruction.Kind == GuestKind.Call || instruction.Value <= instruction.Address;
            if (isEntry && Instructions.ContainsKey(instruction.Value)) Entries.Add(instruction.Value);
        }

        if (instruction.Kind == GuestKind.Indirect && instruction.Value != 0 && Instructions.ContainsKey(instruction.Value))
        {
            Leaders.Add(instruction.Value);
            Entries.Add(instruction.Value);
            if (Instructions.ContainsKey(instruction.Next)) ReturnSites.Add(instruction.Next);
        }

        if (instruction.Kind != GuestKind.Call || !Instructions.ContainsKey(instruction.Next)) return;
        Entries.Add(instruction.Next);
        ReturnSites.Add(instruction.Next);
    }
}
