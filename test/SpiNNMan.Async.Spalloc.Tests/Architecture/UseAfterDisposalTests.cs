using System.Reflection;
using SpiNNMan.Async.Spalloc.Server;
using SpiNNMan.Async.Spalloc.Tests.Support;
using SpiNNMan.Async.Tests.Architecture;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Tests.Architecture;

/// <summary>Whatever was disposed of says so, in these packages as in all others.</summary>
[TestFixture]
internal sealed class UseAfterDisposalTests : DisposalContract
{
    protected override IReadOnlyList<Assembly> Packages { get; } = [typeof(BoardAllocator).Assembly, typeof(SpallocServer).Assembly];

    protected override IReadOnlySet<string> AlwaysAllowed { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        nameof(IAsyncDisposable.DisposeAsync),
        nameof(AllocatedJob.DestroyAsync),
        nameof(AllocatedJob.ReleaseAsync),
    };

    /// <summary>The arguments of these are objects of a service, which are looked at first.</summary>
    protected override IReadOnlySet<string> CheckedFirst { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        nameof(BoardAllocator.AllocateAsync), nameof(BoardAllocator.CreateAsync), nameof(BoardAllocator.WhereIsAsync), nameof(SpallocServer.ReturnToService), nameof(JobMemory.FastReadAsync), nameof(JobMemory.FastWriteAsync),
    };

    protected override async Task<IEveryDisposable> OpenAsync(CancellationToken token) => await EverySpallocDisposable.OpenAsync(token);
}
