namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>A way to use a command that works, with as much to show as there can be.</summary>
/// <param name="Words">The command and its arguments, with places in capital letters.</param>
/// <param name="Machine">The machine that it needs.</param>
/// <param name="HasTable">Whether it shows a table, facts or a picture, and always the same.</param>
internal sealed record Scenario(string Words, ScenarioMachine Machine = ScenarioMachine.Full, bool HasTable = false)
{
    /// <summary>What the command reads from standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>The exit code.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether the command needs <c>--json</c> to write to standard output.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Whether the words choose CSV, which excludes JSON.</summary>
    public bool HasCsv => Words.Contains(" --csv", StringComparison.Ordinal);

    /// <summary>The name of the command.</summary>
    public string Command => Words.Split(' ')[0];

    /// <summary>All scenarios: at least one for each command.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("version HOST"),
        new("version", ScenarioMachine.None),
        new("help ps", ScenarioMachine.None),
        new("completion bash", ScenarioMachine.None),
        new("dissector", ScenarioMachine.None),
        new("dissector --install DIR", ScenarioMachine.None),
        new("explain DIR/session.pcapng", ScenarioMachine.Captured),
        new("explain DIR/session.pcapng --brief", ScenarioMachine.Captured),
        new("boot HOST --image virtual --pause 0 --boot-port BOOTPORT", ScenarioMachine.Waiting),
        new("listen --count 1 --port PORT --from BOOTPORT", ScenarioMachine.Waiting),
        new("discover --timeout 0.3 --port PORT --from BOOTPORT", ScenarioMachine.Waiting, HasTable: true),
        new("discover HOST", HasTable: true),
        new("info HOST --picture --chips"),
        new("doctor HOST --bmp BMP --bmp-port BMPPORT --requests 64"),
        new("top HOST --count 1 --interval 0.05"),
        new("web HOST --count 1 --interval 0.05"),
        new("snapshot HOST DIR/new.json") { IsQuiet = true },
        new("diff DIR/old.json HOST", HasTable: true) { ExitCode = 3 },
        new("power status FRAME --bmp-port BMPPORT", ScenarioMachine.Frame),
        new("power off FRAME --bmp-port BMPPORT", ScenarioMachine.Frame),
        new("power on FRAME --bmp-port BMPPORT --rest 0", ScenarioMachine.Frame),
        new("power cycle FRAME --bmp-port BMPPORT --rest 0 --off-time 0", ScenarioMachine.Frame),
        new("bmp FRAME --bmp-port BMPPORT", ScenarioMachine.Frame, HasTable: true),
        new("reset FRAME --bmp-port BMPPORT", ScenarioMachine.Frame) { IsQuiet = true },
        new("read HOST 0,0 0x60300000 64"),
        new("read HOST 0,0 0x60300000 64 DIR/read.bin") { IsQuiet = true },
        new("write HOST 0,0 0x60300000 --verify") { Input = "some bytes", IsQuiet = true },
        new("fill HOST 0,0 0x60300000 64 0x1") { IsQuiet = true },
        new("poke HOST 0,0 0x60300000 0x12345678") { IsQuiet = true },
        new("link read HOST 0,0 east 0x60300000 64"),
        new("link write HOST 0,0 1 0x60300000") { Input = "some bytes", IsQuiet = true },
        new("heap HOST 0,0", HasTable: true),
        new("ps HOST", HasTable: true),
        new("ps HOST --summary", HasTable: true),
        new("ps HOST --cores 0,0,14 --elf APPS/deep.elf"),
        new("load HOST virtual:idle --cores 1,1,8"),
        new("run HOST virtual:hello --cores 1,1,9"),
        new("run HOST virtual:crash --cores 1,1,10") { ExitCode = 1, IsQuiet = true },
        new("run HOST APPS/fails.aplx --cores 1,1,14 --elf APPS/fails.elf --timeout 50") { ExitCode = 1, IsQuiet = true },
        new("signal HOST 40 user0") { IsQuiet = true },
        new("wait HOST 41 finished") { IsQuiet = true },
        new("wait HOST 44 finished --elf APPS/deep.elf --timeout 50") { ExitCode = 1, IsQuiet = true },
        new("stop HOST 40") { IsQuiet = true },
        new("stop HOST --all") { IsQuiet = true },
        new("iobuf HOST"),
        new("iobuf HOST 0,0,12 --dictionary DIR/logs.sqlite3 --dictionary A=DIR/a.dict"),
        new("profile HOST 0,0,1 1,1,2 --seconds 0.2"),
        new("profile HOST 0,0,14 1,1,2 --seconds 0.2 --elf APPS/deep.elf"),
        new("struct HOST 0,0,11 vcpu", HasTable: true),
        new("struct HOST 0,0 sv p2p_root_y"),
        new("tags HOST", HasTable: true),
        new("routes HOST", HasTable: true),
        new("routes HOST --app 40 --clear") { IsQuiet = true },
        new("routes HOST --csv"),
        new("routes load HOST 1,1 - --app-id 40") { Input = "key,mask,links\n0x10000,0xffff0000,0 1\n", IsQuiet = true },
        new("p2p HOST 0,0", HasTable: true),
        new("p2p HOST 0,0 --to 1,1"),
        new("counters HOST"),
        new("counters HOST --dropped", HasTable: true),
        new("live HOST --keys in=0x70000+100@1,1,1 --keys none=0x80000/0xffffff00 --count 3", ScenarioMachine.Live),
        new("live HOST --database DIR/run.sqlite3 --csv --count 3", ScenarioMachine.Live),
        new("live send in 1 5-6 --host HOST --keys in=0x70000+100@1,1,1", ScenarioMachine.Live),
        new("console HOST --count 3 --port 0"),
        new("console HOST 0,0,13 --count 3 --port 0 --dictionary DIR/logs.sqlite3 --dictionary A=DIR/a.dict"),
        new("vm --ports system --bind 127.0.0.1 --board spin3", ScenarioMachine.None) { Input = "status\nnonsense\nquit\n" },
        new("demo --bytes 4096", ScenarioMachine.None),
        new("bench HOST --bytes 64K --samples 8"),
        new("alloc 2 --spalloc SERVICE", ScenarioMachine.Laboratory) { Input = "\n" },
        new("jobs --spalloc SERVICE", ScenarioMachine.Laboratory, HasTable: true),
        new("job 1 --spalloc SERVICE", ScenarioMachine.Laboratory, HasTable: true),
        new("job 1 --ips --spalloc SERVICE", ScenarioMachine.Laboratory),
        new("machines --spalloc SERVICE", ScenarioMachine.Laboratory, HasTable: true),
        new("machines lab --spalloc SERVICE", ScenarioMachine.Laboratory, HasTable: true),
        new("where-is lab 0,0,1 --spalloc SERVICE", ScenarioMachine.Laboratory, HasTable: true),
        new("read HOST 0,0 0x60300000 5000 DIR/fast.bin --fast --monitor virtual:extra_monitor --gatherer virtual:packet_gatherer") { IsQuiet = true },
    ];

    /// <inheritdoc/>
    public override string ToString() => Words;
}
