using System.Net;
using System.Text;
using SpiNNMan.Async.Emulation.Debugging.Protocol;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Debugging;

/// <summary>The protocol, packet by packet, with a machine that executes.</summary>
[CancelAfter(60_000)]
internal sealed class ProtocolTests
{
    private const string Add = "b0";
    private const string Counter = "408004";

    [Test]
    public async Task A_debugger_that_comes_stops_the_machine_and_learns_its_cores(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);

        string agreed = await scene.Client.AskAsync("qSupported:swbreak+;multiprocess+", token);
        Assert.That(agreed, Does.Contain("PacketSize=4000").And.Contain("vContSupported+").And.Contain("QNonStop+").And.Contain("ReverseStep+").And.Not.Contain("multiprocess"));
        Assert.That(await scene.Client.AskAsync("?", token), Does.StartWith("T05").And.Contain("thread:1;"));
        Assert.That(await scene.Client.AskAsync("qfThreadInfo", token), Is.EqualTo("m1,2"));
        Assert.That(await scene.Client.AskAsync("qsThreadInfo", token), Is.EqualTo("l"));
        Assert.That(Text(await scene.Client.AskAsync("qThreadExtraInfo,2", token)), Is.EqualTo("1,0,2 application 16, running"));
        Assert.That(await scene.Client.AskAsync("qXfer:threads:read::0,1000", token), Does.StartWith("l<?xml").And.Contain("name=\"0,0,1\""));
        Assert.That(await scene.Client.AskAsync("qXfer:features:read:target.xml:0,10", token), Is.EqualTo("m<?xml version=\"1"));
        Assert.That(await scene.Client.AskAsync("qXfer:features:read:target.xml:10,ff0", token), Does.StartWith("l.0").And.Contain("org.gnu.gdb.arm.core").And.Contain("cpsr"));
        Assert.That((await scene.Client.AskAsync("T2", token), await scene.Client.AskAsync("T3", token), await scene.Client.AskAsync("Hg9", token)), Is.EqualTo(("OK", "E03", "E03")));
        long now = scene.Machine.Machine.Now;
        Assert.That(await scene.Client.AskAsync("qC", token), Is.EqualTo("QC1"));
        Assert.That(scene.Machine.Machine.Now, Is.EqualTo(now), "time stands still");
    }

    [Test]
    public async Task Registers_and_memory_are_read_and_written(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        GdbClient client = scene.Client;

        Assert.That(await client.AskAsync("Hg2", token), Is.EqualTo("OK"));
        Assert.That(await client.AskAsync("P3=78563412", token), Is.EqualTo("OK"));
        Assert.That(await client.AskAsync("p3", token), Is.EqualTo("78563412"));
        Assert.That(scene.Machine.Debugger.ReadRegister(1, 3), Is.EqualTo(0x12345678));
        string all = await client.AskAsync("g", token);
        Assert.That(all, Has.Length.EqualTo(17 * 8));
        Assert.That(all.Substring(3 * 8, 8), Is.EqualTo("78563412"));
        Assert.That(await client.AskAsync("G" + all[..^8] + "df000000", token), Is.EqualTo("OK"));
        Assert.That(await client.AskAsync("p19", token), Is.EqualTo("df000000"));
        Assert.That(await client.AskAsync("p10", token), Is.EqualTo("E16"));
        Assert.That(await client.AskAsync("M60000100,4:01020304", token), Is.EqualTo("OK"));
        Assert.That(await client.AskAsync("X60000104,3:\u0000#}", token), Is.EqualTo("OK"), "escaped as it is sent");
        Assert.That(await client.AskAsync("m60000100,8", token), Is.EqualTo("0102030400237d00"));
        Assert.That(await client.AskAsync("m50000000,4", token), Is.EqualTo("E0e"));
        Assert.That(await client.AskAsync("M50000000,1:00", token), Is.EqualTo("E0e"));
        Assert.That(await client.AskAsync("mf2000000,4", token), Is.EqualTo("12101159"), "the chip's id");
    }

    [TestCase("Z0", "b0,4", "swbreak:;")]
    [TestCase("Z1", "b0,4", "hwbreak:;")]
    [TestCase("Z2", Counter + ",4", "watch:408004;")]
    [TestCase("Z3", Counter + ",4", "rwatch:408004;")]
    [TestCase("Z4", Counter + ",4", "awatch:408004;")]
    public async Task Stop_points_stop_the_whole_machine(string kind, string point, string reason, CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        await scene.Client.AskAsync("qSupported:swbreak+;hwbreak+", token);
        Assert.That(await scene.Client.AskAsync($"{kind},{point}", token), Is.EqualTo("OK"));

        for (int time = 0; time < 3; time++)
        {
            string stop = await scene.Client.AskAsync("vCont;c", token);
            Assert.That(stop, Does.StartWith("T05" + reason));
            Assert.That(scene.Machine.Machine.IsPaused, Is.True);
        }

        Assert.That(await scene.Client.AskAsync($"{kind.ToLowerInvariant()},{point}", token), Is.EqualTo("OK"));
        await scene.Client.SendAsync("c", token);
        await scene.Client.SendRawAsync([3], token);
        Assert.That(await scene.Client.ReceiveAsync(token), Does.StartWith("T02"));
    }

    [Test]
    public async Task A_step_executes_one_instruction_and_a_range_step_leaves_the_range(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        await StopAtAddAsync(scene, token);

        Assert.That(await scene.Client.AskAsync("vCont;s:1", token), Does.StartWith("T05").And.Contain("0f:b4000000;"));
        Assert.That(await scene.Client.AskAsync("vCont;s:1;c", token), Does.StartWith("T05").And.Contain("0f:cc000000;"));
        Assert.That(await scene.Client.AskAsync("vCont;rcc,dc:1", token), Does.StartWith("T05").And.Contain("thread:1;"));
        Assert.That(scene.Machine.Debugger.ReadRegister(0, 15), Is.Not.InRange(0xcc, 0xdb));
        Assert.That(await scene.Client.AskAsync("s", token), Does.StartWith("T05"));
    }

    [Test]
    public async Task Going_back_undoes_steps_and_finds_breakpoints(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        await StopAtAddAsync(scene, token);
        await scene.Client.AskAsync("c", token);
        string[] before = [await scene.Client.AskAsync("g", token), await scene.Client.AskAsync($"m{Counter},4", token)];
        await scene.Client.AskAsync("c", token);
        string later = await scene.Client.AskAsync($"m{Counter},4", token);
        Assert.That(later, Is.Not.EqualTo(before[1]));

        Assert.That(await scene.Client.AskAsync("bc", token), Does.StartWith("T05"));
        Assert.That(new[] { await scene.Client.AskAsync("g", token), await scene.Client.AskAsync($"m{Counter},4", token) }, Is.EqualTo(before));

        await scene.Client.AskAsync("Hg1", token);
        string here = await scene.Client.AskAsync("g", token);
        await scene.Client.AskAsync("vCont;s:1", token);
        Assert.That(await scene.Client.AskAsync("g", token), Is.Not.EqualTo(here));
        Assert.That(await scene.Client.AskAsync("bs", token), Does.StartWith("T05"));
        Assert.That(await scene.Client.AskAsync("g", token), Is.EqualTo(here));

        // The run goes on as it did.
        await scene.Client.AskAsync("c", token);
        Assert.That(await scene.Client.AskAsync($"m{Counter},4", token), Is.EqualTo(later));
        await scene.Client.AskAsync($"z0,{Add},4", token);
        Assert.That(await scene.Client.AskAsync("bc", token), Does.StartWith("T05replaylog:begin;"));
        Assert.That(scene.Machine.Machine.Now, Is.Zero);
    }

    [Test]
    public async Task Going_back_is_refused_once_the_debugger_has_written(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        await StopAtAddAsync(scene, token);
        await scene.Client.AskAsync("M60000000,1:00", token);

        Assert.That(await scene.Client.AskAsync("bs", token), Does.StartWith("E.The debugger has written"));
        Assert.That(Text(await scene.Client.AskAsync("qRcmd," + Hex.Write("reverse-step"), token)), Does.StartWith("The debugger has written"));
    }

    [Test]
    public async Task In_non_stop_mode_cores_stop_and_go_on_alone(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        GdbClient client = scene.Client;
        Assert.That(await client.AskAsync("QNonStop:1", token), Is.EqualTo("OK"));
        Assert.That(await client.AskAsync("?", token), Is.EqualTo("OK"), "none has stopped");

        await client.SendAsync("vCont;t:2", token);
        Assert.That(await client.ReceiveAsync(token), Is.EqualTo("OK").Or.StartsWith("%Stop:T00"));
        Assert.That(await client.ReceiveAsync(token), Is.EqualTo("OK").Or.StartsWith("%Stop:T00"));
        Assert.That(await client.AskAsync("vStopped", token), Is.EqualTo("OK"));
        Assert.That((scene.Machine.Debugger.IsStopped(0), scene.Machine.Debugger.IsStopped(1)), Is.EqualTo((false, true)));

        uint other = scene.Machine.Debugger.ReadRegister(0, 15);
        long now = scene.Machine.Machine.Now;
        Assert.That(() => scene.Machine.Machine.Now, Is.GreaterThan(now).After(20_000, 1), "time goes on");

        await client.SendAsync("vCont;s:2", token);
        string[] both = [await client.ReceiveAsync(token), await client.ReceiveAsync(token)];
        Assert.That(both, Has.One.EqualTo("OK").And.One.StartsWith("%Stop:T05"));
        Assert.That(await client.AskAsync("vStopped", token), Is.EqualTo("OK"));

        await client.AskAsync($"Z0,{Add},4", token);
        string stop = await client.ReceiveAsync(token);
        Assert.That(stop, Does.StartWith("%Stop:T05").And.Contain("thread:1;"), "the core that executes");
        Assert.That(await client.AskAsync("vStopped", token), Is.EqualTo("OK"));
        Assert.That(await client.AskAsync("?", token), Does.Contain("thread:1;"));
        Assert.That(await client.AskAsync("vStopped", token), Does.Contain("thread:2;"));
        Assert.That(await client.AskAsync("vStopped", token), Is.EqualTo("OK"));
        Assert.That(await client.AskAsync("QNonStop:0", token), Is.EqualTo("OK"));
        Assert.That(await client.AskAsync("vCont;c", token), Does.StartWith("T05"));
    }

    [Test]
    public async Task In_non_stop_mode_a_core_whose_stop_is_not_told_yet_is_not_let_go(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        GdbClient client = scene.Client;
        await client.AskAsync("QNonStop:1", token);
        await client.SendAsync("vCont;t", token);
        string[] both = [await client.ReceiveAsync(token), await client.ReceiveAsync(token)];
        Assert.That(both, Has.One.EqualTo("OK").And.One.StartsWith("%Stop:T00").And.One.Contains("thread:1;"));

        Assert.That(await client.AskAsync("vCont;c", token), Is.EqualTo("OK"));

        Assert.That((scene.Machine.Debugger.IsStopped(0), scene.Machine.Debugger.IsStopped(1)), Is.EqualTo((false, true)), "the second was not told of");
        Assert.That(await client.AskAsync("vStopped", token), Does.Contain("thread:2;"));
        Assert.That(await client.AskAsync("vCont;c:2", token), Is.EqualTo("OK"));
        Assert.That(scene.Machine.Debugger.IsStopped(1), Is.False);
    }

    [Test]
    public async Task A_debugger_that_goes_leaves_a_machine_that_runs([Values("D", "k", "vKill;1", "")] string farewell, CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        await scene.Client.AskAsync($"Z0,{Add},4", token);
        if (farewell.Length > 0) await scene.Client.SendAsync(farewell, token);
        if (farewell.Length == 0) scene.Client.Dispose();

        long now = scene.Machine.Machine.Now;
        Assert.That(() => scene.Machine.Machine.Now, Is.GreaterThan(now + 1_000_000).After(30_000, 1));
        Assert.That(scene.Machine.Machine.Chips[0].Cores[1].Arm.Breakpoints.Count, Is.Zero);
        GdbClient? next = null;
        string answer = "";
        while (answer.Length == 0)
        {
            try
            {
                next?.Dispose();
                next = await GdbClient.ConnectAsync(scene.Server.EndPoint, token);
                answer = await next.AskAsync("qC", token);
            }
            catch (IOException)
            {
                // The one before is still being seen off.
            }
        }

        next!.Dispose();
        Assert.That(answer, Does.StartWith("QC"));
    }

    [Test]
    public async Task A_second_debugger_is_turned_away(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        await scene.Client.AskAsync("qC", token);
        using GdbClient second = await GdbClient.ConnectAsync(scene.Server.EndPoint, token);

        Assert.That(async () => await second.AskAsync("qC", token), Throws.InstanceOf<IOException>());
        Assert.That(await scene.Client.AskAsync("qC", token), Is.EqualTo("QC1"));
    }

    [Test]
    public async Task The_server_can_be_disposed_while_a_debugger_is_there_and_lets_the_machine_go(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        await scene.Client.AskAsync("qC", token);
        await scene.Server.DisposeAsync();

        Assert.That(scene.Machine.Machine.IsPaused, Is.False);
    }

    [TestCase("where", "pc 000000b0")]
    [TestCase("cores", "2 1,0,2")]
    [TestCase("seed", "seed 7")]
    [TestCase("time", " ms")]
    [TestCase("packets", "No packet waits")]
    [TestCase("run-to never", "is no time")]
    [TestCase("run-to 0", "is before 00000000")]
    [TestCase("focus 0,0,7", "There is no core '0,0,7'")]
    [TestCase("focus 1,0,2", "are on 1,0,2")]
    [TestCase("interrupts sideways", "Say 'interrupts over'")]
    [TestCase("nonsense", "is no command here")]
    [TestCase("help", "reverse-continue")]
    [TestCase("reverse-step", "0,0,1 is before 000000c8")]
    public async Task Monitor_commands_answer(string command, string answer, CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        await StopAtAddAsync(scene, token);

        Assert.That(Text(await scene.Client.AskAsync("qRcmd," + Hex.Write(command), token)), Does.Contain(answer));
    }

    [Test]
    public async Task The_machine_stops_at_a_time(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        long time = scene.Machine.Machine.Now + 5_000_000;

        await scene.Client.AskAsync("qRcmd," + Hex.Write($"run-to {time}"), token);

        Assert.That(await scene.Client.AskAsync("c", token), Does.StartWith("T02"));
        Assert.That(scene.Machine.Machine.Now, Is.InRange(time, time + 20_000));
    }

    [Test]
    public async Task Breakpoints_are_only_on_the_cores_in_focus(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        await scene.Client.AskAsync("qRcmd," + Hex.Write("focus 1,0,2"), token);
        await scene.Client.AskAsync($"Z0,{Add},4", token);

        for (int time = 0; time < 4; time++) Assert.That(await scene.Client.AskAsync("c", token), Does.Contain("thread:2;"));
    }

    [TestCase("Hx1"), TestCase("H"), TestCase("m"), TestCase("m1"), TestCase("m1,"), TestCase("mffffffffff,4"), TestCase("M0,2:0"), TestCase("Z"), TestCase("Z2,0,0"), TestCase("P"), TestCase("P3=1"),
     TestCase("G00"), TestCase("vCont;x"), TestCase("vCont;c:zz"), TestCase("vCont;r1:1"), TestCase("qXfer:threads:read::0"), TestCase("qRcmd,0"), TestCase("QNonStop:2"), TestCase("X0,4:ab"), TestCase("Cxx")]
    public async Task Bad_packets_get_an_error(string packet, CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);

        Assert.That(await scene.Client.AskAsync(packet, token), Does.StartWith("E"));
        Assert.That(await scene.Client.AskAsync("qC", token), Is.EqualTo("QC1"));
    }

    [TestCase("vMustReplyEmpty"), TestCase("qTStatus"), TestCase("vFile:setfs:0"), TestCase("Z9,0,4"), TestCase("!"), TestCase("i")]
    public async Task Unknown_packets_get_an_empty_reply(string packet, CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);

        Assert.That(await scene.Client.AskAsync(packet, token), Is.Empty);
    }

    [Test]
    public async Task A_damaged_packet_is_asked_for_again_and_a_lost_reply_sent_again(CancellationToken token)
    {
        await using Scene scene = await Scene.OfAsync(token);
        await scene.Client.SendRawAsync(Encoding.ASCII.GetBytes("$qC#00"), token);
        Assert.That(await scene.Client.ReceiveAsync(token), Is.EqualTo("-"));

        await scene.Client.AskAsync("qC", token);
        await scene.Client.SendRawAsync("-"u8.ToArray(), token);
        Assert.That(await scene.Client.ReceiveAsync(token), Is.EqualTo("QC1"));

        Assert.That(await scene.Client.AskAsync("QStartNoAckMode", token), Is.EqualTo("OK"));
        Assert.That(await scene.Client.AskAsync(new string('m', PacketReader.LongestPacket + 1), token), Is.EqualTo("E16"));
    }

    private static string Text(string hex) => Encoding.UTF8.GetString(Convert.FromHexString(hex));

    private static async Task StopAtAddAsync(Scene scene, CancellationToken token)
    {
        await scene.Client.AskAsync("qRcmd," + Hex.Write("focus 0,0,1"), token);
        await scene.Client.AskAsync($"Z0,{Add},4", token);
        Assert.That(await scene.Client.AskAsync("c", token), Does.Contain("0f:b0000000;").And.Contain("thread:1;"));
    }

    private sealed class Scene : IAsyncDisposable
    {
        public DebugMachine Machine { get; } = DebugMachine.Of("debugged").Run();

        public GdbServer Server { get; private set; } = null!;

        public GdbClient Client { get; private set; } = null!;

        public static async Task<Scene> OfAsync(CancellationToken token)
        {
            Scene scene = new();
            scene.Server = GdbServer.Start(new IPEndPoint(IPAddress.Loopback, 0), scene.Machine.Debugger);
            scene.Client = await GdbClient.ConnectAsync(scene.Server.EndPoint, token);
            return scene;
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Server.DisposeAsync();
            await Machine.DisposeAsync();
        }
    }
}
