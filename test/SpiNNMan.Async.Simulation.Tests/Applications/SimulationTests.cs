using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>A program that runs for as long as hosts tell it, as those of neural simulations do.</summary>
internal sealed class SimulationTests
{
    private const int Waiting0 = 8;
    private const int Waiting1 = 9;
    private const int Running = 7;
    private const int Paused = 10;
    private const int Finished = 11;
    private const int Sync0 = 4;
    private const int Sync1 = 5;

    [Test]
    public void Runs_pauses_and_goes_on_as_it_is_told()
    {
        using var bench = new BoardBench();
        Images.Start(bench, Images.Make("model", "[api_warn]"));
        Assert.That(State(bench), Is.EqualTo(Waiting0));

        Assert.That(Control(bench, 7, 100), Is.EqualTo("8000" + "0900"), "acknowledged");
        Images.Signal(bench, Sync0);
        Assert.That(State(bench), Is.EqualTo(Running));
        bench.Wait(TimeSpan.FromMilliseconds(50));
        Assert.That(Control(bench, 11), Does.Match("^8000" + "0900" + "3[2-4]000000$"));
        bench.Wait(TimeSpan.FromMilliseconds(60));
        Assert.That(State(bench), Is.EqualTo(Paused));

        Control(bench, 7, 150);
        Assert.That(State(bench), Is.EqualTo(Waiting1));
        Images.Signal(bench, Sync1);
        bench.Wait(TimeSpan.FromMilliseconds(40));
        Assert.That(State(bench), Is.EqualTo(Running));
        bench.Wait(TimeSpan.FromMilliseconds(20));
        Assert.That((State(bench), Control(bench, 11)[8..]), Is.EqualTo((Paused, "96000000")));

        Control(bench, 8);
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
        Assert.That(State(bench), Is.EqualTo(Paused));
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

    private static string Control(BoardBench bench, int command, uint first = 0, uint second = 0)
    {
        byte[] reply = bench.Send(Scp.Request(command, 9, first, second, core: 1, port: 3)).Single().Bytes;
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
