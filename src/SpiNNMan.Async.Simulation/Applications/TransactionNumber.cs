namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The transaction number of a program that streams memory. Hosts read it in the second user word of its core.</summary>
internal sealed class TransactionNumber
{
    private const uint User1 = 0x74;
    private const uint CountedBits = 0x0FFFFFFF;

    /// <summary>The number of the last transaction that began.</summary>
    public uint Value { get; private set; }

    /// <summary>Begins a transaction, if its number follows the last one.</summary>
    public bool TryBegin(IVirtualCore core, uint number)
    {
        uint next = unchecked(Value + 1);
        if ((next & CountedBits) == 0)
            next = 0;
        if (number != next)
            return false;

        Publish(core, next);
        return true;
    }

    /// <summary>Shows the number to hosts.</summary>
    public void Publish(IVirtualCore core, uint number)
    {
        Value = number;
        DataTable.WriteWord(core, DataTable.VcpuOf(core) + User1, number);
    }
}
