namespace SpiNNMan.Async.Wire.Scp.Routing;

/// <summary>The common part of the requests to a router.</summary>
internal static class RouterWords
{
    /// <summary>The last entry of the multicast table. Entry 0 is the monitor's own.</summary>
    public const int LastEntry = 1023;

    /// <summary>Number of entries in [31:16], application in [15:8], operation in [7:0].</summary>
    public static uint First(RouterOperation operation, byte applicationId = 0, int entryCount = 0) =>
        ((uint)entryCount << 16) | ((uint)applicationId << 8) | (uint)operation;
}
