using System.Reflection;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Bad arguments end in the kinds of errors that the decision on errors names, whatever member they are given to.</summary>
[TestFixture]
internal sealed class BadArgumentTests : BadArgumentContract
{
    protected override Assembly Package => typeof(Transceiver).Assembly;

    protected override async Task<IEveryDisposable> OpenAsync(CancellationToken token) => await EveryDisposable.OpenAsync(token);

    protected override bool IsHelp(object one) => one is VirtualMachine;
}
