using SpiNNMan.Async.Cli.Watching;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Tests.Web;

/// <summary>Details of a machine that never answers.</summary>
internal sealed class SilentDetails : IDetailReader
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _askedAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first are asked for.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Ends when details are asked for once more.</summary>
    public Task AskedAgain => _askedAgain.Task;

    public Task<IReadOnlyList<TextLine>> ReadChipAsync(ChipLocation chip, CancellationToken cancellationToken) => WaitAsync(cancellationToken);

    public Task<IReadOnlyList<TextLine>> ReadCoreAsync(CoreLocation core, CancellationToken cancellationToken) => WaitAsync(cancellationToken);

    private async Task<IReadOnlyList<TextLine>> WaitAsync(CancellationToken cancellationToken)
    {
        if (!_asked.TrySetResult())
            _askedAgain.TrySetResult();

        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return [];
    }
}
