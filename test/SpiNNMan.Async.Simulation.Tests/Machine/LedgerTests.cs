using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Machine;

/// <summary>The ledger of live data of a whole machine, and the programs and routes that it starts with.</summary>
internal sealed class LedgerTests
{
    private static readonly CoreLocation s_gatherer = new(0, 0, 1);
    private static readonly CoreLocation s_injector = new(9, 5, 3);

    /// <summary>Two boards: the injector is on the one, the gatherer on the other.</summary>
    [Test, CancelAfter(60_000)]
    public async Task It_knows_what_faults_of_the_network_take_and_double(CancellationToken token)
    {
        var time = new FakeTimeProvider();
        await using VirtualMachine machine = await StartAsync(time);
        await using IDatagramSocket host = TestMachines.Connect(machine, machine.Boards[0].EndPoint);
        await TestMachines.AskAsync(host, Scp.Request(26, first: 0x50010001));
        await using IDatagramSocket board = TestMachines.Connect(machine, machine.Boards[1].EndPoint);
        machine.Faults = new FaultOptions { Egress = new LinkFaults { Loss = 0.3, Duplication = 0.3 } };
        const int messages = 200;
        for (int i = 0; i < messages; i++)
        {
            long before = machine.Boards[1].Statistics.Received;
            board.Send([0, 0, 7, 0xFF, (1 << 5) | 3, 0xFF, 5, 9, 0, 0, 2, 0, (byte)i, 0, (byte)(i + 1), 0]);
            await TestMachines.UntilAsync(() => machine.Boards[1].Statistics.Received == before + 1);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        LedgerTotal arrived = machine.Ledger.Total(LedgerKind.DatagramArrived);
        for (int i = 0; i < arrived.Times; i++)
            Assert.That(await TestMachines.ReceiveAsync(host), Has.Length.EqualTo(14));

        FaultStatistics faults = machine.EgressFaults;
        Assert.That(machine.Ledger.Total(LedgerKind.MessageReceived, s_injector), Is.EqualTo(new LedgerTotal(messages, 2 * messages)));
        Assert.That(machine.Ledger.Total(LedgerKind.EventGathered, s_gatherer).Events, Is.EqualTo(2 * messages));
        Assert.That(machine.Ledger.Total(LedgerKind.DatagramSent), Is.EqualTo(new LedgerTotal(messages, 2 * messages)));
        Assert.That(arrived, Is.EqualTo(new LedgerTotal(messages - faults.Lost + faults.Duplicated, 2 * (messages - faults.Lost + faults.Duplicated))));
        Assert.That((faults.Lost, faults.Duplicated), Is.Not.EqualTo((0L, 0L)));
    }

    [Test]
    public void Programs_and_routes_must_be_in_the_machine()
    {
        Assert.That(async () => await VirtualMachine.StartAsync(new VirtualMachineOptions { Placements = [new ProgramPlacement(new CoreLocation(7, 0, 1), () => new IdleApplication())] }), Refused("Placements"));
        Assert.That(async () => await VirtualMachine.StartAsync(new VirtualMachineOptions { Placements = [new ProgramPlacement(new CoreLocation(0, 0, 0), () => new IdleApplication())] }), Refused("Placements"));
        Assert.That(async () => await VirtualMachine.StartAsync(new VirtualMachineOptions { Routes = [new PacketRoute(0, 0, new ChipLocation(7, 0), [])] }), Refused("Routes"));
        Assert.That(async () => await VirtualMachine.StartAsync(new VirtualMachineOptions { Routes = [new PacketRoute(0, 0, new ChipLocation(0, 0), [new CoreLocation(0, 0, 18)])] }), Refused("Routes"));
        Assert.That(() => new ProgramPlacement(new CoreLocation(0, 0, 1), () => new IdleApplication()) { ApplicationId = 0 }, Refused("ApplicationId"));
        Assert.That(() => new PacketRoute(0, 0, new ChipLocation(0, 0), []) { ApplicationId = 0 }, Refused("ApplicationId"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Programs_and_routes_are_there_again_after_each_boot(CancellationToken token)
    {
        var time = new FakeTimeProvider();
        await using VirtualMachine machine = await TestMachines.StartAsync(new TriadArrangement(1, 1), time, booted: false, change: Change);
        await TestMachines.BootAsync(machine, machine.Boards[0], time);
        await using IDatagramSocket host = TestMachines.Connect(machine, machine.Boards[0].EndPoint);

        Assert.That((await TestMachines.AskAsync(host, Scp.Read(0xE5007000 + 128 + 0x2E, 1)))[14], Is.EqualTo(7));
        await TestMachines.AskAsync(host, Scp.Request(26, first: 0x50010001));
        machine.Run(new CoreLocation(9, 5, 4), new Sender(0x70001));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(Convert.ToHexStringLower(await TestMachines.ReceiveAsync(host)), Does.EndWith("01000700"));

        machine.Route(new PacketRoute(0x80000, 0xFFFF0000, new ChipLocation(9, 5), [s_gatherer]));
        machine.Run(new CoreLocation(9, 5, 4), new Sender(0x80002));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(Convert.ToHexStringLower(await TestMachines.ReceiveAsync(host)), Does.EndWith("02000800"));
        Assert.That(() => machine.Route(new PacketRoute(0, 0, new ChipLocation(200, 0), [])), Refused("chip"));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refused(string name) => Throws.InstanceOf<Errors.InvalidParameterException>().With.Message.Contains(name);

    private static Task<VirtualMachine> StartAsync(FakeTimeProvider time) => TestMachines.StartAsync(new TriadArrangement(1, 1), time, change: Change);

    private static VirtualMachineOptions Change(VirtualMachineOptions options) => options with
    {
        Placements =
        [
            new ProgramPlacement(s_gatherer, () => new LiveGathererApplication { RunsAtOnce = true }),
            new ProgramPlacement(s_injector, () => new LiveInjectorApplication { RunsAtOnce = true, Settings = new LiveInjectorSettings { KeyPrefix = 0x70000 } }),
        ],
        Routes = [new PacketRoute(0x70000, 0xFFFF0000, s_injector.Chip, [s_gatherer])],
    };

    /// <summary>Sends a packet as soon as it begins.</summary>
    private sealed class Sender(uint key) : IVirtualCoreApplication
    {
        public string Name => "sender";

        public void OnStart(IVirtualCore core) => core.SendMulticast(key);

        public void OnMessage(IVirtualCore core, in Wire.Sdp.SdpMessage message)
        {
            // Nothing is sent to it.
        }
    }
}
