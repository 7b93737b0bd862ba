using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Transport.Native;

/// <summary>Lets the kernel cut the sent data into datagrams of one length: a <c>struct cmsghdr</c> of UDP_SEGMENT.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct SegmentControl
{
    private const int SolUdp = 17;
    private const int UdpSegment = 103;

    [FieldOffset(0)]
    private readonly nuint _length;

    [FieldOffset(8)]
    private readonly int _level;

    [FieldOffset(12)]
    private readonly int _type;

    [FieldOffset(16)]
    private readonly ushort _segment;

    public SegmentControl(ushort segment)
    {
        _length = 16 + sizeof(ushort);
        _level = SolUdp;
        _type = UdpSegment;
        _segment = segment;
    }
}
