namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>When code that is executed often is translated. The mode never changes what a program does.</summary>
internal enum TranslationMode
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>On a thread of the pool, while the interpreter goes on.</summary>
    Background,

    /// <summary>At once, by the thread that runs the core.</summary>
    Immediate,
}
