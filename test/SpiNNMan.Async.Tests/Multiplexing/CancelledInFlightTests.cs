using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>What callers give up still takes places of the board until it has been answered.</summary>
[CancelAfter(60_000)]
internal sealed class CancelledInFlightTests
{
    private static readonly ChipLocation s_chip = new(0, 0);

    [Test]
    public async Task After_a_cancelled_transfer_the_board_is_not_sent_more_than_it_holds([Values(1, 7, 20)] int times, CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using var board = new QueueingBoard(world, TimeSpan.FromMicroseconds(60), places: 8);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        for (int time = 0; time < times; time++)
        {
            using var cancellation = new CancellationTokenSource();
            Task cancelled = scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 1 << 20, cancellation.Token).AsTask();
            world.Time.Advance(TimeSpan.FromMilliseconds(5));
            await cancellation.CancelAsync();
            Assert.That(async () => await cancelled, Throws.InstanceOf<OperationCanceledException>());

            byte[] data = await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 20_000, token).AsTask(), token);
            Assert.That(data, Is.EqualTo(ScriptedBoard.MemoryAt(0x6000_0000, 20_000)));
        }

        Assert.That(board.Dropped, Is.Zero);
        Assert.That(scamp.Statistics.Resent, Is.Zero);
    }

    [Test]
    public async Task A_place_is_free_again_soon_if_no_answer_comes(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: static request => request[7] == 3 ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { MaxWindow = 1 }, token);
        using var cancellation = new CancellationTokenSource();
        Task mute = scamp.ReadWordAsync(new ChipLocation(3, 0), 0x6000_0000, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        Assert.That(async () => await mute, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(scamp.Statistics.InFlight, Is.Zero);

        await world.Time.RunUntilAsync(scamp.ReadWordAsync(s_chip, 0x6000_0000, token).AsTask(), token);

        Assert.That(world.Time.Elapsed, Is.InRange(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(12)));
    }
}
