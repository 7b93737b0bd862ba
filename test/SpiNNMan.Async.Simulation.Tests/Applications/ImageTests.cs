using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>What an image tells of its program, and how signals find the program.</summary>
internal sealed class ImageTests
{
    private const string Spin1 = "\t[api_warn] warning\n";

    /// <summary>The bytes before the name of the library in real images, as the tools of each time lay them out; the vectors stand in front.</summary>
    [TestCase("6c020b6b" + "68656c6c6f00", "4.0.0", "hello", 0x6B0B026Cu, TestName = "A date that is not aligned, the name, one zero")]
    [TestCase("74657374" + "00000000" + "d7b66b57", "3.0.0", "test", 0x576BB6D7u, TestName = "The name, zeros to a whole word, a date")]
    [TestCase("ff" + "00f15365" + "646174615f73706565645f75705f7000", "4.0.0", "data_speed_up_p", 0x6553F100u, TestName = "A name that is as long as can be")]
    [TestCase("00f15365" + "6d795f70726f6700", "3.4.2", "my_prog", 0x6553F100u, TestName = "A date that ends in letters")]
    [TestCase("ffffffff" + "00000000", "4.0.0", "", 0u, TestName = "No name")]
    public void The_name_of_a_real_image_stands_before_that_of_the_library(string before, string library, string name, uint date)
    {
        byte[] vectors = [.. Enumerable.Repeat(Convert.FromHexString("18f09fe5"), 8).SelectMany(static word => word), 0x78, 0, 0, 0];
        byte[] image = [.. vectors, .. new byte[21], .. Convert.FromHexString(before), .. Encoding.ASCII.GetBytes($"SARK/SpiNNaker\0{library}\0")];
        ImageFacts facts = AplxImage.Describe(image);

        Assert.That((facts.Name, facts.BuildDate, facts.Library?.ToString()), Is.EqualTo((name, date, library)));
    }

    [Test]
    public void A_program_tells_what_library_it_was_built_with()
    {
        using var bench = new BoardBench();
        Images.Start(bench, Images.Make("my_program", "SARK/SpiNNaker\03.9.1"));
        using var older = new BoardBench(options: new VirtualMachineOptions { Firmware = new SoftwareVersion(3, 4, 2) });
        Images.Start(older, Images.Make("my_program", "SARK/SpiNNaker\03.2.1"));

        byte[] version = Scp.Payload(older.Send(Scp.Request(0, core: 1)).Single().Bytes);
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(version.AsSpan(8)), Is.EqualTo(Images.BuildDate));
        Assert.That(Encoding.ASCII.GetString(version[12..]), Is.EqualTo("SARK/SpiNNaker\03.2.1\0"));
        Assert.That(Images.StateOf(bench), Is.EqualTo((2, 20)), "one of another generation fails");
    }

    [TestCase("3.4.1", 7)]
    [TestCase("3.5.0", 2)]
    public void A_program_runs_if_its_library_is_not_newer_than_the_monitor(string library, int state)
    {
        using var bench = new BoardBench(options: new VirtualMachineOptions { Firmware = new SoftwareVersion(3, 4, 2) });
        Images.Start(bench, Images.Make("my_program", "SARK/SpiNNaker\0" + library));

        Assert.That(Images.StateOf(bench).State, Is.EqualTo(state));
    }

    [Test]
    public void A_program_on_the_spin1_api_waits_for_the_first_synchronisation_and_is_not_ended_by_a_signal()
    {
        using var bench = new BoardBench();
        Images.Start(bench, Images.Make("model", Spin1), waits: true);
        List<int> states = [Images.StateOf(bench).State];
        foreach (int signal in new[] { 3, 4, 6, 7, 8, 2 })
        {
            Images.Signal(bench, signal);
            states.Add(Images.StateOf(bench).State);
        }

        // start, sync 0, pause, continue, exit, stop
        Assert.That(states, Is.EqualTo(new[] { 5, 8, 7, 10, 7, 7, 15 }));
    }

    [Test]
    public void Exit_ends_other_programs()
    {
        using var bench = new BoardBench();
        Images.Start(bench, Images.Make("model"));
        Images.Signal(bench, 8);

        Assert.That(Images.StateOf(bench), Is.EqualTo((11, 255)));
    }

    [Test]
    public void Signals_reach_the_program_and_a_pause_puts_off_what_it_planned()
    {
        var program = new Listener();
        using var bench = new BoardBench(options: new VirtualMachineOptions { Applications = [new ApplicationRule(null, () => program)] });
        Images.Start(bench, Images.Make("model"));
        foreach (int signal in new[] { 9, 10, 13, 6 })
            Images.Signal(bench, signal);

        bench.Wait(TimeSpan.FromSeconds(1));
        Assert.That(program.Heard, Is.EqualTo(new[] { Signal.Timer, Signal.User0, Signal.User3, Signal.Pause }));
        Assert.That(program.Ticked, Is.False);

        Images.Signal(bench, 7);
        Assert.That((program.Ticked, Images.StateOf(bench).State), Is.EqualTo((true, 7)));
    }

    [Test]
    public void The_watchdog_leaves_its_question_in_the_mailbox()
    {
        using var bench = new BoardBench(MachineLayout.SingleChip, With(new Sleeper()));
        Images.Start(bench, Images.Make("model"));
        bench.Wait(TimeSpan.FromSeconds(1));

        Assert.That(Images.StateOf(bench).State, Is.EqualTo(3));
        Assert.That(bench.AskResult(Scp.Request(0, core: 1)), Is.EqualTo(0x86));
    }

    [Test]
    public void Messages_that_nobody_takes_use_up_the_buffers_that_all_cores_share()
    {
        using var bench = new BoardBench(MachineLayout.SingleChip, With(new CrashApplication()));
        Images.Start(bench, Images.Make("model"), cores: 0b1111_1110);
        bench.Wait(TimeSpan.FromSeconds(1));
        for (int core = 1; core <= 7; core++)
            bench.Send(Scp.Request(0, core: core, flags: 7));

        Assert.That(Images.Read(bench, 0xE5007F6C, 4), Is.EqualTo(new byte[] { 7, 0, 7, 0 }));
        Assert.That(bench.AskResult(Scp.Request(0, core: 9)), Is.EqualTo(0x8A));

        Images.Signal(bench, 2);
        bench.Send(Scp.Request(22, first: 0, second: 0xFF00));
        bench.Wait(TimeSpan.FromMilliseconds(2));
        Assert.That(bench.AskResult(Scp.Request(0, core: 9)), Is.EqualTo(0x80));
    }

    [Test]
    public void A_program_that_fails_shows_in_the_light_of_its_chip()
    {
        using var bench = new BoardBench(options: With(new CrashApplication { RuntimeError = 9 }));
        Assert.That(Images.Read(bench, 0xE5007F2B, 1)[0], Is.EqualTo(1));
        Images.Start(bench, Images.Make("model"));
        bench.Wait(TimeSpan.FromMilliseconds(5));

        Assert.That(Images.Read(bench, 0xE5007F2B, 1)[0], Is.EqualTo(8));
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(Images.Read(bench, 0xE5007080, 4)), Is.EqualTo(9));
    }

    [Test]
    public void A_core_shows_where_it_is_if_a_watchdog_looks_after_it()
    {
        using var bench = new BoardBench(MachineLayout.Spin3);
        bench.Send(Scp.Request(0, core: 1));

        // Recorded, but for the time.
        string block = Convert.ToHexStringLower(Images.Read(bench, 0xE5007080, 128));
        Assert.That(block[..136], Is.EqualTo(new string('0', 80) + "8001000000010f0080010000181100e5" + new string('0', 24)));
        Assert.That(block[144..], Is.EqualTo("7361726b00000000000000000000000000000000000004000000000000000000" + new string('0', 48)));
    }

    [Test]
    public void Starts_of_the_stub_are_counted()
    {
        using var bench = new BoardBench();
        Assert.That(Images.Read(bench, 0x678C4040, 8), Is.EqualTo(new byte[] { 17, 0, 0, 1, 0xFE, 0xFF, 3, 0 }));

        Images.Start(bench, Images.Make("model"), cores: 6);
        Images.Signal(bench, 2);
        Assert.That(Images.Read(bench, 0x678C4040, 4), Is.EqualTo(new byte[] { 19, 0, 0, 1 }));
    }

    private static VirtualMachineOptions With(IVirtualCoreApplication application) => new() { Applications = [new ApplicationRule(null, () => application)] };

    private sealed class Listener : IVirtualCoreApplication
    {
        public List<Signal> Heard { get; } = [];

        public bool Ticked { get; private set; }

        public string Name => "listener";

        public void OnStart(IVirtualCore core) => core.Schedule(TimeSpan.FromSeconds(1), () => Ticked = true);

        public void OnSignal(IVirtualCore core, Signal signal) => Heard.Add(signal);

        public void OnMessage(IVirtualCore core, in SdpMessage message) => throw new InvalidOperationException("no messages are sent in this test");
    }

    private sealed class Sleeper : IVirtualCoreApplication
    {
        public string Name => "sleeper";

        public void OnStart(IVirtualCore core) => core.Hang();

        public void OnMessage(IVirtualCore core, in SdpMessage message) => throw new InvalidOperationException("a core that hangs takes no messages");
    }
}
