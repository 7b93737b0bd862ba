using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>When replies to later requests show that one is lost, and when they do not.</summary>
[CancelAfter(60_000)]
internal sealed class FastRetransmitTests
{
    private static readonly ChipLocation s_chip = new(0, 0);

    [Test]
    public void As_many_as_the_options_say_are_needed_and_more_than_were_seen_to_overtake()
    {
        var tolerance = new ReorderingTolerance(4);
        Assert.That((tolerance.IsExceededBy(3), tolerance.IsExceededBy(4), tolerance.IsInOrder), Is.EqualTo((false, true, true)));

        tolerance.OnAnswered(overtakenBy: 6);

        Assert.That((tolerance.IsExceededBy(6), tolerance.IsExceededBy(7), tolerance.IsInOrder), Is.EqualTo((false, true, false)));
    }

    [Test]
    public void A_mistake_widens_it_and_order_narrows_it_again()
    {
        var tolerance = new ReorderingTolerance(4);
        tolerance.OnSpuriousRetransmit();
        int wide = tolerance.Threshold;
        Assert.That(wide, Is.GreaterThan(4));

        for (int index = 0; index < 10_000; index++)
            tolerance.OnAnswered(overtakenBy: 0);

        Assert.That((tolerance.Threshold, tolerance.IsInOrder), Is.EqualTo((4, true)));
    }

    [Test]
    public void None_is_enough_if_only_time_may_resend()
    {
        var tolerance = new ReorderingTolerance(0);
        tolerance.OnSpuriousRetransmit();
        tolerance.OnAnswered(overtakenBy: 100);

        Assert.That((tolerance.IsExceededBy(1000), tolerance.IsInOrder, tolerance.Threshold), Is.EqualTo((false, false, 0)));
    }

    [Test]
    public async Task One_lost_among_the_last_is_sent_again_without_waiting_for_its_time([Range(93, 99)] int lost, CancellationToken token)
    {
        var world = new SimulatedWorld();
        int count = 0;
        await using ScriptedBoard board = world.Board(answer: request => ++count == lost ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 100 * 256, token).AsTask(), token);

        Assert.That((scamp.Statistics.ResentWhenOvertaken, scamp.Statistics.ResentAfterTimeout), Is.EqualTo((1, 0)));
        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromMilliseconds(3)));
    }

    [Test]
    public async Task A_resend_that_is_lost_as_well_is_sent_again_on_evidence(CancellationToken token)
    {
        var world = new SimulatedWorld();
        var seen = new Dictionary<ushort, int>();
        await using ScriptedBoard board = world.Board(answer: request =>
        {
            ushort sequence = ScriptedBoard.SequenceOf(request);
            seen[sequence] = seen.GetValueOrDefault(sequence) + 1;
            return sequence == 20 && seen[sequence] < 3 ? [] : [ScriptedBoard.Answer(request)];
        });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 100 * 256, token).AsTask(), token);

        Assert.That((scamp.Statistics.ResentWhenOvertaken, scamp.Statistics.ResentAfterTimeout), Is.EqualTo((2, 0)));
        Assert.That(world.Time.Elapsed, Is.LessThan(TimeSpan.FromMilliseconds(3)));
    }

    [Test]
    public async Task What_must_not_be_repeated_is_not_sent_again_however_many_overtake_it(CancellationToken token)
    {
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(
            answer: request => ScriptedBoard.CommandOf(request) == ScpCommand.Read ? [ScriptedBoard.Answer(request)] : []);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        Task<uint> allocating = scamp.ExecuteAsync(new SdramAllocate(s_chip, 30, 1024), token).AsTask();

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 100 * 256, token).AsTask(), token);

        Assert.That(allocating.IsCompleted, Is.False);
        Assert.That(scamp.Statistics.Resent, Is.Zero);
    }

    [Test]
    public async Task A_pause_of_the_board_leads_to_one_resend_and_not_to_a_window_of_them([Values(8, 32)] int window, CancellationToken token)
    {
        var world = new SimulatedWorld();
        int count = 0;
        ScriptedBoard? board = null;
        bool paused = false;
        var held = new List<byte[]>();
        board = world.Board(answer: request =>
        {
            if (++count == 500)
            {
                paused = true;
                ITimer? timer = null;
                timer = world.Time.CreateTimer(
                    _ =>
                    {
                        paused = false;
                        foreach (byte[] reply in held)
                            board!.Send(reply, board.Client!);
                        timer!.Dispose();
                    },
                    null, TimeSpan.FromMilliseconds(16), Timeout.InfiniteTimeSpan);
            }

            if (!paused)
                return [ScriptedBoard.Answer(request)];

            held.Add(ScriptedBoard.Answer(request));
            return [];
        });
        await using ScriptedBoard disposing = board;
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options with { MaxWindow = window }, token);

        await world.Time.RunUntilAsync(scamp.ReadMemoryAsync(s_chip, 0x6000_0000, 1000 * 256, token).AsTask(), token);

        Assert.That((scamp.Statistics.Resent, scamp.Statistics.ResentNeedlessly), Is.EqualTo((1, 1)));
        Assert.That(scamp.Statistics.WindowReductions, Is.Zero);
    }
}
