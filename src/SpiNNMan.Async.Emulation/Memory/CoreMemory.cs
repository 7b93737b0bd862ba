using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SpiNNMan.Async.Emulation.Memory;

/// <summary>The tightly coupled memories of all cores of a chip in one block, zero at first.</summary>
/// <remarks>
/// Cores that do little touch few pages each, but many together: more than a processor remembers the places of. On Linux the block is one large page, so it asks for each place but once.
/// </remarks>
internal sealed unsafe partial class CoreMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    private const nuint LargePage = 2 << 20;
    private const int ForgetPages = 4;
    private const int UseLargePages = 14;

    private readonly nuint _size;
    private nuint _taken;

    /// <summary>Takes memory.</summary>
    /// <param name="size">The number of bytes.</param>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public CoreMemory(nuint size)
        : base(ownsHandle: true)
    {
        _size = size;
        nuint whole = (size + LargePage - 1) / LargePage * LargePage;
        void* memory = NativeMemory.AlignedAlloc(whole, LargePage);
        SetHandle((nint)memory);

        // Pages that are forgotten are zero when they are touched next.
        if (!OperatingSystem.IsLinux() || Advise(memory, whole, ForgetPages) != 0) NativeMemory.Clear(memory, whole);
        else _ = Advise(memory, whole, UseLargePages);
    }

    /// <summary>Takes the next part of the block.</summary>
    /// <param name="size">The number of bytes.</param>
    /// <exception cref="InvalidOperationException">There is not as much left.</exception>
    public byte* Take(nuint size)
    {
        if (_taken + size > _size) throw new InvalidOperationException("All memory of cores is taken.");
        byte* part = (byte*)handle + _taken;
        _taken += size;
        return part;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
