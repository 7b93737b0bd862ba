namespace SpiNNMan.Async.Machines;

/// <summary>The signals to the cores of an application.</summary>
/// <remarks>Protocol: scp.md, "Signals".</remarks>
public enum Signal : byte
{
    /// <summary>0: load the support library again, without freeing the memory of the application.</summary>
    Initialise = 0,

    /// <summary>1: switch the cores off.</summary>
    PowerDown = 1,

    /// <summary>2: stop, and free everything the application has.</summary>
    Stop = 2,

    /// <summary>3: start cores that wait for it.</summary>
    Start = 3,

    /// <summary>4: let cores that wait at barrier 0 continue.</summary>
    Sync0 = 4,

    /// <summary>5: let cores that wait at barrier 1 continue.</summary>
    Sync1 = 5,

    /// <summary>6: pause.</summary>
    Pause = 6,

    /// <summary>7: continue after a pause.</summary>
    Continue = 7,

    /// <summary>8: end.</summary>
    Exit = 8,

    /// <summary>9: cause a timer event.</summary>
    Timer = 9,

    /// <summary>10: as the application defines it.</summary>
    User0 = 10,

    /// <summary>11: as the application defines it.</summary>
    User1 = 11,

    /// <summary>12: as the application defines it.</summary>
    User2 = 12,

    /// <summary>13: as the application defines it.</summary>
    User3 = 13,
}
