using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SpiNNMan.Async.Emulation.Memory;

/// <summary>Memory outside of the collected heap, zero at first. The host's memory is taken page by page at the first write.</summary>
internal sealed unsafe class NativeBlock : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Takes memory.</summary>
    /// <param name="size">The number of bytes.</param>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public NativeBlock(nuint size)
        : base(ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed(size));

    /// <summary>The address. It is valid while the block is referenced and not disposed.</summary>
    public byte* Pointer => (byte*)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
