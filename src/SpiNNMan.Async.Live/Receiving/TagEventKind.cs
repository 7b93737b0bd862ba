namespace SpiNNMan.Async.Live.Receiving;

/// <summary>The events of a tag.</summary>
public enum TagEventKind
{
    /// <summary>It was aimed here.</summary>
    Set,

    /// <summary>Another host had taken it; it was aimed here again.</summary>
    TakenBack,

    /// <summary>It had been cleared, as by a board that was booted again; it was aimed here again.</summary>
    Restored,

    /// <summary>The board did not answer in time, or refused. It is tried again with the next refresh.</summary>
    Failed,

    /// <summary>It leads again where it led before, or nowhere: <see cref="LiveOptions.GivesTagsBack"/>.</summary>
    GivenBack,

    /// <summary>It should lead again where it led before, and the board did not answer in time, or refused: it still leads here, where nothing listens any more.</summary>
    NotGivenBack,
}
