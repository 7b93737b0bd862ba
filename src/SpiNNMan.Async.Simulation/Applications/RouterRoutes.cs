namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Exchanges the multicast entries of an application for those of the system, and back, as a program on a core does. It changes the copy in memory and the router.</summary>
internal sealed class RouterRoutes
{
    private const uint CopyPointer = 0xE5007FD4;
    private const uint PhysicalCores = 0xE5007FA8;
    private const uint RouterRoute = 0xF1004000;
    private const uint RouterKey = 0xF1008000;
    private const uint RouterMask = 0xF100C000;
    private const uint Entries = 1024;
    private const uint EntrySize = 16;
    private const uint NoRoute = 0xFF000000;
    private const uint NoKey = 0xFFFFFFFF;
    private const uint LinkMask = 0x3F;
    private const int LinkCount = 6;
    private const int CoreCount = 18;
    private const uint ListOffset = 12;
    private const uint ListEntrySize = 12;

    private (uint Route, uint Key, uint Mask)[]? _saved;
    private bool _isSystem;

    /// <summary>Keeps the entries that are there now.</summary>
    public void Save(IVirtualCore core)
    {
        uint copy = DataTable.ReadWord(core, CopyPointer);
        _saved = [.. Enumerable.Range(1, (int)Entries - 1).Select(entry => Read(core, copy + (EntrySize * (uint)entry) + sizeof(uint)))];
    }

    /// <summary>Brings back the entries that were kept.</summary>
    public void LoadSaved(IVirtualCore core)
    {
        _isSystem = false;
        if (_saved is null)
            return;

        for (uint entry = 1; entry < Entries; entry++)
            Write(core, entry, _saved[entry - 1]);
    }

    /// <summary>Keeps the present entries, and loads those of a list instead. It does so only once, until the others are back.</summary>
    /// <param name="core">The core.</param>
    /// <param name="region">The address of the region with the list, or 0 for none. Its fourth word is the number of entries.</param>
    public void LoadSystem(IVirtualCore core, uint region)
    {
        if (_isSystem)
            return;

        Save(core);
        _isSystem = true;
        uint count = region == 0 ? 0 : Math.Min(DataTable.ReadWord(core, region + ListOffset), Entries - 1);
        for (uint entry = 1; entry < Entries; entry++)
            Write(core, entry, entry <= count ? ReadListed(core, region + ListOffset + sizeof(uint) + (ListEntrySize * (entry - 1))) : (NoRoute, NoKey, 0));
    }

    private static (uint Route, uint Key, uint Mask) Read(IVirtualCore core, uint address) =>
        (DataTable.ReadWord(core, address), DataTable.ReadWord(core, address + 4), DataTable.ReadWord(core, address + 8));

    /// <summary>In a list, key and mask come first.</summary>
    private static (uint Route, uint Key, uint Mask) ReadListed(IVirtualCore core, uint address) =>
        (DataTable.ReadWord(core, address + 8), DataTable.ReadWord(core, address), DataTable.ReadWord(core, address + 4));

    private static void Write(IVirtualCore core, uint entry, (uint Route, uint Key, uint Mask) value)
    {
        uint copy = DataTable.ReadWord(core, CopyPointer) + (EntrySize * entry) + sizeof(uint);
        DataTable.WriteWord(core, copy, value.Route);
        DataTable.WriteWord(core, copy + 4, value.Key);
        DataTable.WriteWord(core, copy + 8, value.Mask);
        DataTable.WriteWord(core, RouterRoute + (entry * sizeof(uint)), ToPhysical(core, value.Route));
        DataTable.WriteWord(core, RouterKey + (entry * sizeof(uint)), value.Key);
        DataTable.WriteWord(core, RouterMask + (entry * sizeof(uint)), value.Mask);
    }

    /// <summary>The router knows cores by their physical numbers.</summary>
    private static uint ToPhysical(IVirtualCore core, uint route)
    {
        uint mapped = route & LinkMask;
        Span<byte> physical = stackalloc byte[CoreCount];
        core.TryRead(PhysicalCores, physical);
        for (int number = 0; number < CoreCount; number++)
        {
            if ((route & (1u << (LinkCount + number))) != 0 && physical[number] < CoreCount)
                mapped |= 1u << (LinkCount + physical[number]);
        }

        return mapped;
    }
}
