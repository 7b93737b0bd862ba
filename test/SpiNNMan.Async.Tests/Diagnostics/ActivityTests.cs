using System.Diagnostics;
using System.Reflection;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Diagnostics;

/// <summary>The activities of what programs do with a machine.</summary>
internal sealed class ActivityTests
{
    [Test, CancelAfter(30_000), NonParallelizable]
    public async Task A_verb_has_an_activity_with_a_child_for_each_board(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        using var seen = new ActivityProbe();

        await machine.DoAsync(() => machine.Transceiver.Applications.GetStatesAsync(cancellationToken: cancellationToken));

        Activity verb = seen.Ended.Single(static activity => activity.OperationName is "Applications.GetStates");
        Activity[] boards = [.. seen.Ended.Where(static activity => activity.OperationName is Verb.BoardName)];
        Assert.That(verb.Status, Is.EqualTo(ActivityStatusCode.Unset));
        Assert.That(boards.Select(static board => board.GetTagItem(MeterTags.ServerAddress)), Is.EquivalentTo(machine.Transceiver.Connections.Select(static connection => connection.RemoteIPAddress!.ToString())));
        Assert.That(boards.Select(static board => board.ParentSpanId), Is.All.EqualTo(verb.SpanId));
        Assert.That(boards.Sum(static board => (int)board.GetTagItem(Verb.ItemsTag)!), Is.EqualTo(machine.Machine.Chips.Count));
        Assert.That(seen.Ended, Has.Count.EqualTo(4), "none for requests");
    }

    [Test, CancelAfter(30_000), NonParallelizable]
    public async Task Requests_have_activities_if_the_options_ask_for_them(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            SimulatedMachine.OptionsFor(TestMachine.Spin3), cancellationToken, static options => new TransceiverOptions { Connection = options.Connection with { TraceRequests = true } });
        using var seen = new ActivityProbe();

        await machine.DoAsync(() => machine.Transceiver.Applications.GetStatesAsync(cancellationToken: cancellationToken));

        Activity board = seen.Ended.Single(static activity => activity.OperationName is Verb.BoardName);
        Activity[] requests = [.. seen.Ended.Where(static activity => activity.OperationName is Verb.RequestName)];
        Assert.That(requests.Select(static request => request.GetTagItem(Verb.PlaceTag)), Is.EquivalentTo(machine.Machine.Chips.Select(static chip => chip.Location.Monitor.ToString())));
        Assert.That(requests.Select(static request => request.ParentSpanId), Is.All.EqualTo(board.SpanId));
        Assert.That(requests.Select(static request => request.GetTagItem(MeterTags.Command)), Is.All.EqualTo("ChipInfo"));
    }

    [Test, CancelAfter(30_000), NonParallelizable]
    public async Task A_failure_shows_in_the_verb_and_in_its_board(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        using var seen = new ActivityProbe();
        var mute = new ChipLocation(4, 8);
        machine.BoardOf(mute).IsMute = true;

        Assert.That(() => machine.DoAsync(() => machine.Transceiver.Routing.GetDiagnosticsAsync(chips: null, cancellationToken)), Throws.InstanceOf<SpinnakerException>());

        Activity verb = seen.Ended.Single(static activity => activity.OperationName is "Routing.GetDiagnostics");
        Activity[] failed = [.. seen.Ended.Where(static activity => activity.OperationName is Verb.BoardName && activity.Status == ActivityStatusCode.Error)];
        Assert.That(verb.Status, Is.EqualTo(ActivityStatusCode.Error));
        Assert.That((string)verb.GetTagItem(MeterTags.ErrorType)!, Does.StartWith("SpiNNMan.Async.Access.MachineOperationException"));
        Assert.That(failed.Select(static board => board.GetTagItem(MeterTags.ServerAddress)), Is.EqualTo(new[] { machine.Transceiver.GetConnection(mute).RemoteIPAddress!.ToString() }));
        Assert.That(failed[0].GetTagItem(Verb.FailuresTag), Is.EqualTo(48));
    }

    [Test, CancelAfter(30_000), NonParallelizable]
    public async Task Opening_has_an_activity_and_one_chip_has_a_place(CancellationToken cancellationToken)
    {
        using var seen = new ActivityProbe();
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);

        await machine.DoAsync(() => machine.Transceiver.Memory.ReadAsync(new CoreLocation(1, 0, 2), 0x60000000, 1024, cancellationToken));

        Assert.That(seen.Ended.Select(static activity => activity.OperationName), Has.One.EqualTo("Transceiver.Open"));
        Assert.That(seen.Ended.Single(static activity => activity.OperationName is "Memory.Read").GetTagItem(Verb.PlaceTag), Is.EqualTo("1,0,2"));
        Assert.That(Activity.Current?.Source, Is.Not.EqualTo(SpinnakerTelemetry.Activities), "nothing is left in the context of the caller");
    }

    private static IEnumerable<Type> Parts() => typeof(Transceiver).Assembly.GetTypes().Where(static type => type.IsDefined(typeof(TracedAttribute)));

    [Test]
    public void All_parts_are_traced() => Assert.That(Parts(), Is.EquivalentTo(
        typeof(Transceiver).GetProperties().Select(static property => property.PropertyType)
            .Where(static type => type.Name.StartsWith("Machine", StringComparison.Ordinal) && !type.IsSealed)
            .Append(typeof(BmpController))
            .Append(typeof(Transceiver))));

    [TestCaseSource(nameof(Parts))]
    public void No_verb_of_a_part_is_forgotten(Type part)
    {
        Type traced = part.Assembly.GetType($"{part.Namespace}.Traced{part.Name}", throwOnError: true)!;
        IEnumerable<MethodInfo> verbs = part.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(static method => method.IsVirtual && method.Name.EndsWith("Async", StringComparison.Ordinal) && (method.ReturnType.Name.StartsWith("Task", StringComparison.Ordinal) || method.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal)));
        IEnumerable<MethodInfo> overridden = traced.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(static method => method.GetBaseDefinition());

        Assert.That(verbs, Is.Not.Empty);
        Assert.That(verbs.Select(static method => method.GetBaseDefinition().ToString()).Except(overridden.Select(static method => method.ToString()), StringComparer.Ordinal), Is.Empty);
    }

    [Test, CancelAfter(30_000)]
    public async Task A_machine_that_was_opened_has_the_traced_parts(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);

        IEnumerable<object> parts = Parts().Where(static part => part != typeof(Transceiver))
            .Select(part => typeof(Transceiver).GetProperties().Single(property => property.PropertyType == part).GetValue(machine.Transceiver)!).Append(machine.Transceiver);

        Assert.That(parts.Select(static part => part.GetType().Name), Is.All.StartsWith("Traced"));
    }

    /// <summary>Collects the activities of the library that begin within it, and no others.</summary>
    private sealed class ActivityProbe : IDisposable
    {
        private readonly ActivityListener _listener;

        public ActivityProbe()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = static source => string.Equals(source.Name, SpinnakerTelemetry.ActivitySourceName, StringComparison.Ordinal),
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    lock (Ended)
                        Ended.Add(activity);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public List<Activity> Ended { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
