namespace SpiNNMan.Async.Booting;

/// <summary>Why a board could not be booted.</summary>
/// <remarks>Protocol: boot.md, "When a board is ready".</remarks>
public enum BoardBootFailure
{
    /// <summary>It never answered, however often the image was sent.</summary>
    Silent,

    /// <summary>It answers, but did not get to know its own place in the machine in time.</summary>
    StillInitialising,

    /// <summary>It runs other software than a monitor that this library can work with.</summary>
    WrongSoftware,

    /// <summary>It was running already, and keeps running the image that it was booted with. It takes an image after a reset or a power cycle only.</summary>
    AlreadyRunning,
}
