using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Streaming;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The programs of the guide about fast data.</summary>
internal sealed class StreamingSnippets
{
    [Test]
    public async Task Scope()
    {
        byte[] destination = new byte[50_000];
        byte[] data = new byte[50_000];

        // CODE_SECTION:streaming-scope:START
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint);
        var images = new StreamingImages(VirtualApplicationImage.Create("extra_monitor_s"), VirtualApplicationImage.Create("data_speed_up_p"));

        await using (MemoryStreaming streaming = await transceiver.Memory.OpenStreamingAsync(new StreamingOptions { Images = images }))
        {
            StreamingStatistics written = await streaming.WriteAsync(new ChipLocation(1, 1), 0x60300000, data);
            StreamingStatistics read = await streaming.ReadAsync(new ChipLocation(1, 1), 0x60300000, destination);
            Console.WriteLine($"{written}; {read}");
        }

        // CODE_SECTION:streaming-scope:END
        Assert.That(destination, Is.EqualTo(data));
    }

    [Test, CancelAfter(60_000)]
    public async Task Many(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        var images = new StreamingImages(VirtualApplicationImage.Create("extra_monitor_s"), VirtualApplicationImage.Create("data_speed_up_p"));
        await using MemoryStreaming streaming = await transceiver.Memory.OpenStreamingAsync(new StreamingOptions { Images = images }, cancellationToken);

        // CODE_SECTION:streaming-many:START
        StreamedRead[] blocks = [.. transceiver.Machine.Chips.Select(chip => new StreamedRead(chip.Location, 0x60300000, new byte[10_000]))];
        StreamingStatistics all = await streaming.ReadAsync(blocks, cancellationToken: cancellationToken);
        foreach (StreamingFallback fallback in all.Fallbacks)
            Console.WriteLine($"{fallback.Chip}: {fallback.Bytes} bytes by SCP, since {fallback.Reason}");

        // CODE_SECTION:streaming-many:END
        Assert.That(all.StreamedBytes, Is.EqualTo(40_000));
    }

    [Test, CancelAfter(60_000)]
    public async Task Monitors(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        var images = new StreamingImages(VirtualApplicationImage.Create("extra_monitor_s"), VirtualApplicationImage.Create("data_speed_up_p"));
        await (await transceiver.Memory.OpenStreamingAsync(new StreamingOptions { Images = images, KeepsPrograms = true }, cancellationToken)).DisposeAsync();

        // CODE_SECTION:streaming-monitors:START
        ExtraMonitors monitors = await transceiver.Memory.FindExtraMonitorsAsync(cancellationToken);
        IReadOnlyList<ChipLocation> repaired = await monitors.RepairAsync(cancellationToken);
        await monitors.SetReinjectedPacketsAsync(ReinjectedPackets.Multicast | ReinjectedPackets.FixedRoute, cancellationToken: cancellationToken);
        foreach ((ChipLocation chip, ReinjectionStatus status) in await monitors.GetStatusAsync(cancellationToken))
            Console.WriteLine($"{chip}: {status.Dropped} dropped, {status.Reinjected} sent again");

        // CODE_SECTION:streaming-monitors:END
        Assert.That(repaired, Is.Empty);
        Assert.That((await monitors.GetStatusAsync(cancellationToken)).Values.Select(static status => status.Packets), Has.All.EqualTo(ReinjectedPackets.Multicast | ReinjectedPackets.FixedRoute));
    }
}
