using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SpiNNMan.Async.Emulation.Memory;

/// <summary>Lets the processor of this computer fetch memory that is needed soon. It changes nothing but the speed, and does nothing where there is no such instruction.</summary>
internal static unsafe class Prefetch
{
    private const int Line = 64;

    /// <summary>Fetches the first lines of an object. Should it move meanwhile, the wrong lines are fetched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Object(object what, int lines)
    {
        if (Sse.IsSupported) At((byte*)Unsafe.As<object, nint>(ref what), lines);
    }

    /// <summary>Fetches lines from an address on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void At(byte* address, int lines)
    {
        if (!Sse.IsSupported) return;
        for (int line = 0; line < lines; line++) Sse.Prefetch0(address + (line * Line));
    }
}
