using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using static SpiNNMan.Async.Tests.Machines.Verbs.WholeMachineVerbs;

namespace SpiNNMan.Async.Tests.Machines.Verbs;

/// <summary>Routes, and what routers count.</summary>
internal static class RoutingVerbs
{
    private const int RouteCount = 5;

    public static IEnumerable<WholeMachineVerb> All =>
    [
        WholeMachineVerb.Doing(
            "Routing.LoadAsync(tables, applicationId)",
            LoadAsync,
            static async (machine, boards) => AssertAreRoutes(machine, await AskAsync(machine, boards), boards)) with { PrepareAsync = ClearAsync, TidiesUp = true },
        WholeMachineVerb.Reading<IReadOnlyDictionary<ChipLocation, IReadOnlyList<MulticastRoute>>>(
            "Routing.GetAsync(chips, applicationId)",
            static (machine, stop) => machine.Transceiver.Routing.GetAsync(machine.Chips, Application, stop),
            AssertAreRoutes) with { PrepareAsync = LoadAnewAsync },
        WholeMachineVerb.Doing(
            "Routing.ClearAsync(applicationId, chips)",
            static (machine, stop) => machine.Transceiver.Routing.ClearAsync(Application, machine.Chips, stop),
            AssertAreNoRoutesAsync) with { PrepareAsync = LoadAnewAsync },
        WholeMachineVerb.Doing(
            "Routing.ClearOfApplicationsAsync(first, last, chips)",
            static (machine, stop) => machine.Transceiver.Routing.ClearOfApplicationsAsync(Application, Application + 1, machine.Chips, stop),
            AssertAreNoRoutesAsync) with { PrepareAsync = LoadAnewAsync },
        WholeMachineVerb.Doing(
            "Routing.SetFixedRoutesAsync(routes, applicationId)",
            static (machine, stop) => machine.Transceiver.Routing.SetFixedRoutesAsync(machine.Chips.ToDictionary(static chip => chip, FixedRouteOf), cancellationToken: stop),
            static async (machine, boards) =>
            {
                foreach (ChipLocation chip in machine.ChipsOf(boards))
                    Assert.That(await machine.FinishAsync(machine.Transceiver.Routing.GetFixedRouteAsync(chip)), Is.EqualTo(FixedRouteOf(chip)));
            }) with
            {
                PrepareAsync = static machine => machine.FinishAsync(machine.Transceiver.Routing.SetFixedRoutesAsync(machine.Chips.ToDictionary(static chip => chip, static _ => new Route([], [17])))),
            },
        WholeMachineVerb.Reading<IReadOnlyDictionary<ChipLocation, RouterDiagnostics>>(
            "Routing.GetDiagnosticsAsync(chips)",
            static (machine, stop) => machine.Transceiver.Routing.GetDiagnosticsAsync(machine.Chips, stop),
            static (machine, read, boards) => Assert.That(
                machine.ChipsOf(boards).Select(chip => read[chip][RouterRegister.DroppedMulticast]), Is.EqualTo(machine.ChipsOf(boards).Select(CountOf)))) with { PrepareAsync = CountAsync },
        WholeMachineVerb.Doing(
            "Routing.ClearDiagnosticsAsync(chips, registers)",
            static (machine, stop) => machine.Transceiver.Routing.ClearDiagnosticsAsync(machine.Chips, cancellationToken: stop),
            static (machine, boards) => Assert.That(machine.ChipsOf(boards).Select(chip => machine.Read(chip, Counter, sizeof(uint))), Is.All.EqualTo(new byte[sizeof(uint)]))) with { PrepareAsync = CountAsync },
    ];

    private static uint Counter => MemoryMap.RouterCounters + (sizeof(uint) * (uint)RouterRegister.DroppedMulticast);

    private static Task ClearAsync(VerbMachine machine) => machine.FinishAsync(machine.Transceiver.Routing.ClearAsync(Application, machine.Chips));

    private static async Task LoadAnewAsync(VerbMachine machine)
    {
        await ClearAsync(machine);
        await machine.FinishAsync(LoadAsync(machine, CancellationToken.None));
    }

    private static Task LoadAsync(VerbMachine machine, CancellationToken cancellationToken) => machine.Transceiver.Routing.LoadAsync(
        machine.Chips.ToDictionary(static chip => chip, static chip => (IReadOnlyList<MulticastRoute>)RoutesOf(chip)), Application, cancellationToken: cancellationToken);

    private static Task<IReadOnlyDictionary<ChipLocation, IReadOnlyList<MulticastRoute>>> AskAsync(VerbMachine machine, IReadOnlyList<ChipLocation> boards) =>
        machine.FinishAsync(machine.Transceiver.Routing.GetAsync(machine.ChipsOf(boards), Application));

    private static void AssertAreRoutes(VerbMachine machine, IReadOnlyDictionary<ChipLocation, IReadOnlyList<MulticastRoute>> routes, IReadOnlyList<ChipLocation> boards)
    {
        foreach (ChipLocation chip in machine.ChipsOf(boards))
            Assert.That(routes[chip], Is.EqualTo(RoutesOf(chip).Select(static route => route with { ApplicationId = Application })), $"{chip}");
    }

    private static async Task AssertAreNoRoutesAsync(VerbMachine machine, IReadOnlyList<ChipLocation> boards) =>
        Assert.That((await AskAsync(machine, boards)).Values, Is.All.Empty);

    private static Task CountAsync(VerbMachine machine)
    {
        foreach (ChipLocation chip in machine.Chips)
            machine.WriteWord(chip, Counter, CountOf(chip));

        return Task.CompletedTask;
    }

    private static uint CountOf(ChipLocation chip) => (uint)((chip.X << 8) + chip.Y + 1);

    private static Route FixedRouteOf(ChipLocation chip) => new([chip.X % LinkSet.MaxLinks], [chip.Y % 16]);

    private static MulticastRoute[] RoutesOf(ChipLocation chip) =>
        [.. Enumerable.Range(0, RouteCount).Select(index => new MulticastRoute((uint)((chip.X << 16) | (chip.Y << 8) | index), 0xFFFFFFFF, new Route([index], [chip.X % 16])))];
}
