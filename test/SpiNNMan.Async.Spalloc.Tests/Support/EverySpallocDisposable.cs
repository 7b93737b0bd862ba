using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Tests.Served;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>One of everything that can be disposed of, and the parts of a job that end with it, in use with a service on loopback.</summary>
internal sealed class EverySpallocDisposable : IEveryDisposable
{
    private readonly ServedLab _lab;
    private readonly List<object> _all = [];

    private EverySpallocDisposable(ServedLab lab) => _lab = lab;

    public IReadOnlyList<object> All => _all;

    public static async Task<EverySpallocDisposable> OpenAsync(CancellationToken token)
    {
        ServedLab lab = await ServedLab.StartAsync(cancellationToken: token);
        var every = new EverySpallocDisposable(lab);
        BoardAllocator allocator = lab.Open(Served.Protocol.Http);
        AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: token);
        every._all.AddRange([job, job.Memory, allocator, lab.Server]);
        return every;
    }

    /// <summary>Ends everything, the service and its machine last.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (object one in _all.Append(_lab))
        {
            if (one is IAsyncDisposable later)
                await later.DisposeAsync();
        }
    }
}
