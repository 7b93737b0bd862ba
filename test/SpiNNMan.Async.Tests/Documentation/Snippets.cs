// CODE_SECTION:getting-started-usings:START
using System.Text;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Sdp;
// CODE_SECTION:getting-started-usings:END

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The programs that the pages show, between the marks. They run as tests.</summary>
internal sealed class Snippets
{
    [Test]
    public async Task First_words()
    {
        // CODE_SECTION:first-words:START
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint);

        VersionInfo version = await scamp.GetVersionAsync();
        ChipSummaryInfo chip = await scamp.GetChipInfoAsync(new ChipLocation(3, 4));
        Console.WriteLine($"{version}; {chip.CoreCount} cores on (3, 4)");

        // CODE_SECTION:first-words:END
        Assert.That((version.Core.Chip, chip.CoreCount), Is.EqualTo((new ChipLocation(0, 0), 18)));
    }

    [Test]
    public async Task Any_command()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint);

        // CODE_SECTION:any-command:START
        SdramSpace space = await scamp.ExecuteAsync(new SdramGetSpace(new ChipLocation(0, 1)));
        await scamp.ExecuteAsync(new FillMemory(new ChipLocation(0, 1), 0x60300000, 0xDEADBEEF, 1024));

        // CODE_SECTION:any-command:END
        Assert.That(space.Free, Is.GreaterThan(0));
        Assert.That(await scamp.ReadWordAsync(new ChipLocation(0, 1), 0x603003FC), Is.EqualTo(0xDEADBEEF));
    }

    [Test, CancelAfter(30_000)]
    public async Task Memory(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint, cancellationToken);

#pragma warning disable CA2016 // A page shows the shorter call too.
        // CODE_SECTION:memory:START
        byte[] data = new byte[100_000];
        var progress = new Progress<TransferProgress>(done => Console.Write(done.BytesDone == done.BytesTotal ? '!' : '.'));
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await scamp.WriteMemoryAsync(new ChipLocation(1, 1), 0x60300000, data, progress);
        await scamp.ReadMemoryAsync(new ChipLocation(1, 1), 0x60300000, data, progress, stop.Token);

        // CODE_SECTION:memory:END
#pragma warning restore CA2016
        Assert.That(scamp.Statistics.Answered, Is.EqualTo(2 * 391));
    }

    [Test]
    public async Task Many_at_once()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint);

        // CODE_SECTION:many-at-once:START
        IEnumerable<Task<ChipSummaryInfo>> asking = machine.Boards[0].Chips.Select(chip => scamp.GetChipInfoAsync(chip.Location).AsTask());
        ChipSummaryInfo[] chips = await Task.WhenAll(asking);

        // CODE_SECTION:many-at-once:END
        Assert.That(chips, Has.Length.EqualTo(48));
    }

    [Test]
    public async Task Messages()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint);

        // CODE_SECTION:messages:START
        var core = new CoreLocation(0, 0, 1);
        machine.Run(core, new EchoApplication());
        await using Subscription<SdpMessage> messages = scamp.SubscribeAsync();

        var header = new SdpHeader(SdpFlags.ReplyExpected, SdpHeader.NoTag, new SdpEndpoint(core, port: 1), default);
        await scamp.SendSdpMessageAsync(new SdpMessage(header, "hello"u8.ToArray()));
        await foreach (SdpMessage message in messages)
        {
            Console.WriteLine(Encoding.ASCII.GetString(message.Data.Span));
            break;
        }

        // CODE_SECTION:messages:END
        Assert.That(messages.Dropped, Is.Zero);
    }

    [Test]
    public async Task Booting()
    {
        // CODE_SECTION:booting:START
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Booted = false });
        VirtualBoard board = machine.Boards[0];
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint);
        await using BootConnection rom = await BootConnection.OpenAsync(board.BootEndPoint);

        BootImage image = new(VirtualBootImage.Create());   // a real board needs a real one: see BootImage.WhereToFindOne
        BootResult booted = await BoardBooter.BootAsync(scamp, rom, image);
        MachineSurvey survey = await MachineSurvey.TakeAsync(scamp);
        Console.WriteLine($"{booted.Version}: {survey.Chips.Count} chips, {survey.CoreCount} cores");

        // CODE_SECTION:booting:END
        Assert.That(survey.Chips, Has.Count.EqualTo(48));
    }

    [Test]
    public async Task Faults()
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint);

        // CODE_SECTION:faults:START
        machine.Faults = new FaultOptions { Ingress = new LinkFaults { Loss = 0.01 }, Egress = new LinkFaults { Loss = 0.01 } };
        byte[] data = await scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x60300000, 1 << 20);
        ConnectionStatistics did = scamp.Statistics;
        Console.WriteLine($"{did.Sent} requests, {did.Resent} sent again");

        // CODE_SECTION:faults:END
        Assert.That((data.Length, did.Sent), Is.EqualTo((1 << 20, 4096)));
    }
}
