using System.Net;
using System.Text;
using Spectre.Console;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Tests;

/// <summary>A board sends text that moves cursors, clears screens and forges lines, wherever it can send text. No command writes any of these control characters.</summary>
internal sealed class EscapeTests
{
    private const int VersionTextOffset = 14 + 12;
    private const string Forged = "spinnman: forged";

    /// <summary>An escape that sets the title, one that clears the screen, one of a single character, a new line, and a character that reverses the direction of writing.</summary>
    private const string Evil = $"\e]0;title\a\e[2J\u009B31m\r\n{Forged}\u202E\u2028[red]x";

    private static readonly byte[] s_evilName = "\e[31m\n\aspinnman"u8.ToArray();

    /// <summary>The reply of boards to a version request.</summary>
    private static readonly Dictionary<string, string> s_versions = new(StringComparer.Ordinal)
    {
        ["hardware and version"] = $"SC&MP/{Evil}\0{"4.0.0"}{Evil}\0",
        ["name"] = $"{Evil}/{Evil}\0{"4.0.0"}{Evil}\0",
        ["no version"] = $"SC&MP/SpiNNaker\0{Evil}\0",
        ["no name"] = $"{Evil}\0{Evil}\0",
        ["BMP"] = $"BC&MP/{Evil}\0{"2.1.3"}{Evil}\0",
    };

    private static readonly string[] s_commands =
    [
        "version HOST", "info HOST --chips --picture", "discover HOST", "doctor HOST --patience 0.2 --requests 8 --bmp 127.0.0.1 --bmp-port BMP", "top HOST --count 1", "web HOST --count 1", "snapshot HOST", "diff HOST HOST --all",
        "boot HOST --image virtual", "boot HOST --image virtual --force --rounds 1 --pause 0 --boot-port BOOT", "ps HOST", "ps HOST --summary", "iobuf HOST", "wait HOST 40 finished --timeout 0.1",
        "run HOST virtual:crash --cores 1,1,1", "load HOST virtual:hello --cores 0,0,5", "stop HOST 41", "heap HOST 0,0", "tags HOST", "routes HOST", "counters HOST",
        "bench HOST --bytes 1K --samples 1", "read HOST 0,0 0x60000000 4 --hex", "signal HOST 40 usr0", "console HOST --port 0 --timeout 0.1", "live HOST --keys in=0+1 --timeout 0.1", "bmp 127.0.0.1 --bmp-port BMP", "power status 127.0.0.1 --bmp-port BMP",
        "write HOST 0,0 0x60300000 --verify", "fill HOST 0,0 0x60300000 64 0x1", "reset 127.0.0.1 --bmp-port BMP", "power off 127.0.0.1 --bmp-port BMP", "power on 127.0.0.1 --bmp-port BMP --rest 0",
        "power cycle 127.0.0.1 --bmp-port BMP --rest 0 --off-time 0", "poke HOST 0,0 0x60300000 1", "link read HOST 0,0 east 0x60300000 4 --hex", "p2p HOST 0,0", "stop HOST --all", "routes HOST --app 40 --clear", "counters HOST --dropped", "ps HOST --cores 0,0,1",
    ];

    /// <summary>Commands that ask no machine of somebody else for its version: the last five ask an allocation service.</summary>
    private static readonly string[] s_hearNoText = ["help", "completion", "dissector", "explain", "profile", "struct", "listen", "vm", "demo", "alloc", "job", "jobs", "machines", "where-is"];

    [Test]
    public void Every_command_that_machines_send_text_to_is_tried() => Assert.That(
        s_commands.Select(static command => command.Split(' ')[0]).Concat(s_hearNoText).Distinct(StringComparer.Ordinal),
        Is.EquivalentTo(SpinnmanCommandLine.CreateRoot(new Terminal(TextWriter.Null, TextWriter.Null, static () => Stream.Null, static () => Stream.Null)).Subcommands.Select(static command => command.Name)));

    private static IEnumerable<TestCaseData<string, string>> Cases =>
        from version in s_versions.Keys
        from command in s_commands
        select new TestCaseData<string, string>(version, command);

    [TestCaseSource(nameof(Cases)), CancelAfter(60_000)]
    public async Task Nothing_that_a_board_says_moves_a_cursor(string version, string command, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.Run(new CoreLocation(0, 0, 1), new HelloApplication { Text = Evil }, 40);
        machine.Run(new CoreLocation(0, 0, 2), new IdleApplication(), 40);
        foreach (byte core in (byte[])[1, 2])
            machine.WriteMemory(new ChipLocation(0, 0), MemoryMap.GetCoreInfoAddress(core) + CoreInfoNameOffset, s_evilName);

        await using Relay board = Between(machine.Boards[0].EndPoint, s_versions[version]);
        await using Relay bmp = Between(machine.Bmp.EndPoint, s_versions[version]);
        string[] words = command
            .Replace("HOST", board.Host, StringComparison.Ordinal)
            .Replace("BMP", $"{bmp.Port}", StringComparison.Ordinal)
            .Replace("BOOT", $"{machine.Boards[0].BootEndPoint.Port}", StringComparison.Ordinal)
            .Split(' ');

        foreach (string[] args in (string[][])[words, [.. words, "--json"]])
        {
            CommandRun run = await CommandRun.OfAsync(args, cancellationToken: cancellationToken);

            AssertIsPrintable(run.Out);
            AssertIsPrintable(run.Error);
            Assert.That(run.Error, Does.Not.Contain("defect of spinnman"));
        }
    }

    [Test]
    public async Task What_the_user_types_is_printable_as_well()
    {
        foreach (string[] args in (string[][])[["version", Evil], [Evil], ["read", "host", Evil, "0", "4"], ["diff", $"/nowhere/{Evil}", "/"], ["vm", "--run", Evil], ["load", "127.0.0.1:1", Evil], ["counters", "127.0.0.1:1", "--", Evil]])
        {
            CommandRun run = await CommandRun.OfAsync(args);

            AssertIsPrintable(run.Error);
        }
    }

    [Test]
    public void Tables_in_colour_keep_their_own_escapes_only()
    {
        var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard });
        console.Pipeline.Attach(new PrintableHook());

        console.Write(new Table().AddColumn("a").AddRow($"[green]on[/] {Markup.Escape(Evil)}"));
        console.MarkupLineInterpolated($"[red]{Evil}[/]");

        Assert.That(output.ToString(), Does.Contain("\e[32mon").And.Not.Contain("\e]").And.Not.Contain("\e[2J").And.Not.Contain("\u009B").And.Not.Contain("\a").And.Not.Contain("\u202E"));
    }

    [Test]
    public async Task Programs_get_every_character_as_it_is(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.Run(new CoreLocation(0, 0, 1), new HelloApplication { Text = "\e[31m" });

        CommandRun run = await CommandRun.OfAsync("iobuf", $"{machine.Boards[0].EndPoint}", "--json");

        Assert.That(run.Out, Does.Contain("""\u001B[31m"""));
    }

    private const uint CoreInfoNameOffset = 72;

    private static void AssertIsPrintable(string text)
    {
        // System.CommandLine may end lines with two characters.
        Assert.That(text, Is.EqualTo(PrintableText.OfLines(text)));
        Assert.That(text.Split('\n'), Has.None.StartsWith(Forged));
    }

    private static Relay Between(IPEndPoint board, string text) => new(board, static _ => Task.FromResult(true))
    {
        Rewrite = (command, reply) => command == ScpCommand.Version && reply.Length > VersionTextOffset
            ? [.. reply.AsSpan(0, VersionTextOffset), .. Encoding.UTF8.GetBytes(text)]
            : reply,
    };
}
