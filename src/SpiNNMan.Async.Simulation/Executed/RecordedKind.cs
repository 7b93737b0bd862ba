namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>The kinds of lines in a recording.</summary>
internal enum RecordedKind
{
    /// <summary>A board was given power.</summary>
    PowerOn,

    /// <summary>A board lost its power.</summary>
    PowerOff,

    /// <summary>A datagram came to a board.</summary>
    Datagram,

    /// <summary>A link was cut, or mended.</summary>
    Link,

    /// <summary>A monitor was stopped, or let go.</summary>
    Monitor,

    /// <summary>Memory was written.</summary>
    Memory,

    /// <summary>The run is over.</summary>
    End,
}
