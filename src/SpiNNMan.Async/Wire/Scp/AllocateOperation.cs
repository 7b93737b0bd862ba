namespace SpiNNMan.Async.Wire.Scp;

/// <summary>What <see cref="ScpCommand.Allocate"/> is to do.</summary>
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

    /// <summary>6: tell how much SDRAM is free.</summary>
    SdramSpace = 6,

    /// <summary>7: tell where the SDRAM with a tag is.</summary>
    FindTag = 7,
}
