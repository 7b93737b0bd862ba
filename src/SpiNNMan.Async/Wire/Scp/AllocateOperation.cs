namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The operations of <see cref="ScpCommand.Allocate"/>.</summary>
/// <remarks>Protocol: scp.md, "Allocation".</remarks>
internal enum AllocateOperation : byte
{
    /// <summary>0: allocate SDRAM.</summary>
    AllocateSdram = 0,

    /// <summary>1: free the SDRAM at an address.</summary>
    FreeSdram = 1,

    /// <summary>2: free all SDRAM of an application.</summary>
    FreeSdramOfApplication = 2,

    /// <summary>3: allocate entries of the multicast table.</summary>
    AllocateRouterEntries = 3,

    /// <summary>4: free the entries that start at an index.</summary>
    FreeRouterEntries = 4,

    /// <summary>5: free all entries of an application.</summary>
    FreeRouterEntriesOfApplication = 5,

    /// <summary>6: get the free SDRAM.</summary>
    SdramSpace = 6,

    /// <summary>7: find the SDRAM with a tag.</summary>
    FindTag = 7,
}
