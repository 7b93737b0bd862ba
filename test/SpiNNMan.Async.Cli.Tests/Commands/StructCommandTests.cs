using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Structures of the system software, field by field.</summary>
[CancelAfter(60_000)]
internal sealed class StructCommandTests
{
    private const string Definitions = """
        # A comment.
        name = sv
        size = 256
        base = 0xf5007f00
        p2p_addr v 0x00 %04x 0   # the chip
        p2p_dims v 0x02 %04x 0

        name = mine
        size = 16
        base = 0x60300000
        first l 0 %d 0
        list[3] C 4 %d 0
        __PAD C 7 %d 0
        text A8 8 %s 0
        """;

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task The_block_of_a_core_and_the_variables_of_a_chip_are_shown_by_their_names(CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario("struct HOST 1,1,3 vcpu"), cancellationToken);
        await using ScenarioBench variables = await ScenarioBench.CreateAsync(new Scenario("struct HOST 1,1 sv"), cancellationToken);

        CommandRun core = await bench.RunAsync(cancellationToken: cancellationToken);
        CommandRun field = await bench.RunAsync(["app_id"], cancellationToken: cancellationToken);
        CommandRun chip = await variables.RunAsync(cancellationToken: cancellationToken);

        Assert.That(core.Out, Does.Match(@"(?m)^cpu_state +0xe50071ae +0x07 \(7\)$").And.Match(@"(?m)^app_id +0xe50071af +0x28 \(40\)$").And.Match(@"(?m)^app_name .*""printer""").And.Not.Contain("__PAD"));
        Assert.That(field.Out, Is.EqualTo("0x28 (40)\n"));
        Assert.That(chip.Out, Does.Match(@"(?m)^clock_ms +0xf5007f10 +0x[0-9a-f]{16} \(\d+\)$").And.Match(@"(?m)^hw_ver +0xf5007f0a +0x03 \(3\)$"));
    }

    [Test]
    public async Task Definitions_come_from_a_file(CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(_directory.File("my.struct"), Definitions, cancellationToken);
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario("write HOST 1,1 0x60300000") { Input = "\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008hello\0\0\0" }, cancellationToken);
        await bench.RunAsync(cancellationToken: cancellationToken);
        string host = bench.Words[1];

        CommandRun mine = await CommandRun.OfAsync(["struct", host, "1,1", "mine", "--file", _directory.File("my.struct")], cancellationToken: cancellationToken);
        CommandRun all = await CommandRun.OfAsync(["struct", host, "1,1", "mine", "--file", _directory.File("my.struct"), "--all", "--json"], cancellationToken: cancellationToken);
        CommandRun variables = await CommandRun.OfAsync(["struct", host, "1,1", "sv", "p2p_addr", "--file", _directory.File("my.struct")], cancellationToken: cancellationToken);

        Assert.That(mine.Out.Split('\n')[1..], Is.EqualTo(new[] { "first  0x60300000  0x04030201 (67305985)", "list   0x60300004              0x05 0x06 0x07", "text   0x60300008                     \"hello\"", "" }).Using<string>(static (one, other) => string.Equals(Squeeze(one), Squeeze(other), StringComparison.Ordinal)), mine.Error);
        Assert.That(all.Out, Does.Contain("""{"schemaVersion":1,"structure":"mine","field":"list","x":1,"y":1,"address":1613758468,"numbers":[5,6,7]}""").And.Contain("\"field\":\"__PAD\"").And.Contain("\"fieldText\":\"hello\""));
        Assert.That(variables.Out, Is.EqualTo("0x0101 (257)\n"));
    }

    [TestCase("name = a\nsize = 4\nx V 2 %d 0", "field x of a ends behind the structure")]
    [TestCase("name = a\nsize = 4\nx Z 0 %d 0", "line 3: 'Z' is none of the pack letters")]
    [TestCase("name = a\nx V 0 %d 0", "structure a has no size")]
    [TestCase("x V 0 %d 0", "a structure begins with 'name = NAME'")]
    [TestCase("name = a\nsize = many", "line 2: 'many' is no number from 1 to 65536")]
    [TestCase("what is this", "line 1: a line is")]
    [TestCase("# nothing", "defines no structure")]
    public async Task A_file_that_makes_no_sense_is_told_with_its_line(string text, string message)
    {
        await File.WriteAllTextAsync(_directory.File("my.struct"), text);

        CommandRun run = await CommandRun.OfAsync("struct", "127.0.0.1:1", "0,0", "a", "--file", _directory.File("my.struct"));

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Contain("my.struct").And.Contain(message));
    }

    [TestCase("svv", "There is no structure svv. Did you mean sv?")]
    [TestCase("vcpu app_idd", "vcpu has no field app_idd. Did you mean app_id?")]
    public async Task A_name_that_is_not_there_is_told_with_the_nearest(string words, string message)
    {
        CommandRun run = await CommandRun.OfAsync(["struct", "127.0.0.1:1", "0,0,1", .. words.Split(' ')]);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    private static string Squeeze(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
