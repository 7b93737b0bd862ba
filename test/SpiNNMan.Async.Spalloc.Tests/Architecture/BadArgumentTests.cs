using System.Reflection;
using SpiNNMan.Async.Spalloc.Server;
using SpiNNMan.Async.Spalloc.Tests.Support;
using SpiNNMan.Async.Tests.Architecture;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Tests.Architecture;

/// <summary>Bad arguments end in the kinds of errors that the decision on errors names, in these packages as in all others.</summary>
[TestFixture(typeof(BoardAllocator))]
[TestFixture(typeof(SpallocServer))]
internal sealed class BadArgumentTests(Type type) : BadArgumentContract
{
    protected override Assembly Package => type.Assembly;

    protected override async Task<IEveryDisposable> OpenAsync(CancellationToken token) => await EverySpallocDisposable.OpenAsync(token);

    protected override bool IsHelp(object one) => one.GetType().Assembly != Package;
}
