using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Transport.Native;

/// <summary>The address and port of a sender, as the system writes them: <c>struct sockaddr_in</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct SocketName
{
    /// <summary>The port, with its upper byte first.</summary>
    [FieldOffset(2)]
    public ushort Port;

    /// <summary>The address, with its first byte first.</summary>
    [FieldOffset(4)]
    public uint Address;
}
