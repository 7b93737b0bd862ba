using System.Net;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Cli.Demonstration;

/// <summary>The virtual board of a demonstration, and the connections of a client to it.</summary>
internal sealed class DemoBoard : IAsyncDisposable
{
    // The board is faster than a real one, but slow enough that a client sees every step of its start.
    private static readonly BootTiming s_bootTiming = BootTiming.Compressed with { LinkTest = TimeSpan.FromMilliseconds(400) };
    private static readonly TimeSpan s_announcementInterval = TimeSpan.FromMilliseconds(100);

    private DemoBoard(VirtualMachine machine, UdpConnection announcements, ScampConnection scamp, BootConnection boot, BmpConnection bmp)
    {
        Machine = machine;
        Announcements = announcements;
        Scamp = scamp;
        Boot = boot;
        Bmp = bmp;
    }

    public VirtualMachine Machine { get; }

    public VirtualBoard Board => Machine.Boards[0];

    /// <summary>The connection that receives the announcements of the board.</summary>
    public UdpConnection Announcements { get; }

    public ScampConnection Scamp { get; }

    public BootConnection Boot { get; }

    public BmpConnection Bmp { get; }

    /// <summary>Starts a board that waits for a boot image, on free ports of 127.0.0.1, and connects to it.</summary>
    public static async Task<DemoBoard> StartAsync(ulong seed, CancellationToken cancellationToken)
    {
        UdpConnection announcements = await UdpConnection.OpenAsync(
            options: new ConnectionOptions { LocalHost = IPAddress.Loopback.ToString() }, cancellationToken: cancellationToken);
        VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Board = BoardType.Spin5,
                Booted = false,
                Seed = seed,
                BootTiming = s_bootTiming,
                AnnouncementTargets = [new IPEndPoint(IPAddress.Loopback, announcements.LocalPort)],
                AnnouncementInterval = s_announcementInterval,
            },
            cancellationToken);
        VirtualBoard board = machine.Boards[0];
        ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, cancellationToken: cancellationToken);

        // A real board needs time for each block. A virtual board does not.
        var pause = new BootConnectionOptions { Pause = TimeSpan.FromMilliseconds(1) };
        BootConnection boot = await BootConnection.OpenAsync(board.BootEndPoint, pause, cancellationToken);
        BmpConnection bmp = await BmpConnection.ConnectAsync(machine.Bmp.EndPoint, cancellationToken: cancellationToken);
        return new DemoBoard(machine, announcements, scamp, boot, bmp);
    }

    /// <summary>Waits until the board announces that it waits to be booted.</summary>
    public async Task<BootAnnouncement> ReceiveAnnouncementAsync(CancellationToken cancellationToken)
    {
        ReceivedDatagram received = await Announcements.ReceiveWithAddressAsync(TimeSpan.FromSeconds(5), cancellationToken);
        if (!received.RemoteEndPoint.Equals(Board.BootEndPoint))
            throw new CommandFailedException($"the announcement came from {received.RemoteEndPoint}, not from {Board.BootEndPoint}");

        return BootAnnouncement.TryParse(received.Data, out BootAnnouncement announcement, out var error)
            ? announcement
            : throw new CommandFailedException($"the announcement cannot be read: {error}");
    }

    /// <summary>Discards the announcements that have arrived.</summary>
    public async Task DiscardAnnouncementsAsync(CancellationToken cancellationToken)
    {
        while (await Announcements.IsReadyToReceiveAsync(TimeSpan.Zero, cancellationToken))
            await Announcements.ReceiveAsync(TimeSpan.Zero, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Bmp.DisposeAsync();
        await Boot.DisposeAsync();
        await Scamp.DisposeAsync();
        await Machine.DisposeAsync();
        await Announcements.DisposeAsync();
    }
}
