namespace SpiNNMan.Async.Connections;

/// <summary>How far a job of the spalloc service has come.</summary>
/// <remarks>Protocol: models.md, "Jobs".</remarks>
internal enum SpallocState : byte
{
    /// <summary>0: the service does not know the job.</summary>
    Unknown = 0,

    /// <summary>1: waits for boards to become free.</summary>
    Queued = 1,

    /// <summary>2: its boards are being switched.</summary>
    Power = 2,

    /// <summary>3: its boards are on.</summary>
    Ready = 3,

    /// <summary>4: over.</summary>
    Destroyed = 4,
}
