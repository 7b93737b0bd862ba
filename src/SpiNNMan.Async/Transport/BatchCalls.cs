using System.Net.Sockets;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Transport.Native;

namespace SpiNNMan.Async.Transport;

/// <summary>Many datagrams with one system call: received on all sockets, sent on connected ones.</summary>
/// <remarks>
/// Requests of one length, such as those of a transfer, are sent as one piece of memory that the kernel cuts up. Most of the cost of a datagram is paid once.
/// Others are sent by sendmmsg. A call that the kernel, or a sandbox around the process, does not have is tried once. From then on datagrams are received and sent one by one.
/// </remarks>
internal sealed unsafe class BatchCalls(ISystemCalls system)
{
    /// <summary>The greatest number of datagrams of one call.</summary>
    public const int Most = DatagramBatch.Capacity;

    /// <summary>A firewall of this computer refuses single datagrams too. Only after so many datagrams that pass alone, but not together, it must be a sandbox.</summary>
    private const int ProofOfSandbox = 3;

    private volatile bool _receivesOneByOne;
    private volatile bool _sendsOneByOne;
    private int _wentAlone;
    private string? _refusal;

    /// <summary>The calls of the system that this process runs on, with the findings about it.</summary>
    public static BatchCalls OfSystem { get; } = new(new SystemCalls());

    /// <summary>Whether this process was refused the call that receives many datagrams.</summary>
    public bool ReceivesOneByOne => _receivesOneByOne;

    /// <summary>Whether the structures have the layout that these calls need.</summary>
    public static bool AreThere => OperatingSystem.IsLinux() && Environment.Is64BitProcess && BitConverter.IsLittleEndian;

    /// <summary>The finding that was not reported yet.</summary>
    public bool HasRefusalToTell => Volatile.Read(ref _refusal) is not null;

    /// <summary>Takes the finding, to report it; <see langword="null"/> if another caller does.</summary>
    public string? TakeRefusal() => Interlocked.Exchange(ref _refusal, null);

    /// <summary>Gives back a finding that had no listener.</summary>
    public void GiveBack(string refusal) => Interlocked.CompareExchange(ref _refusal, refusal, null);

    /// <summary>Receives the datagrams that have come, up to the number of buffers. It waits for the first one if the caller wants it.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="buffers">The buffers.</param>
    /// <param name="wait">Whether to wait for the first.</param>
    /// <param name="senders">Where the senders are written, if the socket has no peer. If the system receives one by one, it returns less than 0 for such a socket.</param>
    /// <param name="error">The error of the system if there was one; it may have come after some datagrams.</param>
    /// <returns>How many; less than 0 for an error before the first.</returns>
    public int Receive(SafeSocketHandle socket, ReadOnlySpan<Datagram> buffers, bool wait, SenderBook? senders, out int error)
    {
        error = ErrorNumbers.NoSuchCall;
        if (!_receivesOneByOne)
        {
            int count = ReceiveMany(socket, buffers, wait, senders, out error);
            if (count >= 0 || !ErrorNumbers.IsRefusal(error))
                return count;

            _receivesOneByOne = true;
            Note("recvmmsg", error, "received");
        }

        return senders is not null ? -1 : ReceiveOneByOne(socket, buffers, wait, out error);
    }

    /// <summary>Sends as many datagrams as the system takes.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="datagrams">The datagrams.</param>
    /// <param name="segments">Whether the kernel can cut up data of this socket, as far as it is known.</param>
    /// <param name="error">The error of the system, if none was sent.</param>
    /// <returns>How many; 0 if the first had an error, or they must be sent one by one.</returns>
    public int Send(SafeSocketHandle socket, ReadOnlySpan<Datagram> datagrams, ref bool segments, out int error)
    {
        int alike = Volatile.Read(ref segments) ? CountAlike(datagrams) : 0;
        if (alike > 1)
        {
            if (TrySendSegments(socket, datagrams[..alike], out error))
                return alike;

            // Any other error is temporary, and says nothing about the network: a firewall, a full queue, a missing route.
            if (ErrorNumbers.IsRefusalOfSegments(error))
                Volatile.Write(ref segments, false);
        }

        error = 0;
        if (_sendsOneByOne)
            return 0;

        int sent = SendMany(socket, datagrams, out error);
        if (sent > 0)
            Volatile.Write(ref _wentAlone, 0);
        else if (error == ErrorNumbers.NoSuchCall)
            SendOneByOne(error);

        return sent;
    }

    /// <summary>One datagram was sent alone, after <see cref="Send"/> had met <paramref name="error"/> with it.</summary>
    public void NoteWentAlone(int error)
    {
        if (!_sendsOneByOne && ErrorNumbers.IsRefusal(error) && Interlocked.Increment(ref _wentAlone) == ProofOfSandbox)
            SendOneByOne(error);
    }

    private void SendOneByOne(int error)
    {
        _sendsOneByOne = true;
        Note("sendmmsg", error, "sent");
    }

    private void Note(string call, int error, string what)
    {
        string name = error switch
        {
            ErrorNumbers.NoSuchCall => "ENOSYS",
            ErrorNumbers.NotPermitted => "EPERM",
            ErrorNumbers.AccessDenied => "EACCES",
            _ => "EOPNOTSUPP",
        };
        string text = $"The system refuses {call} ({name}), as old kernels and sandboxes do. From now on datagrams are {what} one by one, which takes more processor time.";
        string? others;
        do
            others = Volatile.Read(ref _refusal);
        while (!ReferenceEquals(Interlocked.CompareExchange(ref _refusal, others is null ? text : $"{others} {text}", others), others));
    }

    [SkipLocalsInit]
    private int ReceiveMany(SafeSocketHandle socket, ReadOnlySpan<Datagram> buffers, bool wait, SenderBook? senders, out int error)
    {
        int most = Math.Min(buffers.Length, Most);
        MessageHeader* messages = stackalloc MessageHeader[Most];
        IoVector* vectors = stackalloc IoVector[Most];
        SocketName* names = senders is null ? null : (SocketName*)senders.Address;
        uint nameLength = senders is null ? 0 : (uint)sizeof(SocketName);
        for (int index = 0; index < most; index++)
        {
            vectors[index] = new IoVector { Base = buffers[index].Address, Length = (nuint)buffers[index].Buffer.Length };
            messages[index] = new MessageHeader { Name = names is null ? 0 : (nint)(names + index), NameLength = nameLength, Vectors = vectors + index, VectorCount = 1 };
        }

        int count;
        do
            count = system.ReceiveMessages(socket, messages, (uint)most, wait ? NativeMethods.WaitForOne : NativeMethods.DontWait, out error);
        while (count < 0 && error == ErrorNumbers.Interrupted);

        for (int index = 0; index < count; index++)
            buffers[index].Length = (int)messages[index].Length;

        return count;
    }

    /// <summary>Receives with a call for each datagram. The last call finds none.</summary>
    private int ReceiveOneByOne(SafeSocketHandle socket, ReadOnlySpan<Datagram> buffers, bool wait, out int error)
    {
        error = 0;
        int count = 0;
        while (count < buffers.Length)
        {
            Datagram datagram = buffers[count];
            int length = system.Receive(
                socket, (byte*)datagram.Address, (nuint)datagram.Buffer.Length, wait && count == 0 ? 0 : NativeMethods.DontWait, out error);
            if (length >= 0)
            {
                datagram.Length = length;
                count++;
            }
            else if (error == ErrorNumbers.TryAgain && count > 0)
            {
                error = 0;
                break;
            }
            else if (error != ErrorNumbers.Interrupted)
            {
                break;
            }
        }

        return count > 0 || error == 0 ? count : -1;
    }

    /// <summary>How many datagrams at the beginning have one length. The last of them may be shorter.</summary>
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
    private bool TrySendSegments(SafeSocketHandle socket, ReadOnlySpan<Datagram> datagrams, out int error)
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
        return system.SendMessage(socket, &message, out error) >= 0;
    }

    [SkipLocalsInit]
    private int SendMany(SafeSocketHandle socket, ReadOnlySpan<Datagram> datagrams, out int error)
    {
        int most = Math.Min(datagrams.Length, Most);
        MessageHeader* messages = stackalloc MessageHeader[Most];
        IoVector* vectors = stackalloc IoVector[Most];
        for (int index = 0; index < most; index++)
        {
            vectors[index] = new IoVector { Base = datagrams[index].Address, Length = (nuint)datagrams[index].Length };
            messages[index] = new MessageHeader { Vectors = vectors + index, VectorCount = 1 };
        }

        return Math.Max(0, system.SendMessages(socket, messages, (uint)most, out error));
    }
}
