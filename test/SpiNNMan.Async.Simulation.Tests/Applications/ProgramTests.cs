using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>Programs that take the place of images, from their start to their end, as a host sees them.</summary>
internal sealed class ProgramTests
{
    private const uint Image = 0x67800000;
    private const uint Vcpu = 0xE5007000;
    private const uint Application = 30;
    private const int Start = 3;
    private const int Sync0 = 4;
    private const int Sync1 = 5;
    private const int Stop = 2;

    [Test]
    public void An_image_gives_its_name_to_the_core()
    {
        using var bench = new BoardBench();
        Load(bench, "my_program");
        Run(bench, waits: true);

        Assert.That(State(bench), Is.EqualTo(CoreState.Ready));
        Assert.That(Encoding.ASCII.GetString(Read(bench, Vcpu + 128 + 0x48, 16)).TrimEnd('\0'), Is.EqualTo("my_program"));
    }

    [Test]
    public void Hello_prints_and_ends()
    {
        using var bench = new BoardBench();
        Load(bench, "hello");
        Run(bench);

        Assert.That(State(bench), Is.EqualTo(CoreState.Finished));
        Assert.That(Output(bench), Is.EqualTo("hello, world\n"));
    }

    [Test]
    public void The_test_program_of_rig_tells_where_it_is_and_runs_on()
    {
        using var bench = new BoardBench();
        Load(bench, "test");
        Run(bench);

        Assert.That(State(bench), Is.EqualTo(CoreState.Running));
        Assert.That(Output(bench), Is.EqualTo("Rig test APLX started on 0, 0, 1.\n"));
        Assert.That(Encoding.ASCII.GetString(Read(bench, Vcpu + 128 + 0x48, 5)), Is.EqualTo("test\0"));
        Assert.That(BuiltInProgram.Find("rig_test")().Name, Is.EqualTo("test"));
    }

    [Test]
    public void Output_goes_on_in_the_next_block_and_a_line_shows_when_it_is_ended()
    {
        string text = new('x', 20_000);
        using var bench = new BoardBench(options: With(new HelloApplication { Text = text }));
        Load(bench, "hello");
        Run(bench);

        Assert.That(Output(bench), Is.EqualTo(text + "\n"));
    }

    [Test]
    public void Printed_text_reaches_the_host_through_tag_0()
    {
        using var bench = new BoardBench(options: With(new PrinterApplication { Text = "tube 42 text" }));
        bench.Send(Scp.Request(26, first: 0x00010000, second: (uint)BoardBench.Client.Port, third: 0x0100007F));
        Load(bench, "printer");
        Ask(bench, Scp.Request(19, first: (Application << 24) | 2));

        SentDatagram sent = bench.Wait(TimeSpan.FromMilliseconds(2)).Single();
        Assert.That(sent.Hex[4..], Is.EqualTo("0700ff0100000000400000007475626520343220746578740a"));
        Assert.That(bench.Wait(TimeSpan.FromSeconds(1)), Has.Count.EqualTo(1));
    }

    /// <summary>A line may come in several messages, but a message has no more than a line.</summary>
    [Test]
    public void Printed_text_leaves_by_the_line_or_by_256_letters()
    {
        using var bench = new BoardBench(options: With(new Teller("one\ntwo", "\nthree", "\0" + new string('x', 300), "\n")));
        bench.Send(Scp.Request(26, first: 0x00010000, second: (uint)BoardBench.Client.Port, third: 0x0100007F));
        Load(bench, "teller");
        Ask(bench, Scp.Request(19, first: (Application << 24) | 2));
        IEnumerable<string> texts = bench.Wait(TimeSpan.FromMilliseconds(2)).Select(static sent => System.Text.Encoding.ASCII.GetString(sent.Bytes.AsSpan(14)));

        Assert.That(texts, Is.EqualTo(new[] { "one\n", "two\n", "three\0", new string('x', 256), new string('x', 44) + "\n" }));
    }

    [Test]
    public void Printed_text_goes_to_the_chip_that_the_system_variables_name()
    {
        using var bench = new BoardBench(options: With(new Teller("lost\n")));
        bench.Send(Scp.Request(26, first: 0x00010000, second: (uint)BoardBench.Client.Port, third: 0x0100007F));
        bench.Send(Scp.Request(3, first: 0xE5007F04, second: 2, data: [1, 0]));
        Load(bench, "teller");
        Ask(bench, Scp.Request(19, first: (Application << 24) | 2));

        Assert.That(bench.Wait(TimeSpan.FromMilliseconds(2)), Is.Empty, "chip 0,1 has no Ethernet");
    }

    [Test]
    public void Barriers_open_by_the_signals_in_turn()
    {
        using var bench = new BoardBench(options: With(new BarrierApplication { Barriers = 2 }));
        Load(bench, "barrier");
        Run(bench, waits: true);
        Signal(bench, Start);
        Assert.That(State(bench), Is.EqualTo(CoreState.Sync0));
        Signal(bench, Sync1);
        Assert.That(State(bench), Is.EqualTo(CoreState.Sync0));
        Signal(bench, Sync0);
        Assert.That(State(bench), Is.EqualTo(CoreState.Running));
        bench.Wait(TimeSpan.FromMilliseconds(20));
        Assert.That(State(bench), Is.EqualTo(CoreState.Sync1));
        Signal(bench, Sync1);
        bench.Wait(TimeSpan.FromMilliseconds(20));
        Assert.That(State(bench), Is.EqualTo(CoreState.Finished));
    }

    [Test]
    public void A_signal_that_comes_before_the_barrier_opens_it()
    {
        using var bench = new BoardBench(options: With(new BarrierApplication()));
        Load(bench, "barrier");
        Run(bench, waits: true);
        Signal(bench, Sync0);
        Signal(bench, Start);
        Assert.That(State(bench), Is.EqualTo(CoreState.Running));
    }

    [Test]
    public void Ticks_end_after_their_time()
    {
        using var bench = new BoardBench(options: With(new TicksApplication { Ticks = 50 }));
        Load(bench, "ticks");
        Run(bench);
        Signal(bench, Sync0);
        bench.Wait(TimeSpan.FromMilliseconds(40));
        Assert.That(State(bench), Is.EqualTo(CoreState.Running));
        bench.Wait(TimeSpan.FromMilliseconds(20));
        Assert.That(Output(bench), Is.EqualTo("50 ticks done\n"));
    }

    [Test]
    public void A_crash_shows_its_error_and_the_core_is_silent()
    {
        using var bench = new BoardBench(options: With(new CrashApplication { RuntimeError = 9 }));
        Load(bench, "crash");
        Run(bench);
        bench.Wait(TimeSpan.FromMilliseconds(1));

        Assert.That(State(bench), Is.EqualTo(CoreState.RunTimeException));
        Assert.That(Read(bench, Vcpu + 128 + 0x2C, 1), Is.EqualTo(new byte[] { 9 }));
        Assert.That(bench.Send(Scp.Request(0, core: 1)), Is.Empty);
        Assert.That(bench.AskResult(Scp.Request(0, core: 1)), Is.EqualTo(0x86));
    }

    [Test]
    public void The_watchdog_stops_a_core_that_hangs()
    {
        using var bench = new BoardBench(options: With(new HangingApplication()));
        Load(bench, "hang");
        Run(bench);
        Assert.That(State(bench), Is.EqualTo(CoreState.Running));
        bench.Wait(TimeSpan.FromSeconds(0.6));
        Assert.That(State(bench), Is.EqualTo(CoreState.Watchdog));
    }

    [Test]
    public void Spikes_come_out_of_the_tag()
    {
        using var bench = new BoardBench(options: With(new SpikeStreamApplication { Tag = 3, Keys = [0x1234, 0x5678], Count = 5 }));
        bench.Send(Scp.Request(26, first: 0x10010003, second: (uint)BoardBench.Client.Port, third: 0x0100007F));
        Load(bench, "spikes");
        Ask(bench, Scp.Request(19, first: (Application << 24) | 2));

        IReadOnlyList<SentDatagram> sent = bench.Wait(TimeSpan.FromMilliseconds(20));
        Assert.That(sent.Select(datagram => datagram.Hex), Is.EqualTo(Enumerable.Repeat("02083412000078560000", 5)));
        Assert.That(State(bench), Is.EqualTo(CoreState.Finished));
    }

    [Test]
    public void Stop_gives_back_output_and_what_the_application_counted()
    {
        using var bench = new BoardBench();
        byte[] heap = Read(bench, 0x67840000, 16);
        Load(bench, "hello");
        Run(bench);
        Assert.That(Read(bench, 0x678C4040 + (8 * Application), 8), Is.EqualTo(new byte[] { 1, 0, 0, 1, 2, 0, 0, 0 }));
        Assert.That(Read(bench, 0x67840000, 16), Is.Not.EqualTo(heap));

        Signal(bench, Stop);
        Assert.That(Read(bench, 0x678C4040 + (8 * Application), 2), Is.EqualTo(new byte[] { 0, 1 }));
        Assert.That(Read(bench, 0x67840000, 16), Is.EqualTo(heap));
        Assert.That(State(bench), Is.EqualTo(CoreState.Idle));
    }

    [Test]
    public void Rules_choose_by_the_sum_of_the_image()
    {
        byte[] image = MakeImage("anything");
        uint sum = 0;
        for (int at = 0; at < image.Length; at += 4)
            sum += BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at));

        foreach (uint wanted in new[] { sum, sum + 1 })
        {
            var options = new VirtualMachineOptions { Applications = [new ApplicationRule(null, () => new HelloApplication()) { Checksum = wanted }] };
            using var bench = new BoardBench(options: options);
            Load(bench, "anything");
            Run(bench);
            Assert.That(State(bench), Is.EqualTo(wanted == sum ? CoreState.Finished : CoreState.Running));
        }
    }

    private static VirtualMachineOptions With(IVirtualCoreApplication application) => new() { Applications = [new ApplicationRule(null, () => application)] };

    private static byte[] MakeImage(string name)
    {
        var image = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(image, 2);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(8), 32);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(12), 32);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(16), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(32), 1700000000);
        Encoding.ASCII.GetBytes(name).CopyTo(image, 36);
        return image;
    }

    private static void Load(BoardBench bench, string name)
    {
        byte[] image = MakeImage(name);
        Ask(bench, Scp.Request(3, first: Image, second: (uint)image.Length, third: 2, data: image));
    }

    private static void Run(BoardBench bench, bool waits = false)
    {
        Ask(bench, Scp.Request(19, first: (Application << 24) | (waits ? 1u << 18 : 0) | 2));
        bench.Wait(TimeSpan.FromMilliseconds(2));
    }

    private static void Signal(BoardBench bench, int signal)
    {
        Ask(bench, Scp.Request(22, second: ((uint)signal << 16) | 0xFF00 | Application));
        bench.Wait(TimeSpan.FromMilliseconds(2));
    }

    private static CoreState State(BoardBench bench) => (CoreState)Read(bench, Vcpu + 128 + 0x2E, 1)[0];

    private static byte[] Read(BoardBench bench, uint address, uint length) => Scp.Payload(Ask(bench, Scp.Read(address, length)));

    private static uint ReadWord(BoardBench bench, uint address) => BinaryPrimitives.ReadUInt32LittleEndian(Read(bench, address, 4));

    private static string Output(BoardBench bench)
    {
        var text = new StringBuilder();
        for (uint block = ReadWord(bench, Vcpu + 128 + 0x58); block != 0; block = ReadWord(bench, block))
        {
            uint length = ReadWord(bench, block + 12);
            for (uint at = 0; at < length; at += 256)
                text.Append(Encoding.ASCII.GetString(Read(bench, block + 16 + at, Math.Min(256, length - at))));
        }

        return text.ToString();
    }

    private static byte[] Ask(BoardBench bench, byte[] request) => bench.Send(request).Single().Bytes;

    private sealed class HangingApplication : IVirtualCoreApplication
    {
        public string Name => "hang";

        public void OnStart(IVirtualCore core) => core.Hang();

        public void OnMessage(IVirtualCore core, in SdpMessage message) => throw new InvalidOperationException("a core that hangs takes no messages");
    }

    /// <summary>Prints to the host as soon as it begins.</summary>
    private sealed class Teller(params string[] texts) : IVirtualCoreApplication
    {
        public string Name => "teller";

        public void OnStart(IVirtualCore core)
        {
            foreach (string text in texts)
                core.PrintToHost(text);
        }

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
            // Nothing is sent to it.
        }
    }
}
