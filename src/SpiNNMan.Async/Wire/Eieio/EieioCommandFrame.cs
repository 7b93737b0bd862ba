namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>A command message as a value, without an object: checked as an <see cref="EieioCommandMessage"/> is, its fields still bytes.</summary>
/// <remarks>For those who meet commands by the thousand. Where the fields stand is said with the types that <see cref="ToMessage"/> makes. Protocol: eieio.md, "Commands".</remarks>
internal readonly struct EieioCommandFrame : IEquatable<EieioCommandFrame>
{
    private EieioCommandFrame(EieioCommand command, ReadOnlyMemory<byte> data)
    {
        Command = command;
        Data = data;
    }

    /// <summary>The command of the message.</summary>
    public EieioCommand Command { get; }

    /// <summary>The bytes after the header: exactly the fields of a known command, or all bytes of an unknown one.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The length of the message in bytes.</summary>
    public int Size => EieioCommandMessage.HeaderSize + Data.Length;

    /// <summary>Reads a command message. Its bytes are not copied. Bytes after the fields of a known command are ignored.</summary>
    /// <returns><see langword="false"/>, with the reason in <paramref name="error"/>, if the bytes are those of a data message, too few, or no sense.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> source, out EieioCommandFrame frame, out PacketError error)
    {
        frame = default;
        if (!EieioCommandMessage.TryParseHeader(source.Span, out EieioCommand command, out error))
            return false;

        if (TryTakeFields(command, source[EieioCommandMessage.HeaderSize..], out ReadOnlyMemory<byte> fields, out error))
        {
            frame = new EieioCommandFrame(command, fields);
            return true;
        }

        error = error with { Offset = error.Offset + EieioCommandMessage.HeaderSize };
        return false;
    }

    /// <summary>Writes the message.</summary>
    /// <returns>The number of bytes written, <see cref="Size"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short; nothing is written.</exception>
    public int Write(Span<byte> destination)
    {
        if (destination.Length < Size)
            throw new ArgumentException($"The message takes {Size} bytes, {destination.Length} are there.", nameof(destination));

        EieioCommandMessage.Write(destination, Command, Data.Span);
        return Size;
    }

    /// <summary>The message as an object: of its own type, if the command is known. Its bytes are not copied.</summary>
    public EieioCommandMessage ToMessage() => Command switch
    {
        EieioCommand.Database => NotificationProtocolDatabaseLocation.Of(Data),
        EieioCommand.EventPadding => new PaddingRequest(),
        EieioCommand.EventStop => new EventStopRequest(),
        EieioCommand.StopSendingRequests => new StopRequests(),
        EieioCommand.StartSendingRequests => new StartRequests(),
        EieioCommand.SpinnakerRequestBuffers => new SpinnakerRequestBuffers(Data),
        EieioCommand.HostSendSequencedData => new HostSendSequencedData(Data),
        EieioCommand.SpinnakerRequestReadData => new SpinnakerRequestReadData(Data),
        EieioCommand.HostDataRead => new HostDataRead(Data),
        EieioCommand.StopPauseNotification => new NotificationProtocolPauseStop(Data),
        EieioCommand.StartResumeNotification => new NotificationProtocolStartResume(Data),
        EieioCommand.HostDataReadAck => new HostDataReadAck(Data),
        _ => EieioCommandMessage.Create(Command, Data),
    };

    /// <inheritdoc/>
    public bool Equals(EieioCommandFrame other) => Command == other.Command && Data.Span.SequenceEqual(other.Data.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EieioCommandFrame other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Command);
        hash.AddBytes(Data.Span);
        return hash.ToHashCode();
    }

    /// <summary>Whether the messages are the same, byte by byte.</summary>
    public static bool operator ==(EieioCommandFrame left, EieioCommandFrame right) => left.Equals(right);

    /// <summary>Whether the messages are not the same.</summary>
    public static bool operator !=(EieioCommandFrame left, EieioCommandFrame right) => !left.Equals(right);

    private static bool TryTakeFields(EieioCommand command, ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> fields, out PacketError error)
    {
        switch (command)
        {
            case EieioCommand.Database:
                return NotificationProtocolDatabaseLocation.TryTakeFields(data, out fields, out error);
            case EieioCommand.SpinnakerRequestBuffers:
                return SpinnakerRequestBuffers.TryTakeFields(data, out fields, out error);
            case EieioCommand.HostSendSequencedData:
                return HostSendSequencedData.TryTakeFields(data, out fields, out error);
            case EieioCommand.SpinnakerRequestReadData:
                return SpinnakerRequestReadData.TryTakeFields(data, out fields, out error);
            case EieioCommand.HostDataRead:
                return HostDataRead.TryTakeFields(data, out fields, out error);
            case EieioCommand.HostDataReadAck:
                return HostDataReadAck.TryTakeFields(data, out fields, out error);
            default:
                bool isHeaderOnly = command is EieioCommand.EventPadding or EieioCommand.EventStop or EieioCommand.StopSendingRequests or EieioCommand.StartSendingRequests;
                fields = isHeaderOnly ? default : data;
                error = default;
                return true;
        }
    }
}
