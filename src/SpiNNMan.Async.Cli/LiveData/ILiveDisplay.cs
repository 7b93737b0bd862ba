namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>Shows runs while they go on.</summary>
internal interface ILiveDisplay
{
    /// <summary>Shows them until it is cancelled, which is its normal end.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
