namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>Hears of changes of jobs and machines. It is called while the laboratory is locked, so it must do next to nothing.</summary>
internal interface IChangeListener
{
    /// <summary>Jobs and machines have changed.</summary>
    /// <param name="jobs">The numbers of the jobs.</param>
    /// <param name="machines">The names of the machines.</param>
    void OnChanged(IReadOnlyList<int> jobs, IReadOnlyList<string> machines);
}
