using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using SpiNNMan.Async.Transport.Native;

namespace SpiNNMan.Async.Transport;

/// <summary>The senders of the datagrams of one receive, and the address objects of those who sent before: each is made once, as long as there are not very many.</summary>
/// <remarks>It is for one thread at a time.</remarks>
internal sealed class SenderBook
{
    private const int MostKept = 1024;
    private const int PortBits = 16;

    private readonly Dictionary<ulong, IPEndPoint> _known = [];

    // The system writes here while it receives, so the collector must not move it.
    private readonly SocketName[] _names = GC.AllocateArray<SocketName>(BatchCalls.Most, pinned: true);
    private ulong _last;
    private IPEndPoint? _lastSender;

    /// <summary>The place for the name of the first sender. Those of the others follow.</summary>
    public nint Address => Marshal.UnsafeAddrOfPinnedArrayElement(_names, 0);

    /// <summary>The sender of a datagram of the last receive.</summary>
    public IPEndPoint this[int index]
    {
        get
        {
            SocketName name = _names[index];
            ulong key = ((ulong)name.Address << PortBits) | name.Port;
            if (_lastSender is { } last && key == _last)
                return last;

            if (!_known.TryGetValue(key, out IPEndPoint? sender))
            {
                // Anyone can send from any number of ports.
                if (_known.Count == MostKept)
                    _known.Clear();

                _known[key] = sender = new IPEndPoint(new IPAddress(name.Address), BinaryPrimitives.ReverseEndianness(name.Port));
            }

            (_last, _lastSender) = (key, sender);
            return sender;
        }
    }
}
