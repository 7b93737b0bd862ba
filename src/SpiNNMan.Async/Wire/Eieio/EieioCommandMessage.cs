using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>A message that asks for or says something instead of carrying events. Commands that are known have types of their own, derived from this one.</summary>
/// <remarks>
/// <code>
/// 0  u16  [15:14] 01   [13:0] command
/// 2  ..   data
/// </code>
/// Protocol: eieio.md, "Commands".
/// </remarks>
public class EieioCommandMessage : EieioMessage
{
    /// <summary>The length of the header in bytes.</summary>
    public const int HeaderSize = 2;

    /// <summary>The greatest command, 16383.</summary>
    public const int MaxCommand = 0x3FFF;

    private const int CommandClass = 0x4000;

    // No other assembly can derive: this class decides about the data of a message.
    private protected EieioCommandMessage(EieioCommand command, ReadOnlyMemory<byte> data = default)
    {
        Command = command;
        Data = data;
    }

    /// <summary>The command of the message.</summary>
    public EieioCommand Command { get; }

    /// <summary>The bytes after the header.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <inheritdoc/>
    public override int Size => HeaderSize + Data.Length;

    /// <summary>Makes a command message of any kind.</summary>
    /// <param name="command">The command, 0 to <see cref="MaxCommand"/>.</param>
    /// <param name="data">The data after the header. It is not copied.</param>
    /// <exception cref="InvalidParameterException">The command is out of range.</exception>
    public static EieioCommandMessage Create(EieioCommand command, ReadOnlyMemory<byte> data = default)
    {
        InvalidParameterException.ThrowIfOutside((long)command, 0, MaxCommand, nameof(command));
        return new EieioCommandMessage(command, data);
    }

    /// <summary>Reads a command message. Its bytes are not copied. Bytes after the fields of a known command are ignored.
    /// <see cref="EieioCommandFrame"/> reads one without an object.</summary>
    /// <returns><see langword="false"/>, with the reason in <paramref name="error"/>, if the bytes are those of a data message, too few, or no sense.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> source, [NotNullWhen(true)] out EieioCommandMessage? message, out PacketError error)
    {
        bool parsed = EieioCommandFrame.TryParse(source, out EieioCommandFrame frame, out error);
        message = parsed ? frame.ToMessage() : null;
        return parsed;
    }

    /// <summary>Reads the command out of a header; bytes after it are ignored.</summary>
    /// <returns><see langword="false"/>, with the reason in <paramref name="error"/>, if the bytes are those of a data message or too few.</returns>
    public static bool TryParseHeader(ReadOnlySpan<byte> source, out EieioCommand command, out PacketError error)
    {
        command = default;
        if (source.Length < HeaderSize)
        {
            error = PacketError.TooShort(nameof(EieioCommandMessage), source.Length, HeaderSize, source.Length);
            return false;
        }

        ushort header = BinaryPrimitives.ReadUInt16LittleEndian(source);
        if (!IsCommand(header))
        {
            error = PacketError.WrongKind(nameof(EieioCommandMessage), 1, "this is the header of data, not of a command");
            return false;
        }

        command = (EieioCommand)(header & MaxCommand);
        error = default;
        return true;
    }

    /// <summary>Takes the fields of a command from the bytes after its header, or reports that some are missing.</summary>
    private protected static bool TryTake(ReadOnlyMemory<byte> data, int size, string packet, out ReadOnlyMemory<byte> fields, out PacketError error)
    {
        bool enough = data.Length >= size;
        fields = enough ? data[..size] : default;
        error = enough ? default : PacketError.TooShort(packet, data.Length, size, data.Length);
        return enough;
    }

    internal static void Write(Span<byte> destination, EieioCommand command, ReadOnlySpan<byte> data)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)(CommandClass | (int)command));
        data.CopyTo(destination[HeaderSize..]);
    }

    private protected override void WriteCore(Span<byte> destination) => Write(destination, Command, Data.Span);
}
