using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Profiling;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Chips;

/// <summary>Where cores are in their programs.</summary>
[CancelAfter(60_000)]
internal sealed class ProfileTests
{
    private const int MailOffset = 48;
    private const int CommandOffset = 56;

    private static readonly CoreLocation s_core = new(0, 0, 1);
    private static readonly CoreLocation s_other = new(1, 1, 2);

    private static ProfileOptions Short => new() { Duration = TimeSpan.FromMilliseconds(200), Interval = TimeSpan.FromMilliseconds(10) };

    [Test]
    public async Task Cores_tell_where_they_are_and_are_left_as_they_were(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await StartAsync(cancellationToken);
        byte[] before = BlockOf(machine, s_core);

        IReadOnlyList<CoreProfile> profiles = await machine.FinishAsync(machine.Transceiver.Chips.ProfileAsync([s_other, s_core], Short, cancellationToken));

        byte[] after = BlockOf(machine, s_core);
        Assert.That(profiles.Select(static profile => profile.Core), Is.EqualTo(new[] { s_other, s_core }));
        Assert.That(profiles.Select(static profile => profile.SampleCount), Has.All.InRange(15, 20));
        Assert.That(profiles.Select(static profile => (profile.Samples.Count, profile.Busy, profile.Unanswered, profile.Load)), Has.All.EqualTo((1, 0L, 0L, 0.0)));
        Assert.That(BitConverter.ToUInt32(after, MailOffset), Is.EqualTo(profiles[1].Samples.Keys.Single()));
        Assert.That(after.Where(static (_, offset) => offset is < MailOffset or >= MailOffset + 4), Is.EqualTo(before.Where(static (_, offset) => offset is < MailOffset or >= MailOffset + 4)));
    }

    [Test]
    public async Task A_command_in_the_mailbox_is_left_alone(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await StartAsync(cancellationToken);
        machine.Virtual.WriteMemory(s_core.Chip, CommandAddress(s_core), [(byte)MailboxCommand.Message]);

        CoreProfile profile = (await machine.FinishAsync(machine.Transceiver.Chips.ProfileAsync([s_core], Short, cancellationToken)))[0];

        Assert.That((profile.SampleCount, profile.Unanswered), Is.EqualTo((0L, 0L)));
        Assert.That(profile.Busy, Is.GreaterThan(10));
        Assert.That(BlockOf(machine, s_core)[CommandOffset], Is.EqualTo((byte)MailboxCommand.Message));
    }

    [Test]
    public async Task A_question_that_is_not_answered_is_taken_out_again(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await StartAsync(cancellationToken);
        machine.Virtual.Run(s_core, new CrashApplication(), 31);

        CoreProfile profile = (await machine.FinishAsync(machine.Transceiver.Chips.ProfileAsync([s_core], Short, cancellationToken)))[0];

        Assert.That(profile.SampleCount, Is.Zero);
        Assert.That(profile.Unanswered, Is.Positive);
        Assert.That(BlockOf(machine, s_core)[CommandOffset], Is.Zero);
    }

    [Test]
    public async Task It_can_be_cancelled_and_leaves_nothing_in_a_mailbox(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await StartAsync(cancellationToken);
        machine.Virtual.Run(s_core, new CrashApplication(), 31);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using ITimer timer = machine.World.Time.CreateTimer(_ => stop.Cancel(), null, TimeSpan.FromMilliseconds(33), Timeout.InfiniteTimeSpan);

        await Assert.CatchAsync<OperationCanceledException>(() => machine.FinishAsync(machine.Transceiver.Chips.ProfileAsync([s_core], Short with { Duration = TimeSpan.FromHours(1) }, stop.Token)));

        Assert.That(BlockOf(machine, s_core)[CommandOffset], Is.Zero);
    }

    [Test]
    public async Task Progress_counts_samples(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await StartAsync(cancellationToken);
        var reports = new List<ProfileProgress>();

        IReadOnlyList<CoreProfile> profiles = await machine.FinishAsync(machine.Transceiver.Chips.ProfileAsync([s_core], Short with { Progress = new Reports(reports) }, cancellationToken));

        Assert.That(reports[^1].Samples, Is.EqualTo(profiles[0].SampleCount));
        Assert.That(reports.Select(static report => report.Elapsed), Is.Ordered);
    }

    [Test]
    public async Task Cores_that_cannot_be_asked_are_refused(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await StartAsync(cancellationToken);

        await Assert.ThrowsAsync<InvalidParameterException>(() => machine.Transceiver.Chips.ProfileAsync([], Short, cancellationToken));
        await Assert.ThrowsAsync<InvalidParameterException>(() => machine.Transceiver.Chips.ProfileAsync([new CoreLocation(0, 0, 0)], Short, cancellationToken));
        await Assert.ThrowsAsync<InvalidParameterException>(() => machine.Transceiver.Chips.ProfileAsync([new CoreLocation(7, 7, 1)], Short, cancellationToken));
    }

    private static async Task<SimulatedMachine> StartAsync(CancellationToken cancellationToken)
    {
        SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        machine.Virtual.Run(s_core, new IdleApplication(), 30);
        machine.Virtual.Run(s_other, new IdleApplication(), 30);
        return machine;
    }

    private static uint CommandAddress(CoreLocation core) => MemoryMap.GetCoreInfoAddress(core.Core) + CommandOffset;

    private static byte[] BlockOf(SimulatedMachine machine, CoreLocation core) => machine.Read(core.Chip, MemoryMap.GetCoreInfoAddress(core.Core), CoreInfo.Size);

    private sealed class Reports(List<ProfileProgress> reports) : IProgress<ProfileProgress>
    {
        public void Report(ProfileProgress value) => reports.Add(value);
    }
}
