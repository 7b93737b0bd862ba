using System.Reflection;
using SpiNNMan.Async.Live.Receiving;
using SpiNNMan.Async.Live.Sending;
using SpiNNMan.Async.Live.Tests.Support;
using SpiNNMan.Async.Tests.Architecture;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Live.Tests.Architecture;

/// <summary>Whatever was disposed of says so, in this package as in all others.</summary>
[TestFixture]
internal sealed class UseAfterDisposalTests : DisposalContract
{
    protected override IReadOnlyList<Assembly> Packages { get; } = [typeof(LiveRun).Assembly];

    protected override IReadOnlySet<string> AlwaysAllowed { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        nameof(IAsyncDisposable.DisposeAsync),
        nameof(IDisposable.Dispose),

        // The loop over a reader that was disposed of ends.
        nameof(BatchReader.MoveNextAsync),

        // A run that was disposed of has ended: this tells with what.
        nameof(LiveRun.EndAsync),
    };

    protected override IReadOnlySet<string> CheckedFirst { get; } = new HashSet<string>(StringComparer.Ordinal) { nameof(SpikeSender.SendKeysAsync) };

    protected override async Task<IEveryDisposable> OpenAsync(CancellationToken token) => await EveryLiveDisposable.OpenAsync(token);
}
