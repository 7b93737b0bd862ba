using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The programs of the guide about routes.</summary>
internal sealed class RoutingSnippets
{
    [Test, CancelAfter(60_000)]
    public async Task Load(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);

        // CODE_SECTION:routing-load:START
        var tables = new Dictionary<ChipLocation, IReadOnlyList<MulticastRoute>>
        {
            [new ChipLocation(0, 0)] = [new MulticastRoute(Key: 0x10000, Mask: 0xFFFF0000, new Route(Links: [0], Cores: []))],
            [new ChipLocation(1, 0)] = [new MulticastRoute(Key: 0x10000, Mask: 0xFFFF0000, new Route(Links: [], Cores: [1, 2, 3]))],
        };
        await transceiver.Routing.LoadAsync(tables, applicationId: 17, cancellationToken: cancellationToken);

        IReadOnlyList<MulticastRoute> routes = await transceiver.Routing.GetAsync(new ChipLocation(1, 0), applicationId: 17, cancellationToken);
        await transceiver.Routing.ClearAsync(applicationId: 17, cancellationToken: cancellationToken);

        // CODE_SECTION:routing-load:END
        Assert.That(routes, Has.Count.EqualTo(1));
        Assert.That(await transceiver.Routing.GetAsync(new ChipLocation(1, 0), 17, cancellationToken), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task Fixed(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);

        // CODE_SECTION:routing-fixed:START
        await transceiver.Routing.SetFixedRouteAsync(new ChipLocation(1, 1), new Route(Links: [4], Cores: []), cancellationToken: cancellationToken);
        Route route = await transceiver.Routing.GetFixedRouteAsync(new ChipLocation(1, 1), cancellationToken);
        P2PTable table = await transceiver.Routing.GetP2PTableAsync(new ChipLocation(0, 0), cancellationToken);
        Console.WriteLine($"{route.Links}; (7, 7) is reached by {table.GetRoute(new ChipLocation(7, 7))}");

        // CODE_SECTION:routing-fixed:END
        Assert.That((route.Links.Contains(4), table.Height), Is.EqualTo((true, 8)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Counters(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);

        // CODE_SECTION:routing-counters:START
        IReadOnlyDictionary<ChipLocation, RouterDiagnostics> before = await transceiver.Routing.GetDiagnosticsAsync(chips: null, cancellationToken);
        await RunAsync();
        IReadOnlyDictionary<ChipLocation, RouterDiagnostics> after = await transceiver.Routing.GetDiagnosticsAsync(chips: null, cancellationToken);
        foreach ((ChipLocation chip, RouterCounterChange change) in RouterCounterChange.Between(before, after))
        {
            if (change.Dropped > 0)
                Console.WriteLine($"{chip} dropped packets: {change}");
        }

        // CODE_SECTION:routing-counters:END
        Assert.That(after, Has.Count.EqualTo(48));

        Task RunAsync()
        {
            machine.WriteMemory(new ChipLocation(1, 1), MemoryMap.RouterCounters + (4 * (uint)RouterRegister.DroppedMulticast), [3, 0, 0, 0]);
            return Task.CompletedTask;
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task Filters(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);

        // CODE_SECTION:routing-filters:START
        var dropped = new DiagnosticFilter(DiagnosticFilterPacketTypes.Multicast, DiagnosticFilterDestinations.Dump, DiagnosticFilterSources.Local);
        await transceiver.Routing.SetFilterAsync(new ChipLocation(1, 1), position: 12, dropped, cancellationToken);
        await transceiver.Routing.ClearDiagnosticsAsync([new ChipLocation(1, 1)], [RouterRegister.User0], cancellationToken);

        // CODE_SECTION:routing-filters:END
        Assert.That(await transceiver.Routing.GetFilterAsync(new ChipLocation(1, 1), 12, cancellationToken), Is.EqualTo(dropped));
    }
}
