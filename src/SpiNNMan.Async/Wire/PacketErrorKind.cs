namespace SpiNNMan.Async.Wire;

/// <summary>The kinds of faults that decoders find.</summary>
public enum PacketErrorKind
{
    /// <summary>No error.</summary>
    None,

    /// <summary>The bytes end too early.</summary>
    TooShort,

    /// <summary>There are too many bytes.</summary>
    TooLong,

    /// <summary>A field holds a value the format does not define.</summary>
    BadValue,

    /// <summary>The bytes belong to another kind of message.</summary>
    WrongKind,
}
