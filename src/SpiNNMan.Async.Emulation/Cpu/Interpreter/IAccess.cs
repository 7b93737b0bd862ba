namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>The data of a single load or store.</summary>
internal unsafe interface IAccess
{
    /// <summary>The number of bytes.</summary>
    static abstract uint Size { get; }

    /// <summary>Loads from memory at a pointer, and extends to a word.</summary>
    static abstract uint LoadAt(byte* memory);

    /// <summary>Stores at a pointer.</summary>
    static abstract void StoreAt(byte* memory, uint value);

    /// <summary>Loads from any memory or device, and extends to a word.</summary>
    static abstract uint Load(ArmCore core, uint address);

    /// <summary>Stores to any memory or device.</summary>
    static abstract void Store(ArmCore core, uint address, uint value);
}
