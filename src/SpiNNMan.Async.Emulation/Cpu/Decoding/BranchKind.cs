namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>The kind of branch to a fixed address.</summary>
internal enum BranchKind
{
    /// <summary>No such branch.</summary>
    None,

    /// <summary>A branch ahead.</summary>
    Forward,

    /// <summary>A branch to itself, or back.</summary>
    Loop,

    /// <summary>A call.</summary>
    Link,

    /// <summary>A jump to an address that the instruction does not name, but whose target may be executed often.</summary>
    Counted,
}
