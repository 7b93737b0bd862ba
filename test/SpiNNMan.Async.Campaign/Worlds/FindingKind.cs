namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>Which promise was broken.</summary>
internal enum FindingKind
{
    /// <summary>An exception came out that is not one of the library's, nor one that the user's own code threw.</summary>
    ForeignException,

    /// <summary>The process would have ended.</summary>
    Crash,

    /// <summary>A call never ended.</summary>
    Hang,

    /// <summary>Nothing goes on any more, and the processor is busy or a lock is held.</summary>
    Spin,

    /// <summary>A call ended later than was promised.</summary>
    Late,

    /// <summary>A machine with which nothing was wrong was not served.</summary>
    Unserved,

    /// <summary>A caller got something that was not its own.</summary>
    WrongReply,

    /// <summary>What must not be repeated was repeated, though the first may have been carried out.</summary>
    Repeated,

    /// <summary>Something may have been carried out, and the caller was told that it was not.</summary>
    FalseReport,

    /// <summary>Something was not given back.</summary>
    Leak,

    /// <summary>A call asks, or keeps, more than any machine could need.</summary>
    Unbounded,

    /// <summary>Something that cannot be was reported as if all were well.</summary>
    Nonsense,
}
