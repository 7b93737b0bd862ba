namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>The boards that a request is for: their number, shape or place.</summary>
internal enum RequestShape
{
    /// <summary>A number of boards: any one, or a rectangle of triads with at least as many.</summary>
    Boards,

    /// <summary>A rectangle of triads, which may have to be at a place.</summary>
    Triads,

    /// <summary>The board at a place.</summary>
    Place,

    /// <summary>Something that no machine can have.</summary>
    Impossible,
}
