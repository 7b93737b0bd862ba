using System.Reflection;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Options can be set until something uses them.</summary>
[TestFixture]
internal sealed class SettableOptionsTests
{
    private static readonly Assembly[] s_assemblies = [typeof(Transceiver).Assembly, typeof(VirtualMachine).Assembly];

    private static IEnumerable<Type> Options => s_assemblies.SelectMany(OptionContract.OptionsOf);

    [TestCaseSource(nameof(Options))]
    public void Options_can_be_set_until_they_are_used(Type type) => OptionContract.Check(type);

    [Test]
    public void All_options_have_the_same_base()
    {
        Assert.That(s_assemblies.SelectMany(OptionContract.Strangers), Is.Empty);
        Assert.That(Options, Is.SupersetOf(new[] { typeof(TransceiverOptions), typeof(ScampConnectionOptions), typeof(WaitOptions), typeof(VirtualMachineOptions), typeof(LinkFaults), typeof(ServiceTime), typeof(BootTiming) }));
    }

    [Test]
    public void A_copy_has_parts_of_its_own_only_where_it_says_so()
    {
        var options = new TransceiverOptions { Host = "10.0.0.1" };
        options.Connection.MaxWindow = 4;
        options.MakeReadOnly();

        Assert.That(() => options.Connection.MaxWindow = 5, Throws.TypeOf<InvalidParameterException>().With.Message.StartsWith("MaxWindow = 5: these options are in use"));
        TransceiverOptions copy = options with { Connection = options.Connection with { MaxWindow = 5 } };
        copy.Connection.MaxWindow++;
        Assert.That((options.Connection.MaxWindow, copy.Connection.MaxWindow, copy.Host), Is.EqualTo((4, 6, "10.0.0.1")));
    }

    [Test]
    public void Options_that_everybody_has_cannot_be_set()
    {
        Assert.That(() => FaultOptions.None.FloodFillLoss = 0.5, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => FaultOptions.None.Ingress.Loss = 0.5, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => LinkFaults.None.Loss = 0.5, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => ServiceTime.Hardware.LinkSpeed = 1, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => BootTiming.Real.PowerOn = TimeSpan.Zero, Throws.TypeOf<InvalidParameterException>());
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task Whatever_takes_options_makes_them_read_only(CancellationToken cancellationToken)
    {
        var machineOptions = new VirtualMachineOptions { Board = BoardType.Spin3 };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(machineOptions, cancellationToken);
        var faults = new FaultOptions();
        machine.Faults = faults;
        var boardFaults = new FaultOptions();
        machine.Boards[0].Faults = boardFaults;
        var time = ServiceTime.None with { };
        machine.ServiceTime = time;

        var options = new TransceiverOptions();
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, options, cancellationToken);
        var wait = new WaitOptions { Timeout = TimeSpan.Zero };
        Assert.That(async () => await transceiver.Applications.WaitForStateAsync([new(0, 0, 1)], [CoreState.Running], wait, cancellationToken), Throws.InstanceOf<SpinnakerException>());
        var load = new LoadOptions();
        Assert.That(async () => await transceiver.Applications.LoadAsync([], 30, load, cancellationToken), Throws.InstanceOf<SpinnakerException>());
        var start = new StartOptions();
        Assert.That(async () => await transceiver.Applications.StartAsync([], start, cancellationToken), Throws.InstanceOf<SpinnakerException>());

        var scampOptions = new ScampConnectionOptions();
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, scampOptions, cancellationToken);
        var subscriptionOptions = new SubscriptionOptions();
        await using Subscription<SdpMessage> subscription = scamp.SubscribeAsync(subscriptionOptions, cancellationToken);
        var probeOptions = new HostProbeOptions { AnnouncementPort = 0 };
        await HostProbe.ProbeAsync(machine.Boards[0].EndPoint, probeOptions, cancellationToken);
        var bmpOptions = new BmpControllerOptions();
        await using BmpController bmps = await BmpController.ConnectAsync([new BmpConnectionData("127.0.0.1", [0], Port: machine.Bmp.EndPoint.Port)], bmpOptions, cancellationToken);
        var udpOptions = new ConnectionOptions();
        await using UdpConnection udp = await UdpConnection.OpenAsync(options: udpOptions, cancellationToken: cancellationToken);
        var bootConnectionOptions = new BootConnectionOptions();
        await using BootConnection boot = await BootConnection.OpenAsync(machine.Boards[0].BootEndPoint, bootConnectionOptions, cancellationToken);
        var bootOptions = new BootOptions();
        await BoardBooter.BootAsync(scamp, boot, new BootImage(new byte[512]), bootOptions, cancellationToken: cancellationToken);

        SpinnakerOptions[] used =
            [machineOptions, faults, boardFaults, time, options, wait, load, start, scampOptions, subscriptionOptions, probeOptions, bmpOptions, udpOptions, bootConnectionOptions, bootOptions];
        Assert.That(used.Where(static one => !one.IsReadOnly), Is.Empty);
    }
}
