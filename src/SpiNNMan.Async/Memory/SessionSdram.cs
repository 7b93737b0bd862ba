namespace SpiNNMan.Async.Memory;

/// <summary>The SDRAM that was allocated through a session. The boards free it when the application stops. From then on the program must not free it: it may belong to another application.</summary>
internal sealed class SessionSdram
{
    private readonly List<SdramAllocation> _blocks = [];

    public SdramAllocation Add(SdramAllocation block)
    {
        lock (_blocks)
            _blocks.Add(block);

        return block;
    }

    public SdramAllocations Add(SdramAllocations blocks)
    {
        foreach (SdramAllocation block in blocks)
            Add(block);

        return blocks;
    }

    /// <summary>Makes disposing of the blocks do nothing.</summary>
    public void Release()
    {
        lock (_blocks)
        {
            foreach (SdramAllocation block in _blocks)
                block.Release();

            _blocks.Clear();
        }
    }
}
