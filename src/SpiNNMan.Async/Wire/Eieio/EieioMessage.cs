using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>A message of the External Internal Event Input Output protocol: an <see cref="EieioDataMessage"/> or an <see cref="EieioCommandMessage"/>.</summary>
/// <remarks>It is a datagram of its own between hosts and through IP tags, or the data of an SDP message. Protocol: eieio.md, "Data or command".</remarks>
public abstract class EieioMessage
{
    private const ushort ClassMask = 0xC000;
    private const ushort CommandClass = 0x4000;

    private protected EieioMessage()
    {
    }

    /// <summary>The length of the message in bytes.</summary>
    public abstract int Size { get; }

    /// <summary>Whether a message that starts with this half word is a command: bits 15 and 14 are 0 and 1.</summary>
    public static bool IsCommand(ushort header) => (header & ClassMask) == CommandClass;

    /// <summary>Reads a message of either kind. Its bytes are not copied; they must not change while the message is used.</summary>
    /// <param name="source">The message. Bytes after <see cref="Size"/> are ignored.</param>
    /// <param name="message">The message. A known command has a type of its own.</param>
    /// <param name="error">The reason if it cannot be read.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> source, [NotNullWhen(true)] out EieioMessage? message, out PacketError error)
    {
        message = null;
        if (source.Length < sizeof(ushort))
        {
            error = PacketError.TooShort(nameof(EieioMessage), source.Length, sizeof(ushort), source.Length);
            return false;
        }

        if (IsCommand(BinaryPrimitives.ReadUInt16LittleEndian(source.Span)))
        {
            bool parsed = EieioCommandMessage.TryParse(source, out EieioCommandMessage? command, out error);
            message = command;
            return parsed;
        }
        else
        {
            bool parsed = EieioDataMessage.TryParse(source, out EieioDataMessage? data, out error);
            message = data;
            return parsed;
        }
    }

    /// <summary>Writes the message.</summary>
    /// <returns>The number of bytes written, <see cref="Size"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short; nothing is written.</exception>
    public int Write(Span<byte> destination)
    {
        if (destination.Length < Size)
            throw new ArgumentException($"The message takes {Size} bytes, {destination.Length} are there.", nameof(destination));

        WriteCore(destination);
        return Size;
    }

    /// <summary>The message's bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        WriteCore(bytes);
        return bytes;
    }

    private protected abstract void WriteCore(Span<byte> destination);
}
