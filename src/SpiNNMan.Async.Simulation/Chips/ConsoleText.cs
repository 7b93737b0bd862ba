using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The text that a core prints to its standard stream. It leaves by the line, or by 256 letters.</summary>
internal sealed class ConsoleText
{
    /// <summary>The most letters in a message.</summary>
    public const int MostLetters = 256;

    private const int TextOffset = 4;

    private readonly byte[] _message = new byte[TextOffset + MostLetters];
    private int _length = TextOffset;

    public ConsoleText() => BinaryPrimitives.WriteUInt16LittleEndian(_message, (ushort)ScpCommand.Tube);

    /// <summary>Prints text. An unfinished line waits for its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="send">Sends a message: a command, and the text in place of arguments.</param>
    public void Print(string text, Action<ReadOnlyMemory<byte>> send)
    {
        foreach (byte letter in Encoding.ASCII.GetBytes(text))
        {
            _message[_length++] = letter;
            if (letter is not ((byte)'\n' or 0) && _length < _message.Length)
                continue;

            int length = _length;
            _length = TextOffset;
            send(_message.AsMemory(0, length));
        }
    }
}
