namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The first word of requests for memory and router entries.</summary>
internal static class AllocationWord
{
    /// <summary>Application in [15:8], operation in [7:0].</summary>
    public static uint For(AllocateOperation operation, byte applicationId) => ((uint)applicationId << 8) | (uint)operation;
}
