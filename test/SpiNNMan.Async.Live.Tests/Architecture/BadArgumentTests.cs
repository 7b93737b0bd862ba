using System.Reflection;
using SpiNNMan.Async.Live.Tests.Support;
using SpiNNMan.Async.Tests.Architecture;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Live.Tests.Architecture;

/// <summary>Bad arguments end in the kinds of errors that the decision on errors names, in this package as in all others.</summary>
[TestFixture]
internal sealed class BadArgumentTests : BadArgumentContract
{
    protected override Assembly Package => typeof(LiveRun).Assembly;

    protected override async Task<IEveryDisposable> OpenAsync(CancellationToken token) => await EveryLiveDisposable.OpenAsync(token);

    protected override bool IsHelp(object one) => false;
}
