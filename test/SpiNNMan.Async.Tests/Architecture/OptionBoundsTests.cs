using System.Reflection;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Whatever can be set of anything that is made without arguments, or is a time of the virtual machine, has bounds that are checked when it is given.</summary>
[TestFixture]
internal sealed class OptionBoundsTests
{
    /// <summary>Options for which zero means something.</summary>
    private static readonly HashSet<(Type Type, string Name)> s_zeroMakesSense =
    [
        (typeof(ConnectionOptions), nameof(ConnectionOptions.LocalPort)),
        (typeof(ScpConnectionOptions), nameof(ScpConnectionOptions.ResendWhenOvertakenBy)),
        (typeof(BootOptions), nameof(BootOptions.SoftwareWatchdog)),
        (typeof(BootConnectionOptions), nameof(BootConnectionOptions.Pause)),
        (typeof(TransceiverOptions), nameof(TransceiverOptions.BootPause)),
        (typeof(BmpControllerOptions), nameof(BmpControllerOptions.MinimumOffTime)),
        (typeof(BmpControllerOptions), nameof(BmpControllerOptions.AfterPowerOn)),
        (typeof(BmpControllerOptions), nameof(BmpControllerOptions.PowerDelay)),
        (typeof(HostProbeOptions), nameof(HostProbeOptions.AnnouncementPort)),
        (typeof(LoadOptions), nameof(LoadOptions.Retries)),
        (typeof(StreamingOptions), nameof(StreamingOptions.Tag)),
        (typeof(WaitOptions), nameof(WaitOptions.Timeout)),
        (typeof(WaitOptions), nameof(WaitOptions.ReportedCores)),
        (typeof(ServiceTime), nameof(ServiceTime.PerMessage)),
        (typeof(ServiceTime), nameof(ServiceTime.PerByte)),
        (typeof(ServiceTime), nameof(ServiceTime.RemotePerMessage)),
        (typeof(ServiceTime), nameof(ServiceTime.RemotePerByte)),
        (typeof(ServiceTime), nameof(ServiceTime.PerHop)),
        (typeof(ServiceTime), nameof(ServiceTime.PerFilledKilobyte)),
        (typeof(ServiceTime), nameof(ServiceTime.PerCopiedWord)),
        (typeof(ServiceTime), nameof(ServiceTime.PerStreamedDatagram)),
        (typeof(ServiceTime), nameof(ServiceTime.LinkSpeed)),
        (typeof(BootTiming), nameof(BootTiming.PowerOn)),
        (typeof(BootTiming), nameof(BootTiming.Silence)),
        (typeof(BootTiming), nameof(BootTiming.Addresses)),
        (typeof(BootTiming), nameof(BootTiming.Dimensions)),
        (typeof(BootTiming), nameof(BootTiming.LinkTest)),
        (typeof(BootTiming), nameof(BootTiming.Tables)),
        (typeof(BootTiming), nameof(BootTiming.ReturnTables)),
        (typeof(LinkFaults), nameof(LinkFaults.Delay)),
        (typeof(LinkFaults), nameof(LinkFaults.Jitter)),
        (typeof(TicksApplication), nameof(TicksApplication.Ticks)),
        (typeof(BarrierApplication), nameof(BarrierApplication.Interval)),
        (typeof(CrashApplication), nameof(CrashApplication.After)),
        (typeof(SpikeStreamApplication), nameof(SpikeStreamApplication.Count)),
        (typeof(LiveGathererApplication), nameof(LiveGathererApplication.RingDelay)),
        (typeof(ExtraMonitorApplication), nameof(ExtraMonitorApplication.BlockTime)),
        (typeof(VirtualMachineOptions), nameof(VirtualMachineOptions.LedgerSize)),
    ];

    /// <summary>More than one makes sense where a number is no share.</summary>
    private static readonly (Type, string)[] s_moreThanOneMakesSense = [(typeof(ExecutionOptions), nameof(ExecutionOptions.Pace))];

    private static IEnumerable<Type> OptionTypes => new[] { typeof(Transceiver).Assembly, typeof(VirtualMachine).Assembly }
        .SelectMany(static assembly => assembly.GetExportedTypes())
        .Where(static type => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && !typeof(Exception).IsAssignableFrom(type))
        .Where(static type => type == typeof(ServiceTime) || (type.GetConstructor(Type.EmptyTypes) is not null && !type.Name.EndsWith("Statistics", StringComparison.Ordinal)));

    private static IEnumerable<PropertyInfo> Options => OptionBounds.Of(OptionTypes);

    private static IEnumerable<TestCaseData> Extremes() => OptionBounds.Extremes(Options, MakesSense);

    private static IEnumerable<TestCaseData> Needed() => OptionBounds.Needed(Options);

    [TestCaseSource(nameof(Extremes))]
    public void An_option_refuses_what_makes_no_sense_and_names_itself_and_the_range(PropertyInfo option, object value) => OptionBounds.CheckExtreme(Make(option.DeclaringType!), option, value);

    [TestCaseSource(nameof(Needed))]
    public void An_option_that_is_needed_refuses_nothing(PropertyInfo option) => OptionBounds.CheckNeeded(Make(option.DeclaringType!), option);

    [Test]
    public void Every_kind_of_option_is_looked_at() => Assert.That(
        OptionTypes,
        Is.SupersetOf(new[]
        {
            typeof(ConnectionOptions), typeof(ScpConnectionOptions), typeof(ScampConnectionOptions), typeof(BmpConnectionOptions), typeof(BootConnectionOptions), typeof(SdpConnectionOptions),
            typeof(SubscriptionOptions), typeof(TransceiverOptions), typeof(BootOptions), typeof(BmpControllerOptions), typeof(HostProbeOptions), typeof(LoadOptions), typeof(StartOptions),
            typeof(WaitOptions), typeof(DiscoveryOptions), typeof(VirtualMachineOptions), typeof(FaultOptions), typeof(LinkFaults), typeof(ServiceTime), typeof(BootTiming), typeof(ExecutionOptions),
        }));

    [Test]
    public void Every_default_is_within_its_bounds()
    {
        foreach (PropertyInfo option in Options)
            OptionBounds.CheckDefault(Make(option.ReflectedType!), option);
    }

    [Test]
    public void What_a_fault_takes_by_name_has_bounds_too([Values("loss", "delay", "jitter")] string fault, [Values(-1, double.NaN, double.MaxValue, double.PositiveInfinity)] double value) =>
        Assert.That(() => new LinkFaults().With(fault, value), Throws.TypeOf<InvalidParameterException>());

    [Test]
    public async Task Waiting_for_a_message_has_bounds([Values(-2, 5_184_000_000, long.MaxValue / TimeSpan.TicksPerMillisecond)] long milliseconds)
    {
        CancellationToken token = TestContext.CurrentContext.CancellationToken;
        await using UdpConnection connection = await UdpConnection.OpenAsync(options: new ConnectionOptions { LocalHost = "127.0.0.1" }, cancellationToken: token);
        TimeSpan timeout = TimeSpan.FromMilliseconds(milliseconds);

        Assert.That(async () => await connection.ReceiveAsync(timeout, token), Throws.TypeOf<InvalidParameterException>());
        Assert.That(async () => await connection.IsReadyToReceiveAsync(timeout, token), Throws.TypeOf<InvalidParameterException>());
    }

    [Test]
    public void A_BMP_needs_a_host_and_a_board()
    {
        Assert.That(() => new BmpConnectionData("10.0.0.1", []), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("at least one board"));
        Assert.That(() => new BmpConnectionData("10.0.0.1", [24]), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => new BmpConnectionData(" ", [0]), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("Host"));
        Assert.That(() => new BmpConnectionData("10.0.0.1", [0], Port: 0), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("Port"));
        Assert.That(() => new BmpConnectionData("10.0.0.1", [0]) with { Boards = default }, Throws.TypeOf<InvalidParameterException>());
        Assert.That(new BmpConnectionData("10.0.0.1").Boards, Is.EqualTo(new[] { 0 }));
    }

    private static bool MakesSense(PropertyInfo option, object value) =>
        (OptionBounds.IsZero(value) && s_zeroMakesSense.Contains((option.DeclaringType!, option.Name))) || (value is 1.1 && s_moreThanOneMakesSense.Contains((option.DeclaringType!, option.Name)));

    private static object Make(Type type) => type == typeof(ServiceTime) ? ServiceTime.None with { } : Activator.CreateInstance(type)!;
}
