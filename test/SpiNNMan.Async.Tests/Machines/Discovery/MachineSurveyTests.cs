using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Tests.Machines.Discovery;

/// <summary>Surveys of virtual machines over UDP.</summary>
internal sealed class MachineSurveyTests
{
    private static readonly string[] s_ethernet = ["127.0.0.1"];

    [Test, CancelAfter(20_000)]
    public async Task Finds_every_chip_and_core([Values] BoardType type, CancellationToken cancellationToken)
    {
        var size = type switch
        {
            BoardType.Single => new MachineDimensions(1, 1),
            BoardType.Spin3 => new MachineDimensions(2, 2),
            _ => new MachineDimensions(8, 8),
        };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(type, cancellationToken);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, cancellationToken: cancellationToken);
        var progress = new Steps();

        MachineSurvey survey = await MachineSurvey.TakeAsync(scamp, progress, cancellationToken);

        Assert.That(survey.Chips.Select(static chip => chip.Chip), Is.EquivalentTo(machine.Boards[0].Chips.Select(static chip => chip.Location)));
        Assert.That(survey.Dimensions, Is.EqualTo(size));
        Assert.That(survey.SilentChips, Is.Empty);
        Assert.That(survey.CoreCount, Is.InRange(17 * survey.Chips.Count, 18 * survey.Chips.Count));
        Assert.That(survey.Summaries.Where(static chip => chip.EthernetAddress is not null).Select(static chip => chip.EthernetAddress!.ToString()), Is.EqualTo(s_ethernet));
        Assert.That(survey.Routes.GetRoute(new ChipLocation(0, 0)), Is.EqualTo(P2PTableRoute.Monitor));
        Assert.That(progress.Last, Is.EqualTo(new SurveyProgress(survey.Chips.Count, survey.Chips.Count)));
        Assert.That(scamp.Chip, Is.EqualTo(new ChipLocation(0, 0)));
    }

    [Test, CancelAfter(20_000)]
    public async Task Survives_a_bad_network(CancellationToken cancellationToken)
    {
        var loss = new LinkFaults { Loss = 0.1, Duplication = 0.1, Reordering = 0.1 };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Faults = new FaultOptions { Ingress = loss, Egress = loss } }, cancellationToken);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, cancellationToken: cancellationToken);

        MachineSurvey survey = await MachineSurvey.TakeAsync(scamp, cancellationToken: cancellationToken);

        Assert.That(survey.Summaries.Count(), Is.EqualTo(48));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_silent_chip_is_told_of_and_does_not_end_it(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        var options = new ScampConnectionOptions { GiveUpAfter = TimeSpan.FromMilliseconds(600) };
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, options, cancellationToken);

        // Memory that is not there kills the monitor that looks.
        Assert.That(
            async () => await scamp.ReadMemoryAsync(new ChipLocation(1, 1), 0xA0000000, 4, cancellationToken), Throws.InstanceOf<SpinnakerException>());
        MachineSurvey survey = await MachineSurvey.TakeAsync(scamp, cancellationToken: cancellationToken);

        Assert.That(survey.Summaries.Count(), Is.EqualTo(3));
        ChipSurvey silent = survey.SilentChips.Single();
        Assert.That(silent.Chip, Is.EqualTo(new ChipLocation(1, 1)));
        Assert.That(silent.Error, Is.InstanceOf<SpinnakerException>());
    }

    [Test, CancelAfter(20_000)]
    public async Task A_BMP_has_no_chips(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Bmp.EndPoint, cancellationToken: cancellationToken);

        BoardBootException? error = await Assert.ThrowsAsync<BoardBootException>(() => MachineSurvey.TakeAsync(scamp, cancellationToken: cancellationToken));

        Assert.That(error!.Failure, Is.EqualTo(BoardBootFailure.WrongSoftware));
    }

    [Test]
    public void Images_that_are_made_up_say_what_they_are()
    {
        foreach (SoftwareVersion version in VirtualBootImage.Versions)
        {
            Assert.That(new BootImage(VirtualBootImage.Create(version)).TryDescribe(out BootImageDescription description), Is.True);
            Assert.That(description.Version, Is.EqualTo(version));
        }

        Assert.That(() => VirtualBootImage.Create(new SoftwareVersion(1, 2, 3)), Throws.InstanceOf<InvalidParameterException>());
    }

    private sealed class Steps : IProgress<SurveyProgress>
    {
        public SurveyProgress Last { get; private set; }

        public void Report(SurveyProgress value)
        {
            lock (this)
                Last = value.ChipsDone > Last.ChipsDone ? value : Last;
        }
    }
}
