using System.Reflection;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Chips;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
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
internal sealed class UseAfterDisposalTests
{
    /// <summary>What ends something may be called again and does nothing then; what only tells of bytes or of the past goes on working.</summary>
    private static readonly HashSet<string> s_alwaysAllowed = new(StringComparer.Ordinal)
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

    /// <summary>Methods whose arguments cannot be made here; they are looked at first, and refused.</summary>
    private static readonly HashSet<string> s_checkedFirst = new(StringComparer.Ordinal)
    {
        nameof(MachineChips.SetLedsAsync),
        nameof(MachineSdram.FreeAsync),
        nameof(MachineTags.SetAsync),
        nameof(ScampConnection.Subscribe),
        nameof(EieioConnection.SendEieioMessageAsync),
        nameof(EieioConnection.SendEieioMessageToAsync),
    };

    [Test, CancelAfter(120_000)]
    public async Task Whatever_was_disposed_of_says_so_from_every_member(CancellationToken token)
    {
        var wrong = new List<string>();
        EveryDisposable every = await EveryDisposable.OpenAsync(token);
        await every.DisposeAsync();

        foreach (object one in every.All)
            wrong.AddRange(await WrongMembersAsync(one, token));

        Assert.That(wrong, Is.Empty, string.Join(Environment.NewLine, wrong));
    }

    [Test, CancelAfter(120_000)]
    public async Task Disposing_again_does_nothing(CancellationToken token)
    {
        EveryDisposable every = await EveryDisposable.OpenAsync(token);
        await every.DisposeAsync();

        Assert.That(async () => await every.DisposeAsync(), Throws.Nothing);
    }

    [Test, CancelAfter(120_000)]
    public async Task Every_type_that_can_be_disposed_of_is_looked_at(CancellationToken token)
    {
        await using EveryDisposable every = await EveryDisposable.OpenAsync(token);
        IEnumerable<string> looked = every.All.Select(static one => one.GetType().Name);
        IEnumerable<string> disposable = new[] { typeof(Transceiver).Assembly, typeof(VirtualMachine).Assembly }
            .SelectMany(static assembly => assembly.GetExportedTypes())
            .Where(static type => type is { IsClass: true, IsAbstract: false } && (typeof(IDisposable).IsAssignableFrom(type) || typeof(IAsyncDisposable).IsAssignableFrom(type)))
            .Select(static type => type.Name);

        Assert.That(disposable.Except(looked, StringComparer.Ordinal), Is.Empty);
    }

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

    private static async Task<IReadOnlyList<string>> WrongMembersAsync(object disposed, CancellationToken token)
    {
        Type expected = disposed is DatagramConnection ? typeof(SpinnakerConnectionClosedException) : typeof(ObjectDisposedException);
        var wrong = new List<string>();
        foreach (MethodInfo method in PublicMembers.MethodsOf(disposed.GetType()).Where(static method => !s_alwaysAllowed.Contains(method.Name)))
        {
            Exception? error = await PublicMembers.CallAsync(disposed, method, PublicMembers.ArgumentsFor(method, token));
            bool namesInternals = error is ObjectDisposedException { ObjectName: var name } && !name.StartsWith("SpiNNMan.", StringComparison.Ordinal);
            bool lacksArgument = s_checkedFirst.Contains(method.Name) && (error is ArgumentNullException or InvalidParameterException);
            if (!lacksArgument && (!expected.IsInstanceOfType(error) || namesInternals))
                wrong.Add($"{PublicMembers.Describe(method)}: {(error is null ? "went through" : $"{error.GetType().Name}: {error.Message}")}");
        }

        return wrong;
    }
}
