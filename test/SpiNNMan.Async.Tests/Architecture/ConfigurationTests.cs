using System.Net;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Options are read from a configuration by the framework's own binder; what cannot be is told in docs/guides/configuration.md.</summary>
[TestFixture]
internal sealed class ConfigurationTests : BinderContract<ConfigurationTests>, IBoundOptions
{
    public static IReadOnlyList<Type> Types { get; } =
    [
        typeof(ConnectionOptions), typeof(ScpConnectionOptions), typeof(ScampConnectionOptions), typeof(BmpConnectionOptions), typeof(BootConnectionOptions), typeof(SdpConnectionOptions),
        typeof(SubscriptionOptions), typeof(TransceiverOptions), typeof(BootOptions), typeof(BmpControllerOptions), typeof(HostProbeOptions), typeof(LoadOptions), typeof(StartOptions), typeof(WaitOptions),
        typeof(DiscoveryOptions), typeof(VirtualMachineOptions), typeof(FaultOptions), typeof(LinkFaults), typeof(BootTiming), typeof(ExecutionOptions), typeof(ProgramOptions),
    ];

    public static IReadOnlyList<Type> Objects { get; } =
    [
        typeof(IDatagramNetwork), typeof(TimeProvider), typeof(IPinger), typeof(ILoggerFactory), typeof(BootImage), typeof(IReadOnlyList<ApplicationRule>), typeof(IReadOnlyList<ProgramPlacement>), typeof(IReadOnlyList<PacketRoute>), typeof(ReadOnlyMemory<byte>),
        typeof(IPAddress), typeof(IReadOnlyList<IPAddress>), typeof(IReadOnlyList<IPEndPoint>), typeof(IReadOnlyDictionary<SystemVariable, ulong>), typeof(IReadOnlyList<(ChipLocation Chip, int Link)>),
        typeof(IgnoredParts), typeof(TextWriter), typeof(PacketCapture),
    ];

    public static IReadOnlyDictionary<string, (string Key, string Value)[]> Samples { get; } = new Dictionary<string, (string Key, string Value)[]>(StringComparer.Ordinal)
    {
        [nameof(ConnectionOptions.MaxDatagramSize)] = [("", "777")],
        [nameof(VirtualMachineOptions.MemoryLimit)] = [("", "77777777777")],
        [nameof(StartOptions.ApplicationId)] = [("", "77")],
        [nameof(WaitOptions.ErrorStates)] = [(":0", "Finished")],
        [nameof(VirtualMachineOptions.DeadBoards)] = [(":0", "3")],
        [nameof(VirtualMachineOptions.DeadChips)] = [(":0", "1,2")],
        [nameof(VirtualMachineOptions.DeadCores)] = [(":0", "1,2,3")],
        [nameof(VirtualMachineOptions.Firmware)] = [("", "3.4.2")],
        [nameof(VirtualMachineOptions.Triads)] = [(":Width", "2"), (":Height", "3"), (":Wraps", "false")],
        [nameof(VirtualMachineOptions.BoardFaults)] = [(":1:Ingress:Loss", "0.25")],
        [nameof(VirtualMachineOptions.ServiceTime)] = [(":PerMessage", "00:00:00.007")],
        [nameof(TransceiverOptions.Bmps)] = [(":0:Host", "10.0.0.1"), (":0:Boards:0", "5")],
    };

    [Test]
    public void The_options_of_a_machine_are_read_with_all_that_belongs_to_them()
    {
        TransceiverOptions options = ReadJson<TransceiverOptions>("""
            {
              "Host": "192.168.240.253",
              "Bmps": [ { "Host": "192.168.240.0", "Boards": [ 0, 5, 23 ], "Cabinet": 1, "Frame": 2, "Port": 17894 }, { "Host": "192.168.241.0" } ],
              "Connection": { "MaxWindow": 4, "GiveUpAfter": "00:00:07", "LocalHost": "127.0.0.1", "Chip": "4,8" },
              "Discovery": { "Repair": "Throw", "MaxSdramPerChip": 4096 },
              "Boot": { "BoardVersion": 5, "ReadyLimit": "00:02:00" },
              "Power": { "MinimumOffTime": "00:00:10", "Connection": { "MaxWindow": 2 } },
              "TransientTagTimeout": "Milliseconds640",
              "Patience": "00:00:09",
              "PowerOffOnClose": true
            }
            """);

        Assert.That(options.Host, Is.EqualTo("192.168.240.253"));
        Assert.That(options.Bmps, Is.EqualTo(new[] { new BmpConnectionData("192.168.240.0", [0, 5, 23], 1, 2, 17894), new BmpConnectionData("192.168.241.0", [0]) }));
        Assert.That(options.Connection, Is.EqualTo(new ScampConnectionOptions { MaxWindow = 4, GiveUpAfter = TimeSpan.FromSeconds(7), LocalHost = "127.0.0.1", Chip = new ChipLocation(4, 8) }));
        Assert.That((options.Discovery.Repair, options.Discovery.MaxSdramPerChip), Is.EqualTo((RepairPolicy.Throw, 4096u)));
        Assert.That((options.Boot.BoardVersion, options.Boot.ReadyLimit), Is.EqualTo((5, TimeSpan.FromMinutes(2))));
        Assert.That((options.Power.MinimumOffTime, options.Power.Connection.MaxWindow), Is.EqualTo((TimeSpan.FromSeconds(10), 2)));
        Assert.That((options.TransientTagTimeout, options.Patience, options.PowerOffOnClose), Is.EqualTo((IPTagTimeout.Milliseconds640, TimeSpan.FromSeconds(9), true)));
    }

    [Test]
    public void A_value_out_of_range_says_so_through_the_binder()
    {
        Exception? error = Assert.Catch(() => ReadJson<TransceiverOptions>("""{ "Connection": { "MaxDatagramSize": 12 } }"""));
        Assert.That(error!.GetBaseException(), Is.TypeOf<InvalidParameterException>().With.Message.Contains("MaxDatagramSize = 12"));

        // The binder leaves out elements of lists that cannot be read, unless it is told that this is an error.
        error = Assert.Catch(() => ReadJson<TransceiverOptions>("""{ "Bmps": [ { "Host": "10.0.0.1", "Boards": [ 24 ] } ] }""", isStrict: true));
        Assert.That(error!.GetBaseException(), Is.TypeOf<InvalidParameterException>());
    }

    [Test]
    public void Reading_options_changes_those_of_nobody_else()
    {
        VirtualMachineOptions options = ReadJson<VirtualMachineOptions>("""
            { "Faults": { "Ingress": { "Loss": 0.5 }, "FloodFillLoss": 0.25 }, "BootTiming": { "PowerOn": "00:00:03" }, "ServiceTime": { "PerMessage": "00:00:01" } }
            """);

        Assert.That(options.Faults.Ingress.Loss, Is.EqualTo(0.5));
        Assert.That(options.ServiceTime.PerMessage, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That((LinkFaults.None.Loss, FaultOptions.None.FloodFillLoss, FaultOptions.None.Ingress.Loss), Is.EqualTo((0.0, 0.0, 0.0)));
        Assert.That(ServiceTime.None.PerMessage, Is.EqualTo(TimeSpan.Zero));
        Assert.That(BootTiming.Compressed.PowerOn, Is.EqualTo(TimeSpan.FromMilliseconds(20)));
    }
}
