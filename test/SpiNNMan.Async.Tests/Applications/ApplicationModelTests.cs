using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Tests.Applications;

internal sealed class ApplicationModelTests
{
    private static readonly CoreLocation s_first = new(0, 0, 1);
    private static readonly CoreLocation s_second = new(0, 0, 2);

    [Test]
    public void Cores_are_kept_by_application()
    {
        var targets = new ExecutableTargets();
        targets.Add("a.aplx", [s_first, s_second], ExecutableType.Sync);
        targets.Add("a.aplx", s_first);
        targets.Add("b.aplx", new CoreLocation(1, 1, 1), ExecutableType.Running);
        targets.Add("empty.aplx", [], ExecutableType.Running);

        Assert.That(targets.Binaries, Is.EqualTo(new[] { "a.aplx", "b.aplx", "empty.aplx" }));
        Assert.That(targets.CoreCount, Is.EqualTo(3));
        Assert.That(targets.AllCores, Is.EquivalentTo(new[] { s_first, s_second, new CoreLocation(1, 1, 1) }));
        Assert.That(targets.GetCores("a.aplx"), Is.EqualTo(new[] { s_first, s_second }));
        Assert.That(targets.GetCores("c.aplx"), Is.Empty);
        Assert.That(targets.Contains("a.aplx", s_first) && !targets.Contains("b.aplx", s_first));
        Assert.That(targets.ExecutableTypes, Is.EquivalentTo(new[] { ExecutableType.Sync, ExecutableType.Running }));
        Assert.That(targets.GetBinaries(ExecutableType.Running), Is.EquivalentTo(new[] { "b.aplx", "empty.aplx" }));
        Assert.That(targets.GetBinaries(ExecutableType.System), Is.Empty);
        Assert.That(targets.GetCoreCount(ExecutableType.Sync), Is.EqualTo(2));
        Assert.That(targets.GetCoreCount(ExecutableType.System), Is.Zero);
    }

    [Test]
    public void A_core_takes_one_application_and_a_refusal_changes_nothing()
    {
        var targets = new ExecutableTargets();
        targets.Add("a.aplx", s_first);

        Assert.That(() => targets.Add("b.aplx", [s_second, s_first]), Throws.TypeOf<InvalidParameterException>());
        Assert.That(targets.Contains("b.aplx", s_second), Is.False);
        Assert.That(targets.Binaries, Is.EqualTo(new[] { "a.aplx" }));
    }

    [Test]
    public void A_kind_of_application_says_how_it_starts_and_ends()
    {
        Assert.That(ExecutableType.UsesSimulationInterface.StartStates, Is.EqualTo(new[] { CoreState.Sync0, CoreState.Sync1, CoreState.Paused, CoreState.Ready }));
        Assert.That(ExecutableType.Running.EndStates, Is.EqualTo(new[] { CoreState.Finished }));
        Assert.That(ExecutableType.NoApplication.StartStates, Is.Empty);
        Assert.That(ExecutableType.System.SupportsAutoPauseAndResume && !ExecutableType.Sync.SupportsAutoPauseAndResume);
    }

    [Test]
    public void Identifiers_are_handed_out_once_each()
    {
        var tracker = new ApplicationIdTracker();
        int[] ids = [.. Enumerable.Range(0, tracker.FreeCount).Select(_ => (int)tracker.GetNewId())];

        Assert.That(ids, Is.EqualTo(Enumerable.Range(17, 237)));
        Assert.That(tracker.FreeCount, Is.Zero);
        Assert.That(() => tracker.GetNewId(), Throws.InstanceOf<SpinnakerException>());
        tracker.FreeId(30);
        Assert.That(tracker.GetNewId(), Is.EqualTo(30));
    }

    [Test]
    public void An_identifier_that_was_taken_is_not_handed_out()
    {
        var tracker = new ApplicationIdTracker();
        tracker.AllocateId(17);

        Assert.That(tracker.GetNewId(), Is.EqualTo(18));
        Assert.That(() => tracker.AllocateId(17), Throws.TypeOf<InvalidParameterException>());
    }

    [Test]
    public void An_identifier_that_was_freed_comes_up_again_last()
    {
        var tracker = new ApplicationIdTracker();
        tracker.FreeId(tracker.GetNewId());

        Assert.That(tracker.GetNewId(), Is.EqualTo(18));
    }

    [Test]
    public void Identifiers_of_the_system_are_not_touched([Values(16, 255, -1)] int id)
    {
        var tracker = new ApplicationIdTracker();

        Assert.That(() => tracker.FreeId(id), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => tracker.AllocateId(id), Throws.TypeOf<InvalidParameterException>());
    }

    [Test]
    public void The_last_one_may_be_freed_but_is_not_handed_out()
    {
        var tracker = new ApplicationIdTracker();
        tracker.FreeId(254);

        Assert.That(tracker.FreeCount, Is.EqualTo(237));
    }
}
