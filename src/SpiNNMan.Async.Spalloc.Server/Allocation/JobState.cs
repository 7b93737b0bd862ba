namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>How far a job has come. The numbers are those of the classic protocol.</summary>
internal enum JobState
{
    /// <summary>0: there is no such job, or it ended too long ago to be remembered.</summary>
    Unknown = 0,

    /// <summary>1: the job waits for boards.</summary>
    Queued = 1,

    /// <summary>2: the boards of the job are being switched.</summary>
    Power = 2,

    /// <summary>3: the boards of the job are switched as it wants.</summary>
    Ready = 3,

    /// <summary>4: the job is over.</summary>
    Destroyed = 4,
}
