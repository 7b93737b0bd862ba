using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Wire.Bmp;

namespace SpiNNMan.Async.Tests.Executed;

/// <summary>Packets of programs that execute, over the links between boards, which go through their FPGAs.</summary>
[CancelAfter(60_000)]
internal sealed class BoardLinkTests
{
    private const byte Application = 77;

    // The first link of the eastern edge of the first board, and where it leads.
    private const int EasternFpga = 0;
    private static readonly ChipLocation s_edge = new(7, 3);
    private static readonly ChipLocation s_beyond = new(8, 3);

    [Test]
    public async Task A_stopped_edge_carries_no_packets_away_from_its_board_until_it_may_again(CancellationToken cancellationToken)
    {
        await using Bench bench = await Bench.OpenAsync(cancellationToken, new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) });
        await RouteAsync(bench, s_edge, link: 0, s_beyond);
        CoreLocation outside = await ReceiveAsync(bench, s_beyond);
        CoreLocation inside = await ReceiveAsync(bench, s_edge);
        await SetStopAsync(bench, 1, cancellationToken);

        await SendAsync(bench, s_edge);
        Assert.That(bench.UserOf(outside, 1), Is.Zero, "away from the board");

        await RouteAsync(bench, s_beyond, link: 3, s_edge);
        await SendAsync(bench, s_beyond);
        Assert.That(bench.UserOf(inside, 1), Is.EqualTo(4), "the other way");

        await SetStopAsync(bench, 0, cancellationToken);
        await RouteAsync(bench, s_edge, link: 0, s_beyond);
        await SendAsync(bench, s_edge);
        Assert.That(bench.UserOf(outside, 1), Is.EqualTo(4), "away from the board again");
    }

    private static async Task RouteAsync(Bench bench, ChipLocation from, int link, ChipLocation to)
    {
        await bench.RunAsync(bench.Transceiver.Routing.ClearAsync(Application, [from, to]));
        await bench.RouteAsync(Application, from, 0x1234, 1u << link, 0xfffffffe);
        await bench.RouteAsync(Application, to, 0x1234, 0x40u << 3, 0xfffffffe);
        bench.SetWord(from, 0xe1000084, 1u << link);
        bench.SetWord(to, 0xe1000084, 0x40u << 3);
    }

    private static async Task<CoreLocation> ReceiveAsync(Bench bench, ChipLocation chip)
    {
        var core = new CoreLocation(chip, 3);
        await bench.StartAsync("packets", [core], argument: 1);
        bench.WaitFor(core, CoreState.Running);
        return core;
    }

    private static async Task SendAsync(Bench bench, ChipLocation chip)
    {
        var core = new CoreLocation(chip, 1);
        await bench.StartAsync("packets", [core]);
        bench.WaitFor(core, CoreState.Finished);
        bench.Wait(1);
    }

    private static async Task SetStopAsync(Bench bench, uint value, CancellationToken cancellationToken)
    {
        var options = new BmpConnectionOptions { Network = bench.Machine.World.Network, TimeProvider = bench.Machine.World.Time, RunContinuationsAsynchronously = false };
        await using BmpConnection bmp = await BmpConnection.ConnectAsync(bench.Virtual.Bmp.EndPoint, options, cancellationToken);
        await bench.RunAsync(bmp.ExecuteAsync(new WriteFpgaRegister(EasternFpga, FpgaRegisters.Stop(0), value, board: 0), cancellationToken).AsTask());
    }
}
