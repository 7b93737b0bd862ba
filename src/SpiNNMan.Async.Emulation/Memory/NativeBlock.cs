using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SpiNNMan.Async.Emulation.Memory;

/// <summary>Memory outside of the collected heap, zero at first. The host's memory is taken page by page as it is written to.</summary>
internal sealed unsafe class NativeBlock : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>Takes memory.</summary>
    /// <param name="size">How many bytes.</param>
    /// <exception cref="OutOfMemoryException">There is not so much.</exception>
    public NativeBlock(nuint size)
        : base(ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed(size));

    /// <summary>Where it is. Valid as long as the block is referred to and not disposed.</summary>
    public byte* Pointer => (byte*)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
