using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Transport.Native;

/// <summary>One message of a batch: <c>struct mmsghdr</c> of systems of 64 bits, which begins with a <c>struct msghdr</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal unsafe struct MessageHeader
{
    [FieldOffset(0)]
    public nint Name;

    [FieldOffset(8)]
    public uint NameLength;

    [FieldOffset(16)]
    public IoVector* Vectors;

    [FieldOffset(24)]
    public nuint VectorCount;

    [FieldOffset(32)]
    public void* Control;

    [FieldOffset(40)]
    public nuint ControlLength;

    [FieldOffset(48)]
    public int Flags;

    /// <summary>How many bytes were received or sent.</summary>
    [FieldOffset(56)]
    public uint Length;
}
