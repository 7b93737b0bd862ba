namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>What a single load or store moves.</summary>
internal unsafe interface IAccess
{
    /// <summary>How many bytes.</summary>
    static abstract uint Size { get; }

    /// <summary>Loads from memory at a pointer, and extends to a word.</summary>
    static abstract uint LoadAt(byte* memory);

    /// <summary>Stores at a pointer.</summary>
    static abstract void StoreAt(byte* memory, uint value);

    /// <summary>Loads from wherever an address is, and extends to a word.</summary>
    static abstract uint Load(ArmCore core, uint address);

    /// <summary>Stores wherever an address is.</summary>
    static abstract void Store(ArmCore core, uint address, uint value);
}
