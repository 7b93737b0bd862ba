using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>The words of requests that go from chip to chip over a region.</summary>
internal static class RegionWords
{
    /// <summary>All 16 blocks.</summary>
    public const ushort AllBlocks = 0xFFFF;

    private const uint QueryOperation = 1u << 22;
    private const uint SignalOperation = 2u << 22;

    public static uint Query(StateQuery query, CoreState state, byte applicationId, byte applicationMask = 0xFF, int level = 0) =>
        ((uint)level << 26) | QueryOperation | ((uint)query << 20) | ((uint)state << 16) | ((uint)applicationMask << 8) | applicationId;

    public static uint Signal(Signal signal, byte applicationId, byte applicationMask, int level) =>
        ((uint)level << 26) | SignalOperation | ((uint)signal << 16) | ((uint)applicationMask << 8) | applicationId;

    public static void Check(int level, ushort blocks, string levelName, string blocksName)
    {
        InvalidParameterException.ThrowIfOutside(level, 0, 3, levelName);
        InvalidParameterException.ThrowIfOutside(blocks, 1, AllBlocks, blocksName);
    }
}
