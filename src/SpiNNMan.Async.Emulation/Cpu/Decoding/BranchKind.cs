namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>What kind of branch to a fixed address a decoded instruction is.</summary>
internal enum BranchKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>A branch ahead.</summary>
    Forward,

    /// <summary>A branch to itself, or back.</summary>
    Loop,

    /// <summary>A call.</summary>
    Link,

    /// <summary>A jump to an address that it does not name, but whose target may be executed often.</summary>
    Counted,
}
