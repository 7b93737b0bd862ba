namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>How long the router of a chip lets a packet wait: two bytes of its control register.</summary>
internal static class RouterWaits
{
    private const uint Control = 0xF1000000;

    public static byte Get(IVirtualCore core, bool first) => (byte)(DataTable.ReadWord(core, Control) >> Shift(first));

    public static void Set(IVirtualCore core, bool first, byte wait) =>
        DataTable.WriteWord(core, Control, (DataTable.ReadWord(core, Control) & ~(0xFFu << Shift(first))) | ((uint)wait << Shift(first)));

    private static int Shift(bool first) => first ? 16 : 24;
}
