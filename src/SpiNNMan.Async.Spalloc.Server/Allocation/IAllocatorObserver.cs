namespace SpiNNMan.Async.Spalloc.Server.Allocation;

/// <summary>Hears what the allocator did, at the end of each thing that it did.</summary>
internal interface IAllocatorObserver
{
    /// <summary>Jobs and machines have changed.</summary>
    void OnChanged(IReadOnlyList<Job> jobs, IReadOnlyList<MachineBoards> machines);

    /// <summary>A job was given boards, which are to be switched on, or wants them switched otherwise.</summary>
    void OnPowerWanted(Job job);

    /// <summary>A job that has boards is over: they are to be switched off.</summary>
    void OnEnded(Job job);
}
