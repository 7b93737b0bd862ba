namespace SpiNNMan.Async.Emulation.Memory;

/// <summary>
/// The memory that the cores of a chip share: SDRAM, system RAM and boot ROM. Cores reach it by pointer. Only one host thread at a time may run cores of a chip,
/// or write to this memory.
/// </summary>
/// <remarks>The host's memory is taken page by page at the first write. Unused SDRAM costs nothing.</remarks>
internal sealed unsafe class ChipMemory : IDisposable
{
    /// <summary>The size of SDRAM in bytes.</summary>
    public const int SdramSize = 128 * 1024 * 1024;

    /// <summary>The size of system RAM in bytes. It repeats within its 16 MB.</summary>
    public const int SystemRamSize = 32 * 1024;

    /// <summary>The size of the boot ROM in bytes. It repeats within its 16 MB.</summary>
    public const int BootRomSize = 32 * 1024;

    private readonly byte[] _sdramCode = new byte[SdramSize >> CodePageBits];
    private readonly byte[] _systemRamCode = new byte[SystemRamSize >> CodePageBits];
    private bool _vectorsInSystemRam;
    private readonly NativeBlock _sdram = new(SdramSize);
    private readonly NativeBlock _systemRam = new(SystemRamSize);
    private readonly NativeBlock _bootRom = new(BootRomSize);
    private readonly CoreMemory _cores;

    /// <summary>Makes memory full of zeros.</summary>
    /// <param name="cores">For how many cores there are tightly coupled memories.</param>
    public ChipMemory(int cores = 1)
    {
        _cores = new CoreMemory((nuint)cores * CoreMemorySize);
        Sdram = _sdram.Pointer;
        SystemRam = _systemRam.Pointer;
        BootRom = _bootRom.Pointer;
    }

    /// <summary>The bytes that each core takes of one block: its tightly coupled memories, and behind them the places of its decoded code, which it needs as often.</summary>
    internal const int CoreMemorySize = (96 * 1024) + CodePlacesSize;

    /// <summary>The size of the places of a core's decoded code, in bytes.</summary>
    internal const int CodePlacesSize = 2 * 1024;

    /// <summary>The size of the pages of code, as a power of two.</summary>
    internal const int CodePageBits = 10;

    /// <summary>SDRAM, at 60000000 and 70000000.</summary>
    public byte* Sdram { get; }

    /// <summary>System RAM, at e5000000 and f5000000.</summary>
    public byte* SystemRam { get; }

    /// <summary>The boot ROM, at e6000000 and f6000000.</summary>
    public byte* BootRom { get; }

    /// <summary>Whether the vectors at ff000000 are system RAM and not the boot ROM. Bit 0 of the system controller's MISC register sets this.</summary>
    public bool VectorsInSystemRam
    {
        get => _vectorsInSystemRam;
        set
        {
            if (value == _vectorsInSystemRam) return;
            _vectorsInSystemRam = value;
            CodeVersion++;
        }
    }

    /// <summary>The memory at ff000000: <see cref="SystemRam"/> or <see cref="BootRom"/>.</summary>
    public byte* Vectors => _vectorsInSystemRam ? SystemRam : BootRom;

    /// <summary>Grows when memory with executed code is written. Cores check it when they start to run.</summary>
    internal long CodeVersion { get; private set; }

    /// <summary>All of SDRAM.</summary>
    public Span<byte> SdramSpan => new(Sdram, SdramSize);

    /// <summary>All of system RAM.</summary>
    public Span<byte> SystemRamSpan => new(SystemRam, SystemRamSize);

    /// <summary>
    /// Reports a write to SDRAM that no core made, but a DMA controller, the monitor or a loader. It must be called after each such write, so that cores which
    /// execute there see the new instructions.
    /// </summary>
    /// <param name="offset">The offset from the start of SDRAM.</param>
    /// <param name="length">The number of bytes.</param>
    public void SdramWritten(uint offset, uint length) => Written(_sdramCode, offset, length);

    /// <summary>Reports a write to system RAM that no core made, as <see cref="SdramWritten"/> does for SDRAM.</summary>
    /// <param name="offset">The offset from the start of system RAM.</param>
    /// <param name="length">The number of bytes.</param>
    public void SystemRamWritten(uint offset, uint length) => Written(_systemRamCode, offset, length);

    /// <summary>A pointer to the memory at an address; null if there is none, or if it may not be written.</summary>
    public byte* At(uint address, bool isWrite) => (address >> 24) switch
    {
        >= 0x60 and < 0x80 => Sdram + (address & (SdramSize - 1)),
        0xe5 or 0xf5 => SystemRam + (address & (SystemRamSize - 1)),
        0xe6 or 0xf6 when !isWrite => BootRom + (address & (BootRomSize - 1)),
        _ => null,
    };

    /// <summary>Reports that the boot ROM was given its contents.</summary>
    public void BootRomWritten() => CodeVersion++;

    /// <summary>Gives a core its part.</summary>
    internal byte* TakeCoreMemory() => _cores.Take(CoreMemorySize);

    /// <inheritdoc/>
    public void Dispose()
    {
        _cores.Dispose();
        _sdram.Dispose();
        _systemRam.Dispose();
        _bootRom.Dispose();
    }

    /// <summary>Records that a core executes from the page, so that a write to it is noticed.</summary>
    internal void MarkSdramCode(uint offset) => _sdramCode[offset >> CodePageBits] = 1;

    /// <summary>Records that a core executes from the page, so that a write to it is noticed.</summary>
    internal void MarkSystemRamCode(uint offset) => _systemRamCode[offset >> CodePageBits] = 1;

    private void Written(byte[] code, uint offset, uint length)
    {
        if (length == 0) return;
        uint last = (offset + length - 1) >> CodePageBits;
        bool hit = false;
        for (uint page = offset >> CodePageBits; page <= last && page < code.Length; page++)
        {
            hit |= code[page] != 0;
            code[page] = 0;
        }

        if (hit) CodeVersion++;
    }
}
