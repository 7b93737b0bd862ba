namespace SpiNNMan.Async.Wire.Scp;

/// <summary>Whether a request may be sent again when it is not known if the board carried it out.</summary>
/// <remarks>A board does not recognise a repeated request, and carries it out twice. Protocol: scp.md, "What may be repeated".</remarks>
public enum Repeatability
{
    /// <summary>Doing it twice is the same as doing it once: it is resent until it is answered.</summary>
    Repeatable,

    /// <summary>Doing it twice differs: it is resent only when the board said that it did not do it. Silence ends in an error that says the outcome is unknown.</summary>
    NotRepeatable,
}
