using System.Text;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>Makes packets of bytes, whatever they are.</summary>
internal sealed class PacketReader
{
    /// <summary>The longest packet, in bytes as they come.</summary>
    public const int LongestPacket = 16 * 1024;

    private readonly StringBuilder _content = new();
    private State _state = State.Outside;
    private int _sum;
    private int _expected;
    private int _length;

    private enum State
    {
        Outside,
        Content,
        Escaped,
        FirstDigit,
        SecondDigit,
    }

    /// <summary>The packet that the last byte completed, each character a byte.</summary>
    public string Packet { get; private set; } = "";

    /// <summary>Takes one byte.</summary>
    /// <returns>The event that it completed.</returns>
    public PacketEvent Take(byte next)
    {
        switch (_state)
        {
            case State.Outside:
                return Begin(next);
            case State.FirstDigit:
                _expected = Digit(next) << 4;
                _state = State.SecondDigit;
                return PacketEvent.None;
            case State.SecondDigit:
                _state = State.Outside;
                return End(_expected | Digit(next));
            default:
                return TakeContent(next);
        }
    }

    private static int Digit(byte digit) => char.IsAsciiHexDigit((char)digit) ? Convert.ToInt32(((char)digit).ToString(), 16) : 1 << 16;

    private PacketEvent Begin(byte next)
    {
        switch ((char)next)
        {
            case '$':
                _content.Clear();
                _sum = _length = 0;
                _state = State.Content;
                return PacketEvent.None;
            case '+': return PacketEvent.Acknowledged;
            case '-': return PacketEvent.Rejected;
            case '\x03': return PacketEvent.Interrupt;
            default: return PacketEvent.None;
        }
    }

    private PacketEvent TakeContent(byte next)
    {
        if (next == '$')
        {
            // The end of the packet before was lost.
            Begin(next);
            return PacketEvent.None;
        }

        if (next == '#')
        {
            if (_state == State.Escaped) _length = LongestPacket + 1;
            _state = State.FirstDigit;
            return PacketEvent.None;
        }

        _sum += next;
        if (_length <= LongestPacket) _length++;
        bool wasEscaped = _state == State.Escaped;
        _state = next == '}' && !wasEscaped ? State.Escaped : State.Content;
        if (_state == State.Content && _length <= LongestPacket) _content.Append((char)(wasEscaped ? next ^ 0x20 : next));
        return PacketEvent.None;
    }

    private PacketEvent End(int sum)
    {
        if (sum != (_sum & 0xff)) return PacketEvent.Damaged;
        if (_length > LongestPacket) return PacketEvent.TooLong;
        Packet = _content.ToString();
        return PacketEvent.Packet;
    }
}
