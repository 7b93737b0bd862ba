namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The first words of the fixed-route packets from an extra monitor to the gatherer of its board. They tell the meaning of the second words.</summary>
/// <param name="Data">A word of data.</param>
/// <param name="NewSequence">The number of the datagram that the next words belong to.</param>
/// <param name="FirstData">A stream begins; the second word is its length in bytes.</param>
/// <param name="Transaction">The number of the transaction.</param>
/// <param name="End">The stream, or the round, is over.</param>
internal readonly record struct StreamKeys(uint Data, uint NewSequence, uint FirstData, uint Transaction, uint End)
{
    /// <summary>The values that programs have by convention.</summary>
    public static StreamKeys Usual { get; } = new(0xFFFFFFF9, 0xFFFFFFF8, 0xFFFFFFF7, 0xFFFFFFF5, 0xFFFFFFF6);

    /// <summary>Reads the region of an extra monitor.</summary>
    public static StreamKeys ReadMonitor(IVirtualCore core, uint region) =>
        region == 0 ? Usual : new StreamKeys(Word(core, region, 0), Word(core, region, 1), Word(core, region, 2), Word(core, region, 3), Word(core, region, 4));

    /// <summary>Reads the region of a gatherer, which has a different order.</summary>
    public static StreamKeys ReadGatherer(IVirtualCore core, uint region) =>
        region == 0 ? Usual : new StreamKeys(Word(core, region, 4), Word(core, region, 0), Word(core, region, 1), Word(core, region, 2), Word(core, region, 3));

    private static uint Word(IVirtualCore core, uint region, uint number) => DataTable.ReadWord(core, region + (number * sizeof(uint)));
}
