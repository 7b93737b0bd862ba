namespace SpiNNMan.Async.Model;

/// <summary>What can be signalled to the cores of an application.</summary>
/// <remarks>Protocol: models.md, "Signals".</remarks>
public enum Signal : byte
{
    /// <summary>0: start afresh.</summary>
    Initialise = 0,

    /// <summary>1: power the cores down.</summary>
    PowerDown = 1,

    /// <summary>2: stop the application and free what it has.</summary>
    Stop = 2,

    /// <summary>3: start the application that waits.</summary>
    Start = 3,

    /// <summary>4: go on from barrier 0.</summary>
    Sync0 = 4,

    /// <summary>5: go on from barrier 1.</summary>
    Sync1 = 5,

    /// <summary>6: pause.</summary>
    Pause = 6,

    /// <summary>7: go on after a pause.</summary>
    Continue = 7,

    /// <summary>8: end the event loop.</summary>
    Exit = 8,

    /// <summary>9: a timer tick.</summary>
    Timer = 9,

    /// <summary>10: up to the application.</summary>
    User0 = 10,

    /// <summary>11: up to the application.</summary>
    User1 = 11,

    /// <summary>12: up to the application.</summary>
    User2 = 12,

    /// <summary>13: up to the application.</summary>
    User3 = 13,
}
