using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>A program that runs for as long as hosts tell it, as those of neural simulations do.</summary>
internal sealed class SimulationTests
{
    private const int Resting = 5;
    private const int Waiting0 = 8;
    private const int Waiting1 = 9;
    private const int Running = 7;
    private const int Paused = 10;
    private const int Finished = 11;
    private const int Start = 3;
    private const int Sync0 = 4;
    private const int Sync1 = 5;
    private const uint Table = 0x60300000;
    private const uint Region = 0x60300200;

    [Test]
    public void Passes_through_the_states_of_real_programs()
    {
        using var bench = new BoardBench();
        List<int> states = [State(bench)];
        Images.Start(bench, Images.Make("simulation"), waits: true);
        Note();
        Images.Signal(bench, Start);
        Note();
        Control(bench, 7, 10);
        Note();
        Images.Signal(bench, Sync0);
        Note();
        bench.Wait(TimeSpan.FromMilliseconds(20));
        Note();
        Control(bench, 7, 20, third: 10);
        Note();
        Images.Signal(bench, Sync1);
        Note();
        bench.Wait(TimeSpan.FromMilliseconds(20));
        Note();
        Images.Signal(bench, Start);
        Note();

        Assert.That(states, Is.EqualTo(new[] { 15, 5, Paused, Waiting0, Running, Resting, Waiting1, Running, Resting, Resting }));

        void Note() => states.Add(State(bench));
    }

    [Test]
    public void Runs_pauses_and_goes_on_as_it_is_told()
    {
        using var bench = new BoardBench();
        Images.Start(bench, Images.Make("simulation"));
        Assert.That(State(bench), Is.EqualTo(Paused));

        Assert.That(Control(bench, 7, 100), Is.EqualTo("8000" + "0900"), "acknowledged");
        Images.Signal(bench, Sync0);
        Assert.That(State(bench), Is.EqualTo(Running));
        bench.Wait(TimeSpan.FromMilliseconds(50));
        Assert.That(Control(bench, 11), Does.Match("^8000" + "0900" + "3[1-3]000000$"));
        bench.Wait(TimeSpan.FromMilliseconds(60));
        Assert.That(State(bench), Is.EqualTo(Resting));

        Control(bench, 7, 150, third: 100);
        Assert.That(State(bench), Is.EqualTo(Waiting1));
        Images.Signal(bench, Sync1);
        bench.Wait(TimeSpan.FromMilliseconds(40));
        Assert.That(State(bench), Is.EqualTo(Running));
        bench.Wait(TimeSpan.FromMilliseconds(20));
        Assert.That((State(bench), Control(bench, 11)[8..]), Is.EqualTo((Resting, "96000000")));

        Assert.That(bench.Send(Scp.Request(8, core: 1, port: 3)), Is.Empty, "whoever leaves does not answer");
        Assert.That(Images.StateOf(bench), Is.EqualTo((Finished, 0)));
    }

    [Test]
    public void Runs_for_ever_until_it_is_stopped()
    {
        using var bench = new BoardBench();
        Images.Start(bench, Images.Make("simulation"));
        Control(bench, 7, 5, 1);
        Images.Signal(bench, Sync0);
        bench.Wait(TimeSpan.FromSeconds(2));
        Assert.That(State(bench), Is.EqualTo(Running));

        Control(bench, 10);
        Assert.That(State(bench), Is.EqualTo(Resting));
    }

    /// <summary>The library finds in the data of a program the number that was made of its name, how long a tick is, and the port for control.</summary>
    [Test]
    public void A_program_on_the_simulation_library_is_known_by_its_data_and_takes_tick_and_port_from_there()
    {
        const uint nameHash = 0x5EEDFACE;
        using var bench = new BoardBench();
        WriteData(bench, nameHash, 500, 6);
        Images.Start(bench, [.. Images.Make("my_model", "[api_warn]"), 0xCE, 0xFA, 0xED, 0x5E]);
        Assert.That(State(bench), Is.EqualTo(Running), "without the number in the part of the image that is loaded it is another program");

        Images.Start(bench, Images.Make("my_model", "[api_warn]\0\u00CE\u00FA\u00ED\u005E"), cores: 2);
        Assert.That(State(bench), Is.EqualTo(Paused));
        bench.Send(Scp.Request(7, first: 100, core: 1, port: 3));
        Assert.That(State(bench), Is.EqualTo(Paused), "another port");

        bench.Send(Scp.Request(7, first: 100, core: 1, port: 6));
        Images.Signal(bench, Sync0);
        bench.Wait(TimeSpan.FromMilliseconds(55));
        Assert.That(State(bench), Is.EqualTo(Resting), "a hundred ticks of half a millisecond");
    }

    /// <summary>The MD5 sum of "my_model" begins with b0739ba3.</summary>
    [Test]
    public void A_program_on_the_simulation_library_is_known_by_its_name_if_it_has_no_data()
    {
        using var bench = new BoardBench();
        Images.Start(bench, Images.Make("my_model", "[api_warn]\0\u00A3\u009B\u0073\u00B0"));

        Assert.That(State(bench), Is.EqualTo(Paused));
    }

    [Test]
    public void A_program_of_the_tool_chain_that_is_not_on_the_simulation_library_runs_at_once()
    {
        using var bench = new BoardBench();
        WriteData(bench, 0xFFFFFFF9, 0xFFFFFFF8, 0xFFFFFFF7);
        Images.Start(bench, Images.Make("expander", "[api_warn]"));

        Assert.That(State(bench), Is.EqualTo(Running));
    }

    [Test]
    public void Forgets_what_was_printed()
    {
        var options = new VirtualMachineOptions { Applications = [new ApplicationRule(null, () => new Talker())] };
        using var bench = new BoardBench(options: options);
        byte[] heap = Images.Read(bench, 0x67840000, 16);
        Images.Start(bench, Images.Make("model"));
        Assert.That(Buffer(bench), Is.Not.Zero);

        bench.Send(Scp.Request(9, core: 1, port: 3, flags: 7));
        Assert.That(Buffer(bench), Is.Zero);
        Assert.That(Images.Read(bench, 0x67840000, 16), Is.EqualTo(heap));

        bench.Send(Scp.Request(1, core: 1, port: 1, flags: 7));
        Assert.That(Encoding.ASCII.GetString(Images.Read(bench, Buffer(bench) + 16, 5)), Is.EqualTo("again"));
    }

    private static int State(BoardBench bench) => Images.StateOf(bench).State;

    private static uint Buffer(BoardBench bench) => BinaryPrimitives.ReadUInt32LittleEndian(Images.Read(bench, 0xE5007080 + 0x58, 4));

    /// <summary>Gives core 1 of the first chip a table of data with one region.</summary>
    private static void WriteData(BoardBench bench, params ReadOnlySpan<uint> region)
    {
        Write(bench, Table, 0xAD130AD6, 0x00010000, Region, 0, 0);
        Write(bench, Region, region);
        Write(bench, 0xE5007080 + 0x70, Table);
    }

    private static void Write(BoardBench bench, uint address, params ReadOnlySpan<uint> words)
    {
        var data = new byte[4 * words.Length];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4 * i), words[i]);

        bench.Send(Scp.Request(3, first: address, second: (uint)data.Length, third: 2, data: data));
    }

    private static string Control(BoardBench bench, int command, uint first = 0, uint second = 0, uint third = 0)
    {
        byte[] reply = bench.Send(Scp.Request(command, 9, first, second, third, core: 1, port: 3)).Single().Bytes;
        Assert.That(reply[2], Is.EqualTo(0x87));
        return Convert.ToHexStringLower(reply[10..]);
    }

    private sealed class Talker : IVirtualCoreApplication
    {
        public string Name => "talker";

        public void OnStart(IVirtualCore core) => core.Print("once\n");

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
            if (message.Header.Destination.Port == 3)
                core.ForgetOutput();
            else
                core.Print("again\n");
        }
    }
}
