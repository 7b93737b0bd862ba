using System.Reflection;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Chips;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>One rule for everything that was disposed of: what would act throws, what ends may be called again, what is known can still be read.</summary>
[TestFixture]
internal sealed class UseAfterDisposalTests : DisposalContract
{
    protected override IReadOnlyList<Assembly> Packages { get; } = [typeof(Transceiver).Assembly, typeof(VirtualMachine).Assembly];

    protected override IReadOnlySet<string> AlwaysAllowed { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        nameof(IAsyncDisposable.DisposeAsync),
        nameof(IDisposable.Dispose),
        nameof(DatagramConnection.CloseAsync),
        nameof(SdramAllocation.FreeAsync),
        nameof(SdramAllocation.Release),
        nameof(ApplicationSession.Detach),
        nameof(IEnumerable<int>.GetEnumerator),
        nameof(DatagramConnection.IsConnectedAsync),
        nameof(IScpConnection.GetScpData),
        nameof(ScampConnection.UpdateChipCoordinates),
        nameof(VirtualMachine.GetBoardEndPoint),
        nameof(Subscription<>.ConfigureAwait),

        // Documented: true, since a receive would not wait, and no address.
        nameof(DatagramConnection.IsReadyToReceiveAsync),
        nameof(IPAddressesConnection.ReceiveIPAddressAsync),
    };

    protected override IReadOnlySet<string> CheckedFirst { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        nameof(MachineChips.SetLedsAsync),
        nameof(MachineSdram.FreeAsync),
        nameof(MachineTags.SetAsync),
        nameof(ScampConnection.Subscribe),
        nameof(EieioConnection.SendEieioMessageAsync),
        nameof(EieioConnection.SendEieioMessageToAsync),
    };

    protected override async Task<IEveryDisposable> OpenAsync(CancellationToken token) => await EveryDisposable.OpenAsync(token);

    [Test, CancelAfter(120_000)]
    public async Task A_session_that_has_ended_leaves_the_next_one_with_its_identifier_alone([Values] bool detached)
    {
        CancellationToken token = TestContext.CurrentContext.CancellationToken;
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, token);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken: token);
        var image = new ApplicationImage(VirtualApplicationImage.Create("printer"));
        var options = new StartOptions { ApplicationId = 23 };
        ApplicationSession first = await transceiver.Applications.StartAsync(image, [new CoreLocation(0, 0, 1)], options, token);
        if (detached)
            first.Detach();
        else
            await first.DisposeAsync();

        await using ApplicationSession second = await transceiver.Applications.StartAsync(image, [new CoreLocation(0, 0, 2)], options, token);

        Assert.That(async () => await first.SendSignalAsync(Signal.Stop, token), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(async () => await first.StopAsync(token), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(async () => await first.AllocateSdramAsync(new ChipLocation(0, 0), 64, cancellationToken: token), Throws.TypeOf<ObjectDisposedException>());
        Assert.That((await second.GetCoreInfosAsync(cancellationToken: token))[new CoreLocation(0, 0, 2)].State, Is.EqualTo(CoreState.Running));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_subscription_is_for_one_loop(CancellationToken token)
    {
        await using EieioConnection connection = await EieioConnection.ListenAsync(cancellationToken: token);
        Subscription<EieioMessage> subscription = connection.SubscribeAsync(token);
        Subscription<EieioMessage> unread = connection.SubscribeAsync(token);
        IAsyncEnumerator<EieioMessage> loop = subscription.GetAsyncEnumerator(token);

        Assert.That(() => subscription.GetAsyncEnumerator(token), Throws.TypeOf<SubscriptionReadTwiceException>().With.Message.Contains("EieioMessage"));
        await loop.DisposeAsync();
        await subscription.DisposeAsync();
        await unread.DisposeAsync();
        Assert.That(() => subscription.GetAsyncEnumerator(token), Throws.TypeOf<SubscriptionReadTwiceException>(), "it was read");
        Assert.That(() => unread.GetAsyncEnumerator(token), Throws.TypeOf<ObjectDisposedException>());
    }
}
