namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Tells a core that its <see cref="SpinnakerRequestReadData"/> has come.</summary>
/// <remarks>
/// <code>
/// 2  u8  sequence number
/// </code>
/// Protocol: eieio.md, "Reading recorded data".
/// </remarks>
public sealed class HostDataReadAck : EieioCommandMessage
{
    private const int DataSize = 1;

    /// <summary>Makes the message.</summary>
    /// <param name="sequence">The number of the message that has come.</param>
    public HostDataReadAck(byte sequence)
        : this(new[] { sequence }.AsMemory())
    {
    }

    internal HostDataReadAck(ReadOnlyMemory<byte> data)
        : base(EieioCommand.HostDataReadAck, data)
    {
    }

    /// <summary>The number of the message that has come.</summary>
    public byte Sequence => Data.Span[0];

    internal static bool TryTakeFields(ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> fields, out PacketError error) =>
        TryTake(data, DataSize, nameof(HostDataReadAck), out fields, out error);
}
