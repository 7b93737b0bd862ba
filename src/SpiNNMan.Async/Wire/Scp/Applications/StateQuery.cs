namespace SpiNNMan.Async.Wire.Scp.Applications;

/// <summary>The questions about the cores of an application and a state.</summary>
/// <remarks>Protocol: scp.md, "Counting cores".</remarks>
public enum StateQuery : uint
{
    /// <summary>0: whether some core is in the state (bit 16), and how many chips answered (low 16 bits).</summary>
    Any = 0,

    /// <summary>1: whether no core is in another state (bit 16), and how many chips answered (low 16 bits).</summary>
    All = 1,

    /// <summary>2: how many cores are in the state.</summary>
    Count = 2,
}
