using System.Net.Sockets;

namespace SpiNNMan.Async.Transport;

/// <summary>Asks the system how many datagrams it dropped because the buffer of a socket was full.</summary>
/// <remarks>
/// Linux has a counter for each socket. A program gets it with each datagram (<c>SO_RXQ_OVFL</c>), or, since version 4.12, by a question (<c>SO_MEMINFO</c>). The question needs no system calls of this library.
/// It also counts the datagrams that were dropped after the last one that was received. Other systems do not tell.
/// </remarks>
internal sealed class OverflowCounter
{
    private const int SocketLevel = 1;
    private const int MemoryInformation = 55;
    private const int Words = 9;
    private const int DropsWord = 8;

    private readonly Lock _gate = new();
    private uint _lastWord;
    private long? _last;
    private bool _isUnknown = !OperatingSystem.IsLinux();

    /// <summary>The last count.</summary>
    public long? Last
    {
        get
        {
            lock (_gate)
                return _last;
        }
    }

    /// <summary>Asks the system now. The counter of the system has 32 bits. This count has 64.</summary>
    public long? Read(Socket socket)
    {
        lock (_gate)
        {
            if (_isUnknown)
                return null;

            Span<byte> words = stackalloc byte[Words * sizeof(uint)];
            try
            {
                int length = socket.GetRawSocketOption(SocketLevel, MemoryInformation, words);
                if (length >= (DropsWord + 1) * sizeof(uint))
                    return Advance(BitConverter.ToUInt32(words[(DropsWord * sizeof(uint))..]));
            }
            catch (ObjectDisposedException)
            {
                return _last;
            }
            catch (SocketException)
            {
                // The kernel is older, or a sandbox does not have the option.
            }

            _isUnknown = true;
            return null;
        }
    }

    private long? Advance(uint word)
    {
        _last = (_last ?? 0) + (word - _lastWord);
        _lastWord = word;
        return _last;
    }
}
