namespace SpiNNMan.Async.Machines;

/// <summary>Why a core stopped.</summary>
/// <remarks>Protocol: models.md, "Run-time errors".</remarks>
public enum RunTimeError : byte
{
    /// <summary>0: it did not.</summary>
    None = 0,

    /// <summary>1: a branch to address zero.</summary>
    Reset = 1,

    /// <summary>2: an undefined instruction.</summary>
    UndefinedInstruction = 2,

    /// <summary>3: an undefined supervisor call.</summary>
    SupervisorCall = 3,

    /// <summary>4: an instruction was fetched from an address without memory.</summary>
    PrefetchAbort = 4,

    /// <summary>5: an access to memory that is not there.</summary>
    DataAbort = 5,

    /// <summary>6: an interrupt that nothing handles.</summary>
    UnhandledIrq = 6,

    /// <summary>7: a fast interrupt that nothing handles.</summary>
    UnhandledFiq = 7,

    /// <summary>8: an interrupt vector that is not set.</summary>
    UnconfiguredVector = 8,

    /// <summary>9: the application gave up.</summary>
    Abort = 9,

    /// <summary>10: out of memory.</summary>
    OutOfMemory = 10,

    /// <summary>11: a division by zero.</summary>
    DivideByZero = 11,

    /// <summary>12: events could not be started.</summary>
    EventStartup = 12,

    /// <summary>13: a fatal software error.</summary>
    SoftwareError = 13,

    /// <summary>14: no buffer for printed text.</summary>
    Iobuf = 14,

    /// <summary>15: an event that cannot be enabled.</summary>
    BadEnable = 15,

    /// <summary>16: a null pointer.</summary>
    NullPointer = 16,

    /// <summary>17: packets could not be started.</summary>
    PacketStartup = 17,

    /// <summary>18: the timer could not be started.</summary>
    TimerStartup = 18,

    /// <summary>19: the application library could not be started.</summary>
    ApiStartup = 19,

    /// <summary>20: the application was built for another version of the library.</summary>
    SarkVersionIncorrect = 20,
}
