using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Connections;

/// <summary>That options work at the very ends of their ranges.</summary>
[CancelAfter(60_000)]
internal sealed class ExtremeTimesTests
{
    [Test]
    public async Task Times_at_their_bounds_work([Values] bool longest, CancellationToken token)
    {
        var world = new SimulatedWorld();
        TimeSpan value = longest ? OptionChecks.LongestTime : OptionChecks.ShortestTime;
        int count = 0;
        await using ScriptedBoard board = world.Board(answer: request => ++count % 3 == 0 ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(
            board.EndPoint,
            world.Options with
            {
                TimeProvider = new LeapingTime(world.Time),
                InitialTimeout = value,
                MinTimeout = value,
                MaxTimeout = value,
                GiveUpAfter = OptionChecks.LongestTime,
            },
            token);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x100, 20 * 256, token).AsTask(), token);
        Task<uint>[] readings = [.. Enumerable.Range(0, 20).Select(_ => scamp.ReadWordAsync(new ChipLocation(0, 0), 0x100, token).AsTask())];
        await world.Time.RunUntilAsync(Task.WhenAll(readings), token);
    }
}
