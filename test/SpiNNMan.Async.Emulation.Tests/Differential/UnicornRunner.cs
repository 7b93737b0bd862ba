using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Emulation.Tests.Differential;

/// <summary>Executes cases on Unicorn (Debian: libunicorn-dev), whose ARM926 has the same instructions as our core.</summary>
internal sealed unsafe partial class UnicornRunner : IDisposable
{
    private const string Library = "libunicorn.so.2";
    private const int ArchitectureArm = 1;
    private const int ModeArm926 = 1 << 7;
    private const int RegisterStatus = 3;
    private const int RegisterPc = 11;

    private static readonly int[] s_registers = [66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 12, 10];

    private readonly nint _engine;
    private readonly byte* _data = (byte*)NativeMemory.AlignedAlloc(MachineCase.DataSize, 4096);
    private readonly byte* _code;

    /// <summary>Makes one.</summary>
    /// <param name="core">The core whose memory it uses for code, so that loads relative to the PC find the same.</param>
    public UnicornRunner(CoreRunner core)
    {
        _code = core.CodeMemory;
        Check(Open(ArchitectureArm, ModeArm926, out _engine));
        Check(MapPointer(_engine, MachineCase.DataStart, MachineCase.DataSize, 7, _data));
        Check(MapPointer(_engine, MachineCase.CodeStart, MachineCase.CodeSize, 7, _code));
    }

    /// <summary>Whether the library is installed.</summary>
    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Executes a case. Unicorn keeps what it has translated: no two cases of one runner may be at the same address.</summary>
    /// <returns>What it leaves behind; null if Unicorn could not execute it, or executed more than it should.</returns>
    public MachineOutcome? Run(MachineCase machineCase)
    {
        DataImage.Of(machineCase).CopyTo(new Span<byte>(_data, MachineCase.DataSize));
        foreach (uint mode in (uint[])[0x11, 0x12, 0x13, 0x17, 0x1b]) ClearBank(mode);
        Write(RegisterStatus, machineCase.Status);
        for (int register = 0; register < 15; register++) Write(s_registers[register], machineCase.Registers[register]);
        uint thumb = machineCase.IsThumb ? 1u : 0;
        int error = Start(_engine, machineCase.Address | thumb, 0xffff_fff0, 0, (nuint)machineCase.Code.Length);
        if (error != 0 || (!machineCase.EndsWithBranch && Read(RegisterPc) != machineCase.End)) return null;
        var registers = new uint[15];
        for (int register = 0; register < 15; register++) registers[register] = Read(s_registers[register]);
        uint status = Read(RegisterStatus);

        // A BX to ARM code at an address that is no multiple of four is not foreseen by the architecture: Unicorn keeps bit 1, we do not.
        uint pc = Read(RegisterPc) & ((status & 0x20) != 0 ? ~1u : ~3u);
        return new MachineOutcome(registers, pc, status, MachineOutcome.HashData(new ReadOnlySpan<byte>(_data, MachineCase.DataSize)));
    }

    public void Dispose()
    {
        _ = Close(_engine);
        NativeMemory.AlignedFree(_data);
    }

    private static void Check(int error)
    {
        if (error != 0) throw new InvalidOperationException($"Unicorn answered {error}.");
    }

    [LibraryImport(Library, EntryPoint = "uc_open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(int architecture, int mode, out nint engine);

    [LibraryImport(Library, EntryPoint = "uc_close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(nint engine);

    [LibraryImport(Library, EntryPoint = "uc_mem_map_ptr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MapPointer(nint engine, ulong address, nuint size, uint permissions, byte* memory);

    [LibraryImport(Library, EntryPoint = "uc_reg_write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int WriteRegister(nint engine, int register, uint* value);

    [LibraryImport(Library, EntryPoint = "uc_reg_read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadRegister(nint engine, int register, uint* value);

    [LibraryImport(Library, EntryPoint = "uc_emu_start")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Start(nint engine, ulong begin, ulong until, ulong timeout, nuint count);

    private void ClearBank(uint mode)
    {
        Write(RegisterStatus, 0xc0 | mode);
        for (int register = mode == 0x11 ? 8 : 13; register < 15; register++) Write(s_registers[register], 0);
    }

    private void Write(int register, uint value) => _ = WriteRegister(_engine, register, &value);

    private uint Read(int register)
    {
        ulong value = 0;
        _ = ReadRegister(_engine, register, (uint*)&value);
        return (uint)value;
    }
}
