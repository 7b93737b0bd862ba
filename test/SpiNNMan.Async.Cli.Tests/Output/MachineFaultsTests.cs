using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Output;

/// <summary>What a machine lacks is told, and what its firmware always does is not called a fault. The list and the picture agree.</summary>
[Platform(Include = "Linux", Reason = "Every address of 127.0.0.0/8 is this computer's there.")]
internal sealed class MachineFaultsTests
{
    [TestCase(BoardType.Single, 0, 0, true)]
    [TestCase(BoardType.Spin3, 0, 0, true)]
    [TestCase(BoardType.Spin5, 0, 0, true)]
    [TestCase(BoardType.Spin5, 1, 1, true)]
    [TestCase(BoardType.Spin5, 1, 1, false)]
    [TestCase(BoardType.Spin5, 2, 1, true)]
    [TestCase(BoardType.Spin5, 2, 2, false)]
    [CancelAfter(120_000)]
    public async Task A_healthy_machine_lacks_nothing(BoardType board, int wide, int high, bool wraps, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(new VirtualMachineOptions { Board = board, Triads = wide > 0 ? new TriadArrangement(wide, high, wraps) : null }, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("info", $"{machine.Boards[0].EndPoint.Address}", "--picture");
        CommandRun json = await CommandRun.OfAsync("info", $"{machine.Boards[0].EndPoint.Address}", "--json");

        Assert.That(run.Out, Does.Contain("Dead chips    none").And.Contain("Dead links    none").And.Contain("Few cores     none"), run.Error);
        Assert.That(run.Out, Does.Not.Match(@"^ *\d+ .*(-\d| xx)").And.Not.Match(@"(?m)^ +\d+ +.*[x-]$"));
        Assert.That(json.Out, Does.Contain("\"deadChips\":[],\"deadLinks\":[]"));
    }

    [Test, CancelAfter(60_000)]
    public async Task The_links_that_the_firmware_switches_off_are_counted(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);
        await using VirtualMachine old = await StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), Firmware = new SoftwareVersion(3, 4, 2) }, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("info", $"{machine.Boards[0].EndPoint.Address}");
        CommandRun before = await CommandRun.OfAsync("info", $"{old.Boards[0].EndPoint.Address}");

        Assert.That(run.Out, Does.Contain("Links off     9, as on every such machine"), run.Error);
        Assert.That(before.Out, Does.Not.Contain("Links off").And.Contain("Dead links    none"), before.Error);
    }

    [Test, CancelAfter(60_000)]
    public async Task What_the_list_names_the_picture_marks(CancellationToken cancellationToken)
    {
        var options = new VirtualMachineOptions
        {
            DeadChips = [new ChipLocation(3, 3)],
            DeadLinks = [(new ChipLocation(5, 5), 0)],
            DeadCores = [.. Enumerable.Range(5, 6).Select(static core => new CoreLocation(1, 1, (byte)core))],
        };
        await using VirtualMachine machine = await StartAsync(options, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("info", $"{machine.Boards[0].EndPoint.Address}", "--picture");
        CommandRun json = await CommandRun.OfAsync("info", $"{machine.Boards[0].EndPoint.Address}", "--json");

        Assert.That(run.Out, Does.Contain("Dead chips    3,3\n").And.Contain("Dead links    5,5 link 0\n").And.Match(@"Few cores     1,1 has 1[012]\n"), run.Error);
        string[] picture = run.Out.Split('\n');
        Assert.That(picture.Single(static line => line.StartsWith("  3 ", StringComparison.Ordinal)), Does.Contain(" xx"));
        Assert.That(picture.Single(static line => line.StartsWith("  5 ", StringComparison.Ordinal)).Count(static letter => letter is '-'), Is.EqualTo(2), "both ends of the link");
        Assert.That(picture.Single(static line => line.StartsWith("  1 ", StringComparison.Ordinal)).Count(static letter => letter is '-'), Is.EqualTo(1));
        Assert.That(picture.Where(static line => line.Length > 4 && char.IsAsciiDigit(line[2]) && line[3] == ' ').Sum(static line => line.Count(static letter => letter is '-')), Is.EqualTo(3));
        Assert.That(json.Out, Does.Contain("\"deadChips\":[{\"x\":3,\"y\":3}],\"deadLinks\":[{\"x\":5,\"y\":5,\"link\":0}]"));
    }

    private static Task<VirtualMachine> StartAsync(VirtualMachineOptions options, CancellationToken cancellationToken) => VirtualMachine.StartAsync(
        options with { BindAddress = System.Net.IPAddress.Parse(LoopbackAddresses.Take()), UseTruePorts = true, AnnouncementTargets = [] }, cancellationToken);
}
