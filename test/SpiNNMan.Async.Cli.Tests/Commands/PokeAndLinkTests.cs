using System.Text;
using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Single values in memory, and memory of a neighbour through a link.</summary>
[CancelAfter(60_000)]
internal sealed class PokeAndLinkTests
{
    private const uint Address = 0x6030_0000;

    private static readonly ChipLocation s_neighbour = new(1, 1);

    [TestCase("0x60300004 0x12345678", "0000000078563412", "Wrote 0x12345678 to 0x60300004 of 1,1,0.")]
    [TestCase("0x60300006 4660 --size 2", "0000000000003412", "Wrote 0x1234 to 0x60300006 of 1,1,0.")]
    [TestCase("0x60300007 0xff --size 1", "00000000000000ff", "Wrote 0xFF to 0x60300007 of 1,1,0.")]
    public async Task A_value_is_written_with_its_low_byte_first_and_nothing_beside_it(string words, string memory, string message, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["poke", $"{machine.Boards[0].EndPoint}", "1,1", .. words.Split(' ')], cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, run.Out, run.Error), Is.EqualTo((ExitCodes.Success, "", message + "\n")));
        Assert.That(Convert.ToHexStringLower(Read(machine, s_neighbour, 8)), Is.EqualTo(memory));
    }

    [TestCase("0x60300002 1", "0x60300002 is no multiple of 4")]
    [TestCase("0x60300001 1 --size 2", "0x60300001 is no multiple of 2")]
    [TestCase("0x60300000 256 --size 1", "'256' does not fit 1 byte")]
    [TestCase("0x60300000 0x10000 --size 2", "'0x10000' does not fit 2 bytes")]
    [TestCase("0x60300000 0x100000000", "is not a word")]
    [TestCase("0x60300000 1 --size 3", "'3'")]
    [TestCase("60300000 1", "Did you mean 0x60300000, in SDRAM?")]
    [TestCase("0x68000000 1", "in no memory of a chip that is known to be safe")]
    [TestCase("0x400000 1", "the monitor of 1,1 itself runs with")]
    public async Task What_makes_no_sense_is_wrong_usage_before_anything_is_sent(string words, string message)
    {
        CommandRun run = await CommandRun.OfAsync(["poke", "127.0.0.1:1", "1,1", .. words.Split(' ')]);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test]
    public async Task Memory_of_a_core_is_that_of_its_own(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun poke = await CommandRun.OfAsync("poke", host, "1,1,3", "0x400010", "7", "--json");
        CommandRun three = await CommandRun.OfAsync("read", host, "1,1,3", "0x400010", "4");
        CommandRun four = await CommandRun.OfAsync("read", host, "1,1,4", "0x400010", "4");

        JsonElement written = JsonDocument.Parse(poke.Out).RootElement;
        Assert.That((written.GetProperty("core").GetInt32(), written.GetProperty("bytes").GetInt32(), written.GetProperty("value").GetInt64()), Is.EqualTo((3, 4, 7L)));
        Assert.That((three.Bytes[0], four.Bytes[0]), Is.EqualTo(((byte)7, (byte)0)));
    }

    [TestCase("1")]
    [TestCase("NE")]
    [TestCase("north-east")]
    public async Task The_memory_of_a_neighbour_is_written_and_read_though_its_monitor_is_dead(string link, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";
        CommandRun dead = await CommandRun.OfAsync("read", host, "1,1", "0x03938700", "4", "--force");

        CommandRun write = await CommandRun.OfAsync(["link", "write", host, "0,0", link, "0x60300003"], input: Encoding.ASCII.GetBytes("beyond"), cancellationToken: cancellationToken);
        CommandRun read = await CommandRun.OfAsync("link", "read", host, "0,0", link, "0x60300002", "8");
        CommandRun hex = await CommandRun.OfAsync("link", "read", host, "0,0", link, "0x60300003", "6", "--hex");

        Assert.That((dead.ExitCode, write.ExitCode, read.ExitCode), Is.EqualTo((ExitCodes.Failure, ExitCodes.Success, ExitCodes.Success)), write.Error + read.Error);
        Assert.That(write.Error, Does.Match("^Wrote 6 bytes to chip 1,1, north-east of 0,0, in .+\\.\n$"));
        Assert.That(read.Bytes, Is.EqualTo("\0beyond\0"u8.ToArray()));
        Assert.That(hex.Out, Does.StartWith("60300003  62 65 79 6f 6e 64").And.EndsWith("|beyond|\n"));
        Assert.That(Read(machine, s_neighbour, 12)[3..9], Is.EqualTo("beyond"u8.ToArray()));
    }

    [TestCase("up 0x60300000 4", "'up' is no link: write 0 to 5")]
    [TestCase("6 0x60300000 4", "'6' is no link")]
    [TestCase("0 0x400000 4", "is in data memory, which each core has for itself: no link leads there")]
    [TestCase("0 0x68000000 4", "in no memory of a chip that is known to be safe")]
    [TestCase("0 0x67FFFFFC 8", "past the end of SDRAM")]
    public async Task A_place_that_no_link_leads_to_is_wrong_usage(string words, string message)
    {
        CommandRun run = await CommandRun.OfAsync(["link", "read", "127.0.0.1:1", "0,0", .. words.Split(' ')]);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test]
    public async Task A_link_that_leads_nowhere_or_does_not_work_is_told(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun nowhere = await CommandRun.OfAsync("link", "read", host, "0,0", "west", "0x60300000", "4");
        CommandRun edge = await CommandRun.OfAsync("link", "read", host, "0,3", "west", "0x60300000", "4");
        CommandRun none = await CommandRun.OfAsync("link", "read", host, "7,0", "west", "0x60300000", "4");
        CommandRun tooMuch = await CommandRun.OfAsync(["link", "write", host, "0,0", "east", "0x67FFFFFC"], input: new byte[8], cancellationToken: cancellationToken);

        Assert.That(new[] { nowhere, edge, none, tooMuch }.Select(static run => (run.ExitCode, run.ErrorLines.Length)), Is.All.EqualTo((ExitCodes.Failure, 1)));
        Assert.That(nowhere.Error, Does.Contain("No chip is behind the link west of chip 0,0"));
        Assert.That(edge.Error, Does.Contain("The link west of chip 0,3 does not work, or leads nowhere"));
        Assert.That(none.Error, Does.Contain("no chip 7,0"));
        Assert.That(tooMuch.Error, Does.Contain("past the end of SDRAM"));
    }

    private static byte[] Read(VirtualMachine machine, ChipLocation chip, int length)
    {
        var bytes = new byte[length];
        machine.ReadMemory(chip, Address, bytes);
        return bytes;
    }
}
