using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Transport.Native;

/// <summary>A piece of memory to send or to receive into: <c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IoVector
{
    public nint Base;
    public nuint Length;
}
