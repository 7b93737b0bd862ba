namespace SpiNNMan.Async.Wire.Scp;

/// <summary>Which access unit suits a block of memory.</summary>
internal static class AccessUnits
{
    /// <summary>The largest unit that both the address and the size are a multiple of.</summary>
    /// <remarks>Protocol: scp.md, "Access units".</remarks>
    public static AccessUnit For(uint address, int size) => ((address | (uint)size) & 3) switch
    {
        0 => AccessUnit.Word,
        2 => AccessUnit.HalfWord,
        _ => AccessUnit.Byte,
    };
}
