using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.SourcePlaces;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands.Programs;

/// <summary>Cores that failed, and cores that live, are found in the source of their program.</summary>
[CancelAfter(120_000)]
internal sealed class SourcePlaceTests
{
    private const uint User0OfFirst = 0xe5007080 + 0x70;

    private static readonly string s_programs = Repository.PathTo("test", "Programs", "Applications");

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [TestCase(2, "UndefinedInstruction", "__asm__ volatile(\".word 0xe7f000f0\")")]
    [TestCase(3, "SupervisorCall", "__asm__ volatile(\"swi 7\")")]
    [TestCase(5, "DataAbort", "*(volatile u32 *)0x90000000 = 1")]
    public async Task A_core_that_failed_is_told_with_the_line_where_it_did(int how, string error, string statement, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.WriteMemory(default, User0OfFirst, [(byte)how, 0, 0, 0]);
        int line = LineOf("fails.c", statement);

        CommandRun run = await CommandRun.OfAsync("run", Host(machine), Program("fails.aplx"), "--cores", "0,0,1", "--timeout", "30");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain(error).And.Match(@$"(?m)^0,0,1 in its program:\n    pc    0x[0-9a-f]{{8}} \S+ \(\S*fails\.c:{line}\)\n    The stack"), "the ELF file beside the image");
        Assert.That(run.Error, Does.Contain("The stack is not shown. It does not answer"));
    }

    [Test]
    public async Task For_programs_the_places_are_in_the_document(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.WriteMemory(default, User0OfFirst, [5, 0, 0, 0]);

        CommandRun run = await CommandRun.OfAsync("run", Host(machine), Program("fails.aplx"), "--cores", "0,0,1", "--timeout", "30", "--json");

        JsonElement failure = JsonDocument.Parse(run.Out).RootElement.GetProperty("failures")[0];
        JsonElement pc = failure.GetProperty("places")[0];
        Assert.That((pc.GetProperty("place").GetString(), pc.GetProperty("line").GetString()), Is.EqualTo(("pc", pc.GetProperty("line").GetString())));
        Assert.That(pc.GetProperty("line").GetString(), Does.EndWith($"fails.c:{LineOf("fails.c", "*(volatile u32 *)0x90000000 = 1")}"));
        Assert.That(failure.GetProperty("stackProblem").GetString(), Does.StartWith("It does not answer"));
    }

    [Test]
    public async Task A_living_core_is_asked_and_its_stack_tells_who_called_whom(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await StartDeepAsync(machine, cancellationToken);

        CommandRun list = await RunUntilAsync(["ps", Host(machine), "--elf", Program("deep.elf")], "    pc    ", "probably a caller", cancellationToken);
        CommandRun json = await RunUntilAsync(["ps", Host(machine), "--elf", Program("deep.elf"), "--json"], "\"pc\"", "\"stack\"", cancellationToken);

        Assert.That(list.ExitCode, Is.EqualTo(ExitCodes.Success), list.Error);
        Assert.That(list.Out, Does.Match(@$"(?m)^    pc    0x[0-9a-f]{{8}} inner \(\S*deep\.c:{LineOf("deep.c", "while (1) sum += by;")}\)$"));
        AssertCalls(list.Out);
        JsonElement[] places = [.. JsonDocument.Parse(json.Out).RootElement.GetProperty("places").EnumerateArray()];
        Assert.That(places[0].GetProperty("function").GetString(), Is.EqualTo("inner"));
        Assert.That(places.Count(static place => place.GetProperty("place").GetString() is "stack"), Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public async Task A_core_that_failed_and_answers_has_its_stack_from_its_pointer_on(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.WriteMemory(default, User0OfFirst, [1, 0, 0, 0]);

        string id = await StartDeepAsync(machine, cancellationToken);
        CommandRun wait = await CommandRun.OfAsync("wait", Host(machine), id, "--timeout", "30", "--elf", Program("deep.elf"));

        Assert.That(wait.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(wait.Error, Does.Match(@$"(?m)^    lr    0x[0-9a-f]{{8}} inner \(\S*deep\.c:{LineOf("deep.c", "surrender();")}\)$"));
        Assert.That(wait.Error, Does.Not.Contain("The stack is not shown"));
        Assert.That(CallersOf(wait.Error)[..4], Is.EqualTo(new[] { "inner", "middle", "outer", "run" }));
    }

    [Test]
    public async Task Only_the_first_cores_of_a_list_are_asked(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await StartDeepAsync(machine, cancellationToken, "0,0,1-10");

        CommandRun list = await CommandRun.OfAsync("ps", Host(machine), "--elf", Program("deep.elf"));

        Assert.That(list.Out.Split("in its program:").Length - 1, Is.EqualTo(PlaceReader.MostCores));
        Assert.That(list.Error, Does.Contain("2 further cores were not asked; --cores names others."));
    }

    [Test]
    public async Task A_file_that_is_no_program_is_told_if_it_was_named_and_warned_of_otherwise(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        File.Copy(Program("first.aplx"), _directory.File("first.aplx"));
        await File.WriteAllTextAsync(_directory.File("first.elf"), "no program", cancellationToken);

        CommandRun named = await CommandRun.OfAsync("ps", "127.0.0.1:1", "--elf", _directory.File("first.elf"));
        CommandRun beside = await CommandRun.OfAsync("run", Host(machine), _directory.File("first.aplx"), "--cores", "0,0,1");
        CommandRun summary = await CommandRun.OfAsync("ps", "127.0.0.1:1", "--elf", "x", "--summary");

        Assert.That((named.ExitCode, beside.ExitCode, summary.ExitCode), Is.EqualTo((ExitCodes.Failure, ExitCodes.Success, ExitCodes.WrongUsage)), beside.Error);
        Assert.That(named.Error, Does.Contain("This is no ELF file"));
        Assert.That(beside.ErrorLines[0], Does.StartWith("warning: the ELF file beside the image is not used: ").And.EndsWith("This is no ELF file: it does not begin as one."));
    }

    [TestCase("40000c000800000000000000000000000000410000000000", 0x0040E000u, 8192)]
    [TestCase("4000100020000000000000000000000000004100addeadde", 0x0040F640u, 2496)]
    [TestCase("ffffffffffff0000000000000000000000004100addeadde", 0x0040E000u, 8192)]
    public void The_area_of_the_stacks_follows_from_the_table_of_the_library(string table, uint first, int length) =>
        Assert.That(StackArea.FromTable(Convert.FromHexString(table)), Is.EqualTo(new StackArea(first, length)));

    [TestCase(0x0040E7F0u, 0x0040E7F0u, 4096)]
    [TestCase(0x0040FFF0u, 0x0040FFF0u, 16)]
    public void A_stack_goes_from_its_pointer_up(uint pointer, uint first, int length) => Assert.That(StackArea.FromPointer(pointer), Is.EqualTo(new StackArea(first, length)));

    [TestCase(0u)]
    [TestCase(0x00410000u)]
    [TestCase(0x0040E7F2u)]
    public void A_pointer_that_leads_nowhere_is_no_stack(uint pointer) => Assert.That(StackArea.FromPointer(pointer), Is.Null);

    private static string Host(VirtualMachine machine) => $"{machine.Boards[0].EndPoint}";

    private static string Program(string name) => Path.Combine(s_programs, name);

    /// <summary>The number of the line that has a statement.</summary>
    private static int LineOf(string file, string statement) => Array.FindIndex(File.ReadAllLines(Program(file)), line => line.Contains(statement, StringComparison.Ordinal)) + 1;

    private static async Task<string> StartDeepAsync(VirtualMachine machine, CancellationToken cancellationToken, string cores = "0,0,1")
    {
        CommandRun load = await CommandRun.OfAsync(["load", Host(machine), Program("deep.aplx"), "--cores", cores, "--start"], cancellationToken: cancellationToken);
        Assert.That(load.ExitCode, Is.EqualTo(ExitCodes.Success), load.Error);
        string id = load.Out.Trim();
        await CommandRun.OfAsync(["wait", Host(machine), id, "running", "--timeout", "30"], cancellationToken: cancellationToken);
        return id;
    }

    /// <summary>Runs a command until its output has two texts: on a busy computer, a core may not answer in time.</summary>
    private static async Task<CommandRun> RunUntilAsync(string[] words, string one, string other, CancellationToken cancellationToken)
    {
        while (true)
        {
            CommandRun run = await CommandRun.OfAsync(words, cancellationToken: cancellationToken);
            if (run.ExitCode != ExitCodes.Success || (run.Out.Contains(one, StringComparison.Ordinal) && run.Out.Contains(other, StringComparison.Ordinal)))
                return run;

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The functions of the probable callers, from the newest on.</summary>
    private static string[] CallersOf(string text) =>
        [.. text.Split('\n').Where(static line => line.EndsWith(", probably a caller", StringComparison.Ordinal)).Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2])];

    private static void AssertCalls(string text)
    {
        string[] callers = CallersOf(text);
        int middle = Array.IndexOf(callers, "middle");
        Assert.That(middle, Is.GreaterThanOrEqualTo(0), text);
        Assert.That(callers[middle..(middle + 3)], Is.EqualTo(new[] { "middle", "outer", "run" }), text);
    }
}
