namespace SpiNNMan.Async.Machines;

/// <summary>The state of a core.</summary>
/// <remarks>A chip may give numbers above 15, for example if a program overwrote the block of its core. They are kept, and shown as numbers. Protocol: models.md, "Core states".</remarks>
public enum CoreState : byte
{
    /// <summary>0: does not exist or does not work.</summary>
    Dead = 0,

    /// <summary>1: switched off.</summary>
    PoweredDown = 1,

    /// <summary>2: stopped by a run-time error.</summary>
    RunTimeException = 2,

    /// <summary>3: stopped by the watchdog.</summary>
    Watchdog = 3,

    /// <summary>4: starting.</summary>
    Initialising = 4,

    /// <summary>5: loaded, waiting for the start signal.</summary>
    Ready = 5,

    /// <summary>6: in the application's main, before its event loop.</summary>
    CMain = 6,

    /// <summary>7: running.</summary>
    Running = 7,

    /// <summary>8: waiting at barrier 0.</summary>
    Sync0 = 8,

    /// <summary>9: waiting at barrier 1.</summary>
    Sync1 = 9,

    /// <summary>10: paused.</summary>
    Paused = 10,

    /// <summary>11: ended.</summary>
    Finished = 11,

    /// <summary>12: not used.</summary>
    State12 = 12,

    /// <summary>13: not used.</summary>
    State13 = 13,

    /// <summary>14: not used.</summary>
    State14 = 14,

    /// <summary>15: asleep, no application loaded.</summary>
    Idle = 15,
}
