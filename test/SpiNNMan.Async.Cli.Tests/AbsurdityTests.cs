using System.CommandLine;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Tests;

/// <summary>Gives wrong values to every argument and option of every command. None of them ends in a stack trace.</summary>
internal sealed class AbsurdityTests
{
    private const int Shares = 3;

    private static readonly string[] s_absurd =
    [
        "", " ", "0", "-1", "1", "0.0.0.0", new string('a', 256), new string('9', 400), new string(',', 5000), "🦄", "\ud800", "@/dev/null", "@", "[red]", "[/]", "{0}", "%s", "/", ".", "..", "/dev/zero", "/dev/full",
        "/proc/self/mem", "/nowhere/at/all", "~", "1e308", "-1e308", "NaN", "Infinity", "1e-320", "99999999999999999999", "0x", "0xG", "0x100000000", "2147483647", "2047M", "8388608K", "::1", ":", ":1", "127.0.0.1:0", "127.0.0.1:65536",
        "1;2;3;4;5", ";", "/1", "0-", "*", "*,*", "*,*,*", "0,0", "255,255,31", "256,0", "0,0,32", "1=", "=1", "1=:1", "1=127.0.0.1:1", "1=1:0,0,1", "sum:0=ticks", "x=ticks:1e9", "text:=ticks", "file:/dev/zero=ticks", "1x1", "20x21", "0x0", "\e[2J",
    ];

    private static readonly string[] s_hosts = ["HOST", "BMPS", "BEFORE", "AFTER"];

    // The program looks up none of these in the network.
    private static readonly string[] s_absurdHosts =
    [
        "", "0", "0.0.0.0", new string('a', 256), new string('9', 400), "/dev/zero", "/proc/self/mem", "/", ":", ":1", "::1", "a:b:c", "127.0.0.1:0", "127.0.0.1:65536", "1;2;3;4;5", ";", "0/", "0/99", "0/0-", "0:0:0", "\e[2J:\e:1", "[red]:x",
    ];

    // These are the right values for all arguments but the one that is tested.
    private static readonly Dictionary<string, string> s_sensible = new(StringComparer.Ordinal)
    {
        ["BMPS"] = "127.0.0.1",
        ["X,Y"] = "0,0",
        ["X,Y[,P]"] = "0,0",
        ["ADDRESS"] = "0x60000000",
        ["LENGTH"] = "4",
        ["FILE"] = "/nowhere/at/all",
        ["APPID"] = "30",
        ["SIGNAL"] = "stop",
        ["SHELL"] = "bash",
        ["STATE"] = "finished",
        ["WORD"] = "1",
        ["COMMAND"] = "true",
        ["CORES"] = "0,0,1",
        ["CHIPS"] = "0,0",
        ["LABEL"] = "in",
        ["ATOMS"] = "1",
        ["LINK"] = "0",
        ["VALUE"] = "1",
        ["STRUCT"] = "sv",
        ["FIELD"] = "clock_ms",
    };

    private static IEnumerable<string> Paths => Leaves(Root, "");

    private static RootCommand Root => SpinnmanCommandLine.CreateRoot(new Terminal(TextWriter.Null, TextWriter.Null, static () => Stream.Null, static () => Stream.Null));

    [TestCaseSource(nameof(Paths)), CancelAfter(120_000)]
    public async Task No_argument_is_so_absurd_that_a_command_falls_over_it(string path, CancellationToken cancellationToken)
    {
        int port = await FreePorts.FindAsync(cancellationToken);
        Command command = Find(path);
        string[] usual = [.. path.Split(' '), .. command.Arguments.Where(static argument => argument.Arity.MinimumNumberOfValues > 0 || argument.Name is "HOST").Select(argument => Sensible(argument.Name, port)), .. Ending(path, port)];
        int first = path.Split(' ').Length;
        for (int place = 0; place < command.Arguments.Count; place++)
        {
            foreach (string absurd in s_hosts.Contains(command.Arguments[place].Name, StringComparer.Ordinal) ? s_absurdHosts : s_absurd)
            {
                string[] args = first + place < usual.Length ? [.. usual[..(first + place)], absurd, .. usual[(first + place + 1)..]] : [.. usual, absurd];
                await RunAsync(args, cancellationToken);
            }
        }

        // The wrong values are spread over the options, so that each is tried at some option.
        Option[] options = [.. command.Options.Where(option => !s_endings.ContainsKey(path) || !s_endings[path].Contains(option.Name, StringComparer.Ordinal))];
        for (int index = 0; index < options.Length; index++)
        {
            foreach ((int number, string absurd) in s_absurd.Index())
            {
                if (number % Shares == index % Shares)
                    await RunAsync([.. usual, options[index].Name, absurd], cancellationToken);
            }
        }

        await RunAsync([.. usual, .. Enumerable.Repeat("x", 1000)], cancellationToken);
        await RunAsync([.. path.Split(' '), new string('x', 100_000)], cancellationToken);
        await RunAsync([.. path.Split(' '), "--nonsense", "--json=maybe"], cancellationToken);
    }

    [TestCase("[suggest:99999999999]")]
    [TestCase("[suggest:-1]", "ver")]
    [TestCase("[suggest:1000]", "version")]
    [TestCase("[suggest:x]")]
    [TestCase("[suggest")]
    [TestCase("[diagram]", "version")]
    [TestCase("[env:PATH=]", "version")]
    [TestCase("@/dev/zero")]
    [TestCase("@/nowhere")]
    [TestCase("--")]
    [TestCase("")]
    public Task No_word_in_place_of_a_command_is_so_absurd(params string[] args) => RunAsync(args, CancellationToken.None);

    /// <summary>The options that make a command end which otherwise runs until it is stopped.</summary>
    private static readonly Dictionary<string, string[]> s_endings = new(StringComparer.Ordinal)
    {
        ["listen"] = ["--timeout", "0.01", "--port", "PORT"],
        ["discover"] = ["--timeout", "0.01", "--port", "PORT"],
        ["live"] = ["--timeout", "0.01", "--port", "PORT"],
        ["live send"] = ["--database", "/nowhere/at/all"],
        ["routes load"] = ["--app-id", "40"],
        ["console"] = ["--timeout", "0.01", "--port", "0"],
        ["doctor"] = ["--patience", "0.1"],
        ["demo"] = ["--bytes", "0"],
        ["dissector"] = ["--install", "/nowhere/at/all"],
        ["vm"] = ["--ports", "system", "--bind", "127.0.0.1"],
        ["power on"] = ["--bmp-port", "PORT"],
        ["power off"] = ["--bmp-port", "PORT"],
        ["power cycle"] = ["--bmp-port", "PORT"],
        ["power status"] = ["--bmp-port", "PORT"],
        ["bmp"] = ["--bmp-port", "PORT"],
        ["reset"] = ["--bmp-port", "PORT"],
    };

    private static string Sensible(string argument, int port) => s_sensible.GetValueOrDefault(argument, $"127.0.0.1:{port}");

    private static IEnumerable<string> Ending(string path, int port) =>
        s_endings.GetValueOrDefault(path, []).Select(word => word is "PORT" ? $"{port}" : word);

    private static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        string shown = string.Join(' ', args.Select(static word => $"'{(word.Length > 100 ? word[..100] : word)}'"));
        CommandRun run = await CommandRun.OfAsync(args, "quit\n"u8.ToArray(), cancellationToken: cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        Assert.That(run.ExitCode, Is.InRange(ExitCodes.Success, ExitCodes.AnswerIsNo), shown);
        Assert.That(run.Error, Does.Not.Contain("defect of spinnman").And.Not.Contain("   at ").And.Not.Match(@"\bSystem\.|Exception:"), shown);
        Assert.That(run.Error, Is.EqualTo(PrintableText.OfLines(run.Error)), shown);
    }

    // A command that has others may also do something itself.
    private static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands
        .SelectMany(part => Leaves(part, path.Length == 0 ? part.Name : $"{path} {part.Name}"))
        .Concat(command.Action is null ? [] : [path]);

    private static Command Find(string path) => path.Split(' ').Aggregate((Command)Root, static (command, name) => command.Subcommands.Single(part => string.Equals(part.Name, name, StringComparison.Ordinal)));
}
