using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Transport.Linux;

/// <summary>Many datagrams with one system call, on connected sockets.</summary>
/// <remarks>
/// Requests of one length, as those of a transfer are, go out as one piece of memory that the kernel cuts up: most of what a datagram costs is paid once.
/// Others go out by sendmmsg. Where the kernel, or the network's driver, does not do the first, it is not tried again.
/// </remarks>
internal static unsafe class BatchCalls
{
    /// <summary>As many as one call takes.</summary>
    public const int Most = DatagramBatch.Capacity;

    private static int s_refusedSegments;

    /// <summary>Whether the structures are laid out as these calls take them.</summary>
    public static bool AreThere => OperatingSystem.IsLinux() && Environment.Is64BitProcess && BitConverter.IsLittleEndian;

    /// <summary>The system's error as the runtime's own sockets would report it.</summary>
    public static SocketException ToException(int error) => error switch
    {
        NativeMethods.ErrorConnectionRefused => new SocketException((int)SocketError.ConnectionRefused),
        101 => new SocketException((int)SocketError.NetworkUnreachable),
        113 => new SocketException((int)SocketError.HostUnreachable),
        _ => new SocketException((int)SocketError.SocketError, Marshal.GetPInvokeErrorMessage(error)),
    };

    /// <summary>Receives what is there, up to the number of buffers, and waits for the first if asked to.</summary>
    /// <returns>How many; less than 0 for an error of the system, which is the last one.</returns>
    [SkipLocalsInit]
    public static int Receive(SafeSocketHandle socket, ReadOnlySpan<Datagram> buffers, bool wait)
    {
        int most = Math.Min(buffers.Length, Most);
        MessageHeader* messages = stackalloc MessageHeader[Most];
        IoVector* vectors = stackalloc IoVector[Most];
        for (int index = 0; index < most; index++)
        {
            vectors[index] = new IoVector { Base = buffers[index].Address, Length = (nuint)buffers[index].Buffer.Length };
            messages[index] = new MessageHeader { Vectors = vectors + index, VectorCount = 1 };
        }

        int count;
        do
            count = NativeMethods.ReceiveMessages(socket, messages, (uint)most, wait ? NativeMethods.WaitForOne : NativeMethods.DontWait, 0);
        while (count < 0 && Marshal.GetLastPInvokeError() == NativeMethods.ErrorInterrupted);

        for (int index = 0; index < count; index++)
            buffers[index].Length = (int)messages[index].Length;

        return count;
    }

    /// <summary>Sends as many as the system takes.</summary>
    /// <returns>How many; 0 if there was an error with the first.</returns>
    public static int Send(SafeSocketHandle socket, ReadOnlySpan<Datagram> datagrams)
    {
        int alike = CountAlike(datagrams);
        if (alike > 1 && Volatile.Read(ref s_refusedSegments) == 0)
        {
            if (TrySendSegments(socket, datagrams[..alike]))
                return alike;

            if (Marshal.GetLastPInvokeError() is not (NativeMethods.ErrorConnectionRefused or NativeMethods.ErrorTryAgain or NativeMethods.ErrorInterrupted))
                Volatile.Write(ref s_refusedSegments, 1);
        }

        return SendMessages(socket, datagrams);
    }

    /// <summary>How many at the beginning have one length; the last of them may be shorter.</summary>
    private static int CountAlike(ReadOnlySpan<Datagram> datagrams)
    {
        int most = Math.Min(datagrams.Length, Most);
        int length = datagrams[0].Length;
        for (int index = 1; index < most; index++)
        {
            if (datagrams[index].Length != length)
                return datagrams[index].Length < length && datagrams[index].Length > 0 ? index + 1 : index;
        }

        return most;
    }

    [SkipLocalsInit]
    private static bool TrySendSegments(SafeSocketHandle socket, ReadOnlySpan<Datagram> datagrams)
    {
        IoVector* vectors = stackalloc IoVector[Most];
        for (int index = 0; index < datagrams.Length; index++)
            vectors[index] = new IoVector { Base = datagrams[index].Address, Length = (nuint)datagrams[index].Length };

        var control = new SegmentControl((ushort)datagrams[0].Length);
        var message = new MessageHeader
        {
            Vectors = vectors,
            VectorCount = (nuint)datagrams.Length,
            Control = &control,
            ControlLength = (nuint)sizeof(SegmentControl),
        };
        return NativeMethods.SendMessage(socket, &message, 0) >= 0;
    }

    [SkipLocalsInit]
    private static int SendMessages(SafeSocketHandle socket, ReadOnlySpan<Datagram> datagrams)
    {
        int most = Math.Min(datagrams.Length, Most);
        MessageHeader* messages = stackalloc MessageHeader[Most];
        IoVector* vectors = stackalloc IoVector[Most];
        for (int index = 0; index < most; index++)
        {
            vectors[index] = new IoVector { Base = datagrams[index].Address, Length = (nuint)datagrams[index].Length };
            messages[index] = new MessageHeader { Vectors = vectors + index, VectorCount = 1 };
        }

        return Math.Max(0, NativeMethods.SendMessages(socket, messages, (uint)most, 0));
    }
}
