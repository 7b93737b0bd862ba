namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The limit for the memories of all chips together, so that the writes of clients cannot fill this computer's memory.</summary>
internal sealed class PageBudget(long limit)
{
    /// <summary>The limit, in bytes.</summary>
    public long Limit { get; } = limit;

    /// <summary>The memory taken, in bytes.</summary>
    public long Taken { get; private set; }

    /// <summary>Takes memory.</summary>
    /// <exception cref="MemoryLimitException">There is no more memory.</exception>
    public void Take(int bytes)
    {
        if (Taken + bytes > Limit)
            throw new MemoryLimitException($"the memories of the virtual machine have reached their limit of {Limit >> 20} MiB (VirtualMachineOptions.MemoryLimit)");

        Taken += bytes;
    }

    /// <summary>Returns memory.</summary>
    public void Return(long bytes) => Taken -= bytes;
}
