namespace SpiNNMan.Async.Wire;

/// <summary>The sorts of defect a decoder tells apart.</summary>
public enum PacketErrorKind
{
    /// <summary>No error.</summary>
    None,

    /// <summary>The bytes end too early.</summary>
    TooShort,

    /// <summary>The bytes go on where they should have ended.</summary>
    TooLong,

    /// <summary>A field holds a value the format does not define.</summary>
    BadValue,

    /// <summary>The bytes belong to another kind of message.</summary>
    WrongKind,
}
