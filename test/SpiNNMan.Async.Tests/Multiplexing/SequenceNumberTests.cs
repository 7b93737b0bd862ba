using System.Buffers.Binary;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Tests.Multiplexing;

/// <summary>Sequence numbers have 16 bits, and replies may come very late.</summary>
internal sealed class SequenceNumberTests
{
    private const int Requests = 200_000;

    [Test, CancelAfter(180_000)]
    public async Task Replies_that_come_after_the_numbers_have_wrapped_round_never_match_another_request(CancellationToken token)
    {
        // Of one request in 97 the first reply is held back until its number has come round once or twice, and then sent.
        var world = new SimulatedWorld();
        var held = new Queue<(int Due, byte[] Reply)>();
        HashSet<uint> heldBack = [];
        int count = 0;
        await using ScriptedBoard board = world.Board(answer: request =>
        {
            count++;
            List<byte[]> replies = [];
            while (held.TryPeek(out (int Due, byte[] Reply) first) && first.Due <= count)
                replies.Add(held.Dequeue().Reply);

            byte[] reply = ScriptedBoard.Answer(request);
            uint address = BinaryPrimitives.ReadUInt32LittleEndian(request.AsSpan(14));
            if (address / 4 % 97 == 0 && heldBack.Add(address))
                held.Enqueue((count + 65_400 + (int)(address / 4 % 200), reply));
            else
                replies.Add(reply);
            return replies;
        });
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);

        int next = 0;
        await world.Time.RunUntilAsync(Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LaneAsync())), token);

        ConnectionStatistics statistics = scamp.Statistics;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(statistics.Answered, Is.EqualTo(Requests));
            Assert.That(statistics.Resent, Is.GreaterThan(Requests / 100));
            Assert.That(statistics.Late, Is.GreaterThan(Requests / 200), "held-back replies came, and were dropped");
        }

        async Task LaneAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number <= Requests)
            {
                uint address = 0x6000_0000 + (4 * (uint)number);
                uint word = await scamp.ReadWordAsync(new ChipLocation(0, 0), address, token).ConfigureAwait(false);
                if (word != BinaryPrimitives.ReadUInt32LittleEndian(ScriptedBoard.MemoryAt(address, 4)))
                    Assert.Fail($"Request {number} got the reply of another.");
            }
        }
    }

    [Test]
    public void Zero_is_never_issued_and_every_other_number_is()
    {
        var numbers = new SequenceNumbers();
        var pending = new PendingTable(8);

        HashSet<ushort> issued = [.. Enumerable.Range(0, ushort.MaxValue).Select(_ => numbers.Issue(pending, now: 0))];

        Assert.That(issued, Has.Count.EqualTo(ushort.MaxValue).And.Not.Contains((ushort)0));
    }

    [Test]
    public void A_number_with_a_reply_still_to_come_is_kept_back_until_it_has_come()
    {
        var numbers = new SequenceNumbers();
        var pending = new PendingTable(8);
        ushort owing = numbers.Issue(pending, now: 0);
        numbers.Retire(owing, repliesOwed: 2, now: 0);

        Assert.That(IssueAll(numbers, pending), Does.Not.Contain(owing));
        Assert.That((numbers.TryTakeLate(owing), numbers.TryTakeLate(owing)), Is.EqualTo((true, true)));
        Assert.That(IssueAll(numbers, pending), Does.Contain(owing));
    }

    [Test]
    public void A_number_kept_back_is_free_again_after_a_minute()
    {
        var numbers = new SequenceNumbers();
        var pending = new PendingTable(8);
        ushort owing = numbers.Issue(pending, now: 0);
        numbers.Retire(owing, repliesOwed: 1, now: 0);

        Assert.That(IssueAll(numbers, pending, TimeSpan.FromSeconds(61).Ticks), Does.Contain(owing));
        Assert.That(numbers.KeptBack, Is.Zero);
    }

    [Test]
    public void A_late_reply_settles_what_its_number_owes()
    {
        var numbers = new SequenceNumbers();
        ushort owing = numbers.Issue(new PendingTable(8), now: 0);
        numbers.Retire(owing, repliesOwed: 1, now: 0);

        Assert.That(numbers.TryTakeLate(owing), Is.True);
        Assert.That(numbers.KeptBack, Is.Zero);
    }

    [Test]
    public void A_number_a_caller_uses_itself_is_not_issued()
    {
        var numbers = new SequenceNumbers();
        var pending = new PendingTable(8);
        numbers.Reserve(5, now: 0);

        Assert.That(IssueAll(numbers, pending), Does.Not.Contain((ushort)5));
        Assert.That(numbers.TakeReserved(5), Is.True);
        Assert.That(IssueAll(numbers, pending), Does.Contain((ushort)5));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_caller_that_reserves_every_number_and_gets_no_reply_stops_nobody(CancellationToken token)
    {
        var world = new SimulatedWorld();
        bool silent = true;
        await using ScriptedBoard board = world.Board(answer: request => silent ? [] : [ScriptedBoard.Answer(request)]);
        await using ScampConnection scamp = await ScampConnection.ConnectAsync(board.EndPoint, world.Options, token);
        for (int sequence = 1; sequence <= ushort.MaxValue; sequence++)
            await scamp.SendScpRequestAsync(new ReadWord(new ChipLocation(0, 0), 0x100), (ushort)sequence, token);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        silent = false;

        // On a thread of its own: what spins cannot be cancelled.
        await Task.Run(() => world.Time.RunUntilAsync(scamp.ReadMemoryAsync(new ChipLocation(0, 0), 0x100, 100_000, token).AsTask(), token), token).WaitAsync(token);

        Assert.That(scamp.Statistics.Answered, Is.EqualTo(391));
    }

    private static HashSet<ushort> IssueAll(SequenceNumbers numbers, PendingTable pending, long now = 0) =>
        [.. Enumerable.Range(0, ushort.MaxValue).Select(_ => numbers.Issue(pending, now))];
}
