using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Cli.Demonstration;

/// <summary>The virtual board of a demonstration, and the connections of a client to it.</summary>
internal sealed class DemoBoard : IAsyncDisposable
{
    // Not as slow as a real board, and slow enough for every step of its start to be seen.
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

    /// <summary>Where the board announces itself.</summary>
    public UdpConnection Announcements { get; }

    public ScampConnection Scamp { get; }

    public BootConnection Boot { get; }

    public BmpConnection Bmp { get; }

    /// <summary>Starts a board that waits for its image, on free ports of 127.0.0.1, and connects to it.</summary>
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

        // A board needs time for each block; a virtual one does not.
        var pause = new BootConnectionOptions { Pause = TimeSpan.FromMilliseconds(1) };
        BootConnection boot = await BootConnection.OpenAsync(board.BootEndPoint, pause, cancellationToken);
        BmpConnection bmp = await BmpConnection.ConnectAsync(machine.Bmp.EndPoint, cancellationToken: cancellationToken);
        return new DemoBoard(machine, announcements, scamp, boot, bmp);
    }

    /// <summary>Waits until the board says that it waits to be booted.</summary>
    public async Task<BootAnnouncement> HearAnnouncementAsync(CancellationToken cancellationToken)
    {
        ReceivedDatagram received = await Announcements.ReceiveWithAddressAsync(TimeSpan.FromSeconds(5), cancellationToken);
        if (!received.RemoteEndPoint.Equals(Board.BootEndPoint))
            throw new CommandFailedException($"the announcement came from {received.RemoteEndPoint}, not from {Board.BootEndPoint}");

        return BootAnnouncement.TryParse(received.Data, out BootAnnouncement announcement, out var error)
            ? announcement
            : throw new CommandFailedException($"the announcement cannot be read: {error}");
    }

    /// <summary>Forgets announcements that nobody listened to.</summary>
    public async Task ForgetAnnouncementsAsync(CancellationToken cancellationToken)
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
