using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SpiNNMan.Async.Benchmarks.Boards;

/// <summary>One socket that asks many boards, by hand.</summary>
internal sealed class ManyBoardsClient : IDisposable
{
    private const int MostPending = 256;
    private const int PendingAtOneBoard = 8;
    private const int Patience = 200;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly SocketAddress[] _boards;
    private readonly byte[] _version = Request(0);
    private readonly byte[] _read = Request(2, 0x60000000, 256, 2);
    private readonly byte[] _reply = new byte[512];
    private int _next;

    public ManyBoardsClient(IReadOnlyList<IPEndPoint> boards)
    {
        _boards = [.. boards.Select(static board => board.Serialize())];
        _socket.ReceiveBufferSize = 4 << 20;
        _socket.ReceiveTimeout = Patience;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    /// <summary>How many requests are answered a second.</summary>
    public double RequestsPerSecond(bool reads, TimeSpan time)
    {
        byte[] request = reads ? _read : _version;
        int most = Math.Min(MostPending, PendingAtOneBoard * _boards.Length);
        int pending = 0;
        long answered = 0;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            while (pending < most)
            {
                Send(request);
                pending++;
            }

            if (TryReceive())
            {
                pending--;
                answered++;
            }
            else
            {
                pending = 0;
            }
        }

        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        while (TryReceive())
        {
            // What is late.
        }

        return answered / elapsed;
    }

    /// <summary>Asks each board, or each place where a chip could be, once; no answer is as good as one.</summary>
    public void AskEach(bool chips, int width, int height)
    {
        int sent = 0;
        foreach ((byte x, byte y) in chips ? Places(width, height) : Enumerable.Repeat(((byte)0xFF, (byte)0xFF), _boards.Length))
        {
            byte[] request = Request(2, 0x60000000, 4, 2);
            (request[6], request[7]) = (y, x);
            Send(request);
            if (++sent % PendingAtOneBoard == 0)
            {
                for (int i = 0; i < PendingAtOneBoard && TryReceive(); i++)
                {
                    // The next eight.
                }
            }
        }

        while (TryReceive())
        {
            // The last.
        }
    }

    public void Dispose() => _socket.Dispose();

    private static IEnumerable<(byte X, byte Y)> Places(int width, int height)
    {
        int columns = width == 0 ? 8 : 12 * width;
        int rows = height == 0 ? 8 : 12 * height;
        return Enumerable.Range(0, columns * rows).Select(place => ((byte)(place % columns), (byte)(place / columns)));
    }

    private static byte[] Request(int command, uint first = 0, uint second = 0, uint third = 0)
    {
        var request = new byte[26];
        byte[] head = [0, 0, 0x87, 0xFF, 0, 0xFF, 0xFF, 0xFF, 0, 0, (byte)command, 0, 1, 0];
        head.CopyTo(request, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(14), first);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(18), second);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(22), third);
        return request;
    }

    private void Send(byte[] request)
    {
        _socket.SendTo(request, SocketFlags.None, _boards[_next]);
        _next = (_next + 1) % _boards.Length;
    }

    private bool TryReceive()
    {
        try
        {
            return _socket.Receive(_reply) > 0;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.TimedOut)
        {
            return false;
        }
    }
}
