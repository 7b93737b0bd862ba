namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>How much memory of this computer the memories of all chips may take together: what clients write must not fill it.</summary>
internal sealed class PageBudget(long limit)
{
    /// <summary>The most there may be, in bytes.</summary>
    public long Limit { get; } = limit;

    /// <summary>How much is taken, in bytes.</summary>
    public long Taken { get; private set; }

    /// <summary>Takes memory.</summary>
    /// <exception cref="MemoryLimitException">There is no more.</exception>
    public void Take(int bytes)
    {
        if (Taken + bytes > Limit)
            throw new MemoryLimitException($"the memories of the virtual machine may take {Limit >> 20} MiB of this computer, and do (VirtualMachineOptions.MemoryLimit)");

        Taken += bytes;
    }

    /// <summary>Gives memory back.</summary>
    public void Return(long bytes) => Taken -= bytes;
}
