using System.Text;
using System.Text.Json;
using SpiNNMan.Async.Cli.LogDictionaries;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Cli.Tests.Commands.Programs;

/// <summary>Programs print numbers, and a dictionary turns these into messages.</summary>
[CancelAfter(60_000)]
internal sealed class LogDictionaryTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [TestCase("no argument", "", "no argument")]
    [TestCase("\"in quotes\\n\"", "", "in quotes")]
    [TestCase("say \\\"hi\\\"\\t100%%", "", "say \"hi\"\t100%")]
    [TestCase("%u of %08x, %5.3k", "3 000000ff 1.250", "3 of 000000ff, 1.250")]
    [TestCase("%f and %6.2f", "3f800000 c0200000", "1 and -2.5")]
    [TestCase("%F", "3ff80000 0", "1.5")]
    [TestCase("%%d is none, %d is one", "4", "%d is none, 4 is one")]
    [TestCase("%s", "%d\\n", "%d\\n")]
    [TestCase("%d", "", null)]
    [TestCase("%d", "1 2", null)]
    [TestCase("none", "1", null)]
    [TestCase("%F", "3ff80000", null)]
    [TestCase("%f", "nan", null)]
    [TestCase("%f", "3f8000000", null)]
    public void Arguments_are_put_in_and_none_that_does_not_fit(string format, string arguments, string? text) =>
        Assert.That(LogFormat.Fill(format, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)), Is.EqualTo(text));

    [TestCase(true)]
    [TestCase(false)]
    public async Task Numbers_become_messages_and_all_other_lines_stay(bool hasView, CancellationToken cancellationToken)
    {
        await LogFiles.WriteDatabaseAsync(_directory.File("logs.sqlite3"), hasView);
        await using VirtualMachine machine = await StartAsync(LogFiles.Printed, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("iobuf", Host(machine), "0,0,1", "--dictionary", _directory.File("logs.sqlite3"));
        CommandRun plain = await CommandRun.OfAsync("iobuf", Host(machine), "0,0,1");
        CommandRun json = await CommandRun.OfAsync("iobuf", Host(machine), "0,0,1", "--json", "--dictionary", _directory.File("logs.sqlite3"));

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out.Split('\n'), Is.EqualTo(new[] { "0,0,1: [INFO] (weird,file.c: 36): 7 at 1", "0,0,1: plain 5", "0,0,1: A5", "0,0,1: 9999", "0,0,1: [ERROR] (old.c: 8*): it is 1", "" }));
        Assert.That(plain.Out, Does.StartWith("0,0,1: 5").And.Not.Contain("weird"));
        Assert.That(JsonDocument.Parse(json.Out).RootElement.GetProperty("text").GetString(), Does.StartWith("[INFO] (weird,file.c: 36): 7 at 1\nplain 5\n"));
    }

    [Test]
    public async Task Numbers_with_a_letter_have_a_dictionary_of_their_own_and_text_is_one_too(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(_directory.File("a.dict"), LogFiles.Lettered, cancellationToken);
        await File.WriteAllTextAsync(_directory.File("b.dict"), "5,[INFO] (b.c: 2): ,%d, then %f\r\n", cancellationToken);
        await using VirtualMachine machine = await StartAsync(LogFiles.Printed, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("iobuf", Host(machine), "0,0,1", "--dictionary", $"A={_directory.File("a.dict")}", "--dictionary", _directory.File("b.dict"));
        CommandRun environment = await CommandRun.OfAsync(["iobuf", Host(machine), "0,0,1"], variables: new(StringComparer.Ordinal) { ["C_LOGS_DICT"] = _directory.File("b.dict") }, cancellationToken: cancellationToken);

        Assert.That(run.Out, Does.Contain("0,0,1: [INFO] (b.c: 2): 7, then 1\n").And.Contain("0,0,1: [WARN] (a,b.c: 1): letter\n"));
        Assert.That(environment.Out, Does.Contain("0,0,1: [INFO] (b.c: 2): 7, then 1\n").And.Contain("0,0,1: A5\n"));
    }

    [Test]
    public async Task A_run_takes_the_dictionary_beside_the_image(CancellationToken cancellationToken)
    {
        await LogFiles.WriteDatabaseAsync(_directory.File("logs.sqlite3"));
        await File.WriteAllBytesAsync(_directory.File("app.aplx"), VirtualApplicationImage.Create("app"), cancellationToken);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, Applications = [new ApplicationRule("app", static () => new HelloApplication { Text = LogFiles.Printed }), .. ApplicationRule.BuiltIn] }, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("run", Host(machine), _directory.File("app.aplx"), "--cores", "0,0,1");
        File.Delete(_directory.File("logs.sqlite3"));
        await File.WriteAllTextAsync(_directory.File("app.dict"), "nothing", cancellationToken);
        CommandRun warned = await CommandRun.OfAsync("run", Host(machine), _directory.File("app.aplx"), "--cores", "0,0,1");

        Assert.That(run.Out, Does.StartWith("0,0,1: [INFO] (weird,file.c: 36): 7 at 1\n"), run.Error);
        Assert.That((warned.ExitCode, warned.ErrorLines[0]), Is.EqualTo((ExitCodes.Success, $"warning: the log dictionary is not used: {_directory.File("app.dict")} has no messages: it is no log dictionary.")));
    }

    [Test]
    public async Task The_last_words_of_a_core_that_failed_are_messages_too(CancellationToken cancellationToken)
    {
        await LogFiles.WriteDatabaseAsync(_directory.File("logs.sqlite3"));
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, Applications = [new ApplicationRule("app", static () => new ComplainingApplication()), .. ApplicationRule.BuiltIn] }, cancellationToken);
        await File.WriteAllBytesAsync(_directory.File("app.aplx"), VirtualApplicationImage.Create("app"), cancellationToken);

        CommandRun run = await CommandRun.OfAsync("run", Host(machine), _directory.File("app.aplx"), "--cores", "0,0,1");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("    | [ERROR] (old.c: 8*): it is 2\n").And.Contain("(said last: [ERROR] (old.c: 8*): it is 2)"));
    }

    [Test]
    public void A_number_that_comes_in_pieces_is_one_number()
    {
        var expander = new LogExpander(new Dictionary<string, IReadOnlyDictionary<long, LogMessage>>(StringComparer.Ordinal) { [""] = new Dictionary<long, LogMessage> { [12] = new("[INFO] ", "twelve %d") } });
        CoreLocation one = new(0, 0, 1);
        CoreLocation two = new(0, 0, 2);

        string[] shown = [.. new Iobuf[] { new(one, "1"), new(two, "12\u001E"), new(one, "2\u001E5\nrest"), new(two, "8\n12"), new(one, " of it") }.Select(piece => expander.ExpandNext(piece).Text)];

        Assert.That(shown, Is.EqualTo(new[] { "", "", "[INFO] twelve 5\nrest", "[INFO] twelve 8\n", " of it" }));
        Assert.That(expander.Flush().Select(static rest => (rest.Core, rest.Text)), Is.EqualTo(new[] { (two, "12") }));
        Assert.That(expander.Flush(), Is.Empty);
    }

    [Test]
    public async Task Text_that_grows_is_expanded_too(CancellationToken cancellationToken)
    {
        await LogFiles.WriteDatabaseAsync(_directory.File("logs.sqlite3"));
        await using VirtualMachine machine = await StartAsync(LogFiles.Printed, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = new StoppingWriter("it is 1", stop);

        CommandRun run = await CommandRun.OfAsync(["iobuf", Host(machine), "0,0,1", "--follow", "--interval", "0.02", "--dictionary", _directory.File("logs.sqlite3")], output: output, cancellationToken: stop.Token);

        Assert.That((run.ExitCode, run.Out.Split('\n')[0]), Is.EqualTo((ExitCodes.Interrupted, "0,0,1: [INFO] (weird,file.c: 36): 7 at 1")));
    }

    [Test]
    public async Task What_cores_print_to_the_host_is_expanded_too(CancellationToken cancellationToken)
    {
        await LogFiles.WriteDatabaseAsync(_directory.File("logs.sqlite3"));
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.Run(new CoreLocation(0, 1, 3), new PrinterApplication { Text = LogFiles.Printed, Interval = TimeSpan.FromMilliseconds(5) });
        string[] words = ["console", Host(machine), "--port", "0", "--count", "10"];

        CommandRun run = await CommandRun.OfAsync([.. words, "--dictionary", _directory.File("logs.sqlite3")], cancellationToken: cancellationToken);
        CommandRun json = await CommandRun.OfAsync([.. words, "--json", "--dictionary", _directory.File("logs.sqlite3")], cancellationToken: cancellationToken);
        CommandRun environment = await CommandRun.OfAsync(words, variables: new(StringComparer.Ordinal) { ["C_LOGS_DICT"] = _directory.File("logs.sqlite3") }, cancellationToken: cancellationToken);
        CommandRun plain = await CommandRun.OfAsync(words, cancellationToken: cancellationToken);

        // Each line is a piece.
        string[] lines = ["0,1,3: [INFO] (weird,file.c: 36): 7 at 1", "0,1,3: plain 5", "0,1,3: A5", "0,1,3: 9999", "0,1,3: [ERROR] (old.c: 8*): it is 1"];
        Assert.That((run.ExitCode, run.Out.Split('\n')), Is.EqualTo((ExitCodes.Success, (string[])[.. lines, .. lines, ""])), run.Error);
        Assert.That(json.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()), Is.EqualTo(lines.Concat(lines).Select(static line => line["0,1,3: ".Length..] + "\n")));
        Assert.That(environment.Out, Is.EqualTo(run.Out));
        Assert.That(plain.Out, Does.StartWith("0,1,3: 5").And.Not.Contain("weird"));
    }

    [TestCase(2, 300)]
    [TestCase(1, 254)]
    public async Task A_message_that_takes_two_pieces_is_one_and_the_console_may_end_within_it(int pieces, int length, CancellationToken cancellationToken)
    {
        await LogFiles.WriteDatabaseAsync(_directory.File("logs.sqlite3"));
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.Run(new CoreLocation(0, 1, 3), new PrinterApplication { Text = "6\u001E" + new string('y', 300), Interval = TimeSpan.FromMilliseconds(5) });

        CommandRun run = await CommandRun.OfAsync(["console", Host(machine), "--port", "0", "--count", $"{pieces}", "--dictionary", _directory.File("logs.sqlite3")], cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((ExitCodes.Success, $"0,1,3: [ERROR] (old.c: 8*): it is {new string('y', length)}\n")), run.Error);
    }

    [TestCase("", "has no messages: it is no log dictionary")]
    [TestCase("5 no commas", "line 1: NUMBER,PREFIX,TEXT is expected")]
    [TestCase("x\n5,a", "line 2: NUMBER,PREFIX,TEXT is expected")]
    [TestCase("5,a,b\n5,c,d", "line 2: the number 5 is there twice")]
    [TestCase("99999999999999999999,a,b", "line 1: NUMBER,PREFIX,TEXT is expected")]
    [TestCase("\u0000SQLite", "has no messages")]
    [TestCase("SQLite format 3\0 and then nothing of it", "cannot be read as a log dictionary")]
    public async Task A_file_that_is_no_dictionary_is_told_before_anything_is_asked(string text, string message)
    {
        await File.WriteAllTextAsync(_directory.File("bad"), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

        CommandRun run = await CommandRun.OfAsync("iobuf", "127.0.0.1:1", "--dictionary", _directory.File("bad"));

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(_directory.File("bad")).And.Contain(message));
    }

    [Test]
    public async Task A_database_of_something_else_is_told()
    {
        await LogFiles.ExecuteAsync(_directory.File("other.sqlite3"), "CREATE TABLE something (id INTEGER)");
        await LogFiles.ExecuteAsync(_directory.File("odd.sqlite3"), "CREATE TABLE log (log_id, log_level, line_num, original, file_id); CREATE TABLE file (file_id, file_name, last_build); INSERT INTO log VALUES ('x', 10, 1, NULL, 1); INSERT INTO file VALUES (1, 'a.c', 1)");
        await LogFiles.ExecuteAsync(_directory.File("lacks.sqlite3"), "CREATE TABLE log (log_id INTEGER); CREATE TABLE file (file_id INTEGER)");

        CommandRun other = await CommandRun.OfAsync("iobuf", "127.0.0.1:1", "--dictionary", _directory.File("other.sqlite3"));
        CommandRun odd = await CommandRun.OfAsync("iobuf", "127.0.0.1:1", "--dictionary", _directory.File("odd.sqlite3"));
        CommandRun lacks = await CommandRun.OfAsync("iobuf", "127.0.0.1:1", "--dictionary", _directory.File("lacks.sqlite3"));

        Assert.That(new[] { other, odd, lacks }.Select(static run => (run.ExitCode, run.ErrorLines.Length)), Is.All.EqualTo((ExitCodes.Failure, 1)));
        Assert.That(other.Error, Does.Contain("neither the tables log and file, nor replacer_view"));
        Assert.That(odd.Error, Does.Contain("a message has no number or no text"));
        Assert.That(lacks.Error, Does.Contain("no such column"));
    }

    [Test]
    public async Task Wrong_usage_is_told()
    {
        CommandRun empty = await CommandRun.OfAsync("iobuf", "127.0.0.1:1", "--dictionary", "A=");
        CommandRun twice = await CommandRun.OfAsync("iobuf", "127.0.0.1:1", "--dictionary", "x", "--dictionary", "y");
        CommandRun missing = await CommandRun.OfAsync("iobuf", "127.0.0.1:1", "--dictionary", "/nowhere/at/all");

        Assert.That((empty.ExitCode, twice.ExitCode, missing.ExitCode), Is.EqualTo((ExitCodes.WrongUsage, ExitCodes.WrongUsage, ExitCodes.Failure)));
        Assert.That(twice.Error, Does.Contain("two files for the same numbers"));
    }

    private static string Host(VirtualMachine machine) => $"{machine.Boards[0].EndPoint}";

    private static async Task<VirtualMachine> StartAsync(string text, CancellationToken cancellationToken)
    {
        VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.Run(new CoreLocation(0, 0, 1), new HelloApplication { Text = text });
        return machine;
    }

    /// <summary>Prints a number, and fails.</summary>
    private sealed class ComplainingApplication : IVirtualCoreApplication
    {
        public string Name => "app";

        public void OnStart(IVirtualCore core)
        {
            core.Print("6\u001E2\n");
            core.Fail(13);
        }

        public void OnMessage(IVirtualCore core, in Wire.Sdp.SdpMessage message)
        {
            // It takes none.
        }
    }
}
