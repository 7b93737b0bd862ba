using System.Net;
using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Transport;

/// <summary>A pooled buffer with one datagram in it. Its holder returns it once, by <see cref="Dispose"/>, or passes it on.</summary>
internal sealed class Datagram(DatagramPool pool, int capacity) : IDisposable
{
    private bool _rented;

    /// <summary>The whole buffer. The collector does not move it, since the system may read and write it.</summary>
    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);

    /// <summary>The address of the buffer.</summary>
    public nint Address => Marshal.UnsafeAddrOfPinnedArrayElement(Buffer, 0);

    /// <summary>The length of the datagram.</summary>
    public int Length { get; set; }

    /// <summary>The sender; <see langword="null"/> for a datagram that is being made.</summary>
    public IPEndPoint? RemoteEndPoint { get; set; }

    /// <summary>The datagram's bytes.</summary>
    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);

    /// <summary>The datagram's bytes, for as long as it is held.</summary>
    public ReadOnlyMemory<byte> Memory => Buffer.AsMemory(0, Length);

    public void Rent() => _rented = true;

    public void Dispose()
    {
        Release();
        pool.Return(this);
    }

    /// <summary>Ends the renting. The pool has it back afterwards.</summary>
    public void Release()
    {
        // If a buffer were returned twice, it would belong to two datagrams, and each would overwrite the other.
        if (!_rented)
            throw new InvalidOperationException("A datagram was returned to its pool twice.");

        _rented = false;
        Length = 0;
        RemoteEndPoint = null;
    }
}
