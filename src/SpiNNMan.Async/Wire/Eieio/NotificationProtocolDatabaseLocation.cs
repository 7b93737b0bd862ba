using System.Text;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Tells the programs that watch a run where its database is; sent back without a path, that it has been read.</summary>
/// <remarks>
/// <code>
/// 2  ..  path in UTF-8, without terminator
/// </code>
/// Protocol: eieio.md, "Notifications".
/// </remarks>
public sealed class NotificationProtocolDatabaseLocation : EieioCommandMessage
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Makes the message.</summary>
    /// <param name="databasePath">The path; <see langword="null"/> or empty says that the database has been read.</param>
    /// <exception cref="InvalidParameterException">The path is no valid Unicode text.</exception>
    public NotificationProtocolDatabaseLocation(string? databasePath)
        : this(Encode(databasePath))
    {
    }

    private NotificationProtocolDatabaseLocation(ReadOnlyMemory<byte> data)
        : base(EieioCommand.Database, data)
    {
    }

    /// <summary>The path, a text made when it is asked for; <see langword="null"/> says that the database has been read.</summary>
    public string? DatabasePath => Data.IsEmpty ? null : s_utf8.GetString(Data.Span);

    internal static NotificationProtocolDatabaseLocation Of(ReadOnlyMemory<byte> fields) => new(fields);

    internal static bool TryTakeFields(ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> fields, out PacketError error)
    {
        fields = data;
        int valid = CountValid(data.Span);
        error = valid < data.Length ? PacketError.BadValue(nameof(NotificationProtocolDatabaseLocation), valid, "the path is not UTF-8") : default;
        return valid == data.Length;
    }

    private static int CountValid(ReadOnlySpan<byte> text)
    {
        int valid = 0;
        while (Rune.DecodeFromUtf8(text[valid..], out _, out int consumed) == System.Buffers.OperationStatus.Done)
            valid += consumed;

        return valid;
    }

    private static ReadOnlyMemory<byte> Encode(string? databasePath)
    {
        try
        {
            return s_utf8.GetBytes(databasePath ?? "");
        }
        catch (EncoderFallbackException)
        {
            throw new InvalidParameterException(nameof(databasePath), databasePath, "it must be valid Unicode text");
        }
    }
}
