using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Tests.Support;
using static SpiNNMan.Async.Tests.Machines.Verbs.WholeMachineVerbs;

namespace SpiNNMan.Async.Tests.Machines.Verbs;

/// <summary>Loading, stopping, and what programs print.</summary>
internal static class ApplicationVerbs
{
    private static readonly ApplicationImage s_image = SimulatedMachine.Image("idle");

    public static IEnumerable<WholeMachineVerb> All =>
    [
        WholeMachineVerb.Reading<LoadResult>(
            "Applications.LoadAsync(parts, applicationId, options)",
            static (machine, stop) => machine.Transceiver.Applications.LoadAsync([new ApplicationPart(s_image, machine.Cores)], Application, cancellationToken: stop),
            static (machine, result, boards) =>
            {
                Assert.That(machine.CoresOf(boards).Select(core => (machine.Look(core).State, machine.Look(core).ApplicationId)), Is.All.EqualTo((CoreState.Ready, Application)));
                Assert.That(machine.CoresOf(boards), Is.SubsetOf(result.Cores));
            }) with
            {
                PrepareAsync = static machine => machine.FinishAsync(machine.Transceiver.Applications.StopAsync(Application, machine.Cores)),

                // A board that does not count may have reasons, so that its cores are looked at.
                Turns = 2,
            },
        WholeMachineVerb.Doing(
            "Applications.StopAsync(applicationId, cores)",
            static (machine, stop) => machine.Transceiver.Applications.StopAsync(Application, machine.Cores, stop),
            AssertAreIdle) with { PrepareAsync = Run },
        WholeMachineVerb.Doing(
            "Applications.StopAllAsync(clearTags)",
            static (machine, stop) => machine.Transceiver.Applications.StopAllAsync(cancellationToken: stop),
            static async (machine, boards) =>
            {
                AssertAreIdle(machine, boards);
                IReadOnlyList<BoardTag> tags = await machine.FinishAsync(machine.Transceiver.Tags.GetAsync());
                Assert.That(tags.Where(tag => boards.Contains(tag.Board)), Is.Empty);
            }) with
            {
                PrepareAsync = static async machine =>
                {
                    await Run(machine);
                    await machine.FinishAsync(machine.Transceiver.Tags.SetAsync(4, "10.9.9.9", 4000));
                },
            },
        WholeMachineVerb.Reading<IReadOnlyList<Iobuf>>(
            "Iobuf.GetAsync(cores)",
            static (machine, stop) => machine.Transceiver.Iobuf.GetAsync(machine.Cores, cancellationToken: stop),
            static (machine, texts, boards) => Assert.That(
                machine.CoresOf(boards).Select(static core => new Iobuf(core, TextOf(core) + "\n")), Is.SubsetOf(texts))) with { PrepareAsync = Print },
        WholeMachineVerb.Reading<IReadOnlyDictionary<CoreLocation, ReadOnlyMemory<byte>>>(
            "Iobuf.GetBytesAsync(cores)",
            static (machine, stop) => machine.Transceiver.Iobuf.GetBytesAsync(machine.Cores, cancellationToken: stop),
            static (machine, texts, boards) => Assert.That(
                machine.CoresOf(boards).Select(core => Iobuf.Decode(core, texts[core].Span).Text), Is.EqualTo(machine.CoresOf(boards).Select(static core => TextOf(core) + "\n")))) with { PrepareAsync = Print },
    ];

    private static Task Run(VerbMachine machine)
    {
        machine.RunOnCores(Application);
        return Task.CompletedTask;
    }

    private static Task Print(VerbMachine machine)
    {
        machine.RunOnCores(Application, static core => new HelloApplication { Text = TextOf(core) });
        return Task.CompletedTask;
    }

    private static string TextOf(CoreLocation core) => $"I am {core}";

    private static void AssertAreIdle(VerbMachine machine, IReadOnlyList<ChipLocation> boards) =>
        Assert.That(machine.CoresOf(boards).Select(core => machine.Look(core).State), Is.All.EqualTo(CoreState.Idle));
}
