namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>How far a job has come.</summary>
/// <remarks>Protocol: models.md, "Jobs".</remarks>
public enum JobState
{
    /// <summary>0: the service does not know the job.</summary>
    Unknown = 0,

    /// <summary>1: waits for boards to become free.</summary>
    Queued = 1,

    /// <summary>2: its boards are being switched.</summary>
    Power = 2,

    /// <summary>3: its boards are as they were last switched: on, unless somebody switched them off.</summary>
    Ready = 3,

    /// <summary>4: over.</summary>
    Destroyed = 4,
}
