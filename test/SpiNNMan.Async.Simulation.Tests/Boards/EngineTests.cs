using System.Net;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Firmware;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Boards;

/// <summary>The places where something else than the model can stand: what boots boards, and what runs an image.</summary>
internal sealed class EngineTests
{
    private static readonly byte[][] s_image =
    [
        Convert.FromHexString("000100000001000000000000000000000000"),
        [.. Convert.FromHexString("000100000003000000000000000000000000"), 1, 2, 3, 4, .. new byte[1020]],
        Convert.FromHexString("000100000005000000010000000000000000"),
    ];

    [Test]
    public void A_board_runs_whatever_the_engine_makes_of_its_image()
    {
        var engine = new OtherEngine();
        var time = new FakeTimeProvider();
        using var kernel = new Kernel(time);
        var wire = new RecordingWire();
        BoardOptions options = LayerOptions.Boards(new VirtualMachineOptions { Booted = false });
        var rack = new BoardRack(kernel, options, MachineLayout.Spin3, _ => engine);
        var board = new VirtualBoard(kernel, options, rack, wire, new DeviceCounters(), IPAddress.Parse("127.0.9.1"), []);
        using (kernel.Enter())
        {
            board.PowerOn();
            foreach (byte[] datagram in s_image)
                ((IDevice)board).Receive(54321, datagram, BoardBench.Client);
        }

        Assert.That(engine.Image[..4], Is.EqualTo(new byte[] { 4, 3, 2, 1 }), "words of an image come turned round");
        Assert.That((board.State, board.Firmware), Is.EqualTo((BoardState.Initialising, new SoftwareVersion(9, 8, 7))));
        Send(17893, 1);
        Assert.That(engine.Received, Is.Empty, "it says nothing yet");

        using (kernel.Enter())
            engine.Order!.Finish();

        Send(17893, 2);
        Send(50000, 3);
        Assert.That((board.State, engine.Received), Is.EqualTo((BoardState.Ready, "0:17893:2 0:50000:3 ")));

        board.SwitchOff();
        Assert.That(engine.Lost, Is.EqualTo(new[] { 0 }));

        void Send(ushort port, byte content)
        {
            using (kernel.Enter())
                ((IDevice)board).Receive(port, [content], BoardBench.Client);
        }
    }

    [Test]
    public void Programs_of_another_kind_stand_beside_those_that_act_images()
    {
        var time = new FakeTimeProvider();
        using var kernel = new Kernel(time);
        BoardOptions options = LayerOptions.Boards(new VirtualMachineOptions());
        options = options with { Firmware = options.Firmware with { Programs = new OtherPrograms(options.Firmware.Programs) } };
        var rack = new BoardRack(kernel, options, MachineLayout.Spin3);
        var board = new VirtualBoard(kernel, options, rack, new RecordingWire(), new DeviceCounters(), IPAddress.Parse("127.0.9.1"), []);
        using (kernel.Enter())
            rack.StartBooted();

        VirtualChip chip = board.Chips.First();
        Start(Images.Make("hello"), core: 1);
        Start(Images.Make("real"), core: 2);
        time.Advance(TimeSpan.FromMilliseconds(2));

        Assert.That((chip.Vcpu(1).State, chip.Vcpu(2).State), Is.EqualTo((CoreState.Finished, CoreState.Paused)));

        void Start(byte[] image, int core)
        {
            using (kernel.Enter())
            {
                ((IDevice)board).Receive(17893, Scp.Request(3, first: Images.Address, second: (uint)image.Length, third: 2, data: image), BoardBench.Client);
                ((IDevice)board).Receive(17893, Scp.Request(19, first: (Images.Application << 24) | (1u << core)), BoardBench.Client);
            }
        }
    }

    private sealed class OtherPrograms(IProgramSource others) : IProgramSource
    {
        public IVirtualCoreApplication? Find(VirtualCore core, ImageFacts facts, byte[] image) =>
            facts.Name is "real" && core.Number == 2 ? new SimulationApplication() : others.Find(core, facts, image);
    }

    private sealed class OtherEngine : IEngine, IBootedMachine
    {
        public byte[] Image { get; private set; } = [];

        public BootOrder? Order { get; private set; }

        public string Received { get; private set; } = "";

        public List<int> Lost { get; } = [];

        public SoftwareVersion? Version => new(9, 8, 7);

        public IDebuggedMachine? Debugged => null;

        public Action? Changed { get; set; }

        public IDebuggedMachine? Prepare() => null;

        public IBootedMachine Boot(BootOrder order, ReadOnlySpan<byte> image)
        {
            (Order, Image) = (order, image.ToArray());
            return this;
        }

        public IBootedMachine MakeBooted(BootOrder order, ReadOnlySpan<byte> bootBlock) => throw new InvalidOperationException("the board is not booted in this test");

        public void Receive(int board, ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender) => Received += $"{board}:{port}:{datagram[0]} ";

        public void Lose(int board) => Lost.Add(board);

        public IEnumerable<VirtualChip> ChipsOf(int board) => [];

        public IEnumerable<ChipSnapshot> Look(int board) => [];

        public VirtualChip? FindChip(ChipLocation location) => null;

        public void Run(VirtualCore core, IVirtualCoreApplication application, byte applicationId) => throw new InvalidOperationException("no programs run in this test");

        public void KeepBusy(ChipLocation chip, TimeSpan time) => throw new InvalidOperationException("no monitor is busy in this test");

        public void SetBroken(ChipLocation chip, int link, bool isBroken) => throw new InvalidOperationException("no links break in this test");

        public void SetStopped(int board, IReadOnlyList<(ChipLocation Chip, int Link)> links) => throw new InvalidOperationException("no links break in this test");
    }
}
