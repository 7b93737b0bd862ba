namespace SpiNNMan.Async.Wire;

/// <summary>A fault that a decoder found in some bytes. Decoders return it, and do not throw.</summary>
/// <param name="Kind">The kind of the fault.</param>
/// <param name="Packet">The name of the type that was decoded, for instance <c>SdpHeader</c>.</param>
/// <param name="Offset">Where in the bytes given to the decoder, in bytes from their start.</param>
/// <param name="Detail">The expected and the actual bytes.</param>
public readonly record struct PacketError(PacketErrorKind Kind, string Packet, int Offset, string Detail)
{
    /// <summary>The bytes end too early.</summary>
    public static PacketError TooShort(string packet, int offset, int needed, int available) =>
        new(PacketErrorKind.TooShort, packet, offset, $"{needed} bytes are needed here, {available} are there");

    /// <summary>A field holds a value the format does not define.</summary>
    public static PacketError BadValue(string packet, int offset, string detail) =>
        new(PacketErrorKind.BadValue, packet, offset, detail);

    /// <summary>The bytes belong to another kind of message.</summary>
    public static PacketError WrongKind(string packet, int offset, string detail) =>
        new(PacketErrorKind.WrongKind, packet, offset, detail);

    /// <inheritdoc/>
    public override string ToString() => $"Not a valid {Packet}: at byte {Offset}, {Detail}";
}
