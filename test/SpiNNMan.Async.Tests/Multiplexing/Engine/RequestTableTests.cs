using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Multiplexing.Engine;

/// <summary>Every state of a request meets every event, for requests that may be repeated and for those that may not.</summary>
internal sealed class RequestTableTests
{
    private const string Nothing = "nothing";

    /// <summary>What can happen to a request, from outside.</summary>
    public enum Event
    {
        Sent,
        Answered,
        RefusedForNow,
        AnsweredTwice,
        RefusedTwice,
        TimedOut,
        TimedOutWithUnread,
        Overtaken,
        PolicyEnds,
        PolicyThrows,
        Cancelled,
        Unreachable,
        SendError,
        SocketThrows,
        Closed,
    }

    /// <summary>Where a request is when it happens.</summary>
    public enum Where
    {
        Queued,
        InOutbox,
        Sending,
        InFlight,
        RecoveringUnsent,
        Recovering,
        Refused,
        Answered,
        Cancelled,
    }

    /// <summary>The table: what comes of each event in each state. A slash parts requests that may be repeated from those that may not.</summary>
    private const string Table =
        """
                            |Queued            |InOutbox          |Sending           |InFlight          |RecoveringUnsent  |Recovering        |Refused           |Answered          |Cancelled
        Sent                |nothing           |sent              |nothing           |nothing           |sent              |nothing           |nothing           |nothing           |nothing
        Answered            |nothing           |answered          |answered          |answered          |answered          |answered          |answered          |nothing           |nothing
        RefusedForNow       |nothing           |recovers          |recovers          |recovers          |hears             |hears             |hears             |nothing           |nothing
        AnsweredTwice       |nothing           |answered          |answered          |answered          |answered          |answered          |answered          |nothing           |nothing
        RefusedTwice        |nothing           |recovers          |recovers          |recovers          |hears             |hears             |hears             |nothing           |nothing
        TimedOut            |nothing           |nothing           |recovers/fails    |recovers/fails    |nothing           |nothing           |nothing           |nothing           |nothing
        TimedOutWithUnread  |nothing           |nothing           |nothing           |nothing           |nothing           |nothing           |nothing           |nothing           |nothing
        Overtaken           |nothing           |nothing           |recovers/nothing  |recovers/nothing  |nothing           |hears/nothing     |nothing           |nothing           |nothing
        PolicyEnds          |nothing           |nothing           |nothing           |nothing           |fails             |fails             |fails             |nothing           |nothing
        PolicyThrows        |nothing           |nothing           |nothing           |nothing           |fails             |fails             |fails             |nothing           |nothing
        Cancelled           |fails             |fails             |fails             |fails             |fails             |fails             |fails             |nothing           |nothing
        Unreachable         |nothing           |fails             |fails             |fails             |fails             |fails             |fails             |nothing           |nothing
        SendError           |nothing           |sent              |nothing           |nothing           |sent              |nothing           |nothing           |nothing           |nothing
        SocketThrows        |nothing           |fails             |fails             |nothing           |fails             |nothing           |nothing           |nothing           |nothing
        Closed              |fails             |fails             |fails             |fails             |fails             |fails             |fails             |nothing           |nothing
        """;

    private static readonly Dictionary<(Event, Where), string> s_expected = Parse();

    [Test]
    public void Each_event_in_each_state_does_what_the_table_says([Values] Where where, [Values] Event what, [Values] Repeatability repeatability)
    {
        string[] expected = s_expected[(what, where)].Split('/');
        var bench = new EngineBench(window: where == Where.Queued ? 1 : 8);
        EngineBench.Entry? ahead = where == Where.Queued ? bench.Submit(Repeatability.Repeatable) : null;
        EngineBench.Entry entry = Bring(bench, where, repeatability);
        int sends = entry.Sends;
        RecoveryState? begun = entry.Begun;
        bool wasOver = entry.IsOver;

        int heard = Happen(bench, entry, what);

        string actual = (entry.IsOver && !wasOver, entry.IsAnswered, entry.Begun != begun, heard > 0, entry.Sends > sends) switch
        {
            (true, true, _, _, _) => "answered",
            (true, false, _, _, _) => "fails",
            (_, _, true, _, _) => "recovers",
            (_, _, _, true, _) => "hears",
            (_, _, _, _, true) => "sent",
            _ => Nothing,
        };
        Assert.That(actual, Is.EqualTo(expected[repeatability == Repeatability.Repeatable ? 0 : ^1]));
        AssertNothingIsLost(bench, entry, ahead);
    }

    [Test]
    public void A_request_that_must_not_be_repeated_gets_another_number_after_a_refusal()
    {
        var bench = new EngineBench();
        EngineBench.Entry entry = Bring(bench, Where.Refused, Repeatability.NotRepeatable);
        ushort refused = entry.Sequence;
        bench.Resend(entry.Begun!);
        bench.SendAll();

        ReplyFate second = bench.Reply(refused, entry.Traits.Destination, ScpResult.P2PBusy);

        Assert.That((second, entry.Begun!.Refusals, entry.Sends), Is.EqualTo((ReplyFate.Dropped, 1, 2)), "a second copy of the refusal says nothing of the second try");
        Assert.That(bench.Reply(entry), Is.EqualTo(ReplyFate.Taken));
    }

    private static Dictionary<(Event, Where), string> Parse()
    {
        string[][] lines = [.. Table.Split('\n').Select(static line => line.Split('|', StringSplitOptions.TrimEntries))];
        var cells = new Dictionary<(Event, Where), string>();
        foreach (string[] line in lines[1..])
        {
            for (int column = 1; column < line.Length; column++)
                cells.Add((Enum.Parse<Event>(line[0]), Enum.Parse<Where>(lines[0][column])), line[column]);
        }

        return cells;
    }

    private static EngineBench.Entry Bring(EngineBench bench, Where where, Repeatability repeatability)
    {
        if (where == Where.Queued)
            bench.SendAll();

        EngineBench.Entry entry = bench.Submit(repeatability);
        switch (where)
        {
            case Where.Sending:
                bench.Take();
                break;
            case Where.InFlight:
                bench.SendAll();
                break;
            case Where.Recovering or Where.RecoveringUnsent:
                bench.SendAll();
                bench.Reply(entry, ScpResult.P2PBusy);
                bench.Resend(entry.Begun!);
                if (where == Where.Recovering)
                    bench.SendAll();
                break;
            case Where.Refused:
                bench.SendAll();
                bench.Reply(entry, ScpResult.P2PBusy);
                break;
            case Where.Answered:
                bench.SendAll();
                bench.Reply(entry);
                break;
            case Where.Cancelled:
                bench.SendAll();
                bench.Cancel(entry);
                break;
        }

        return entry;
    }

    /// <summary>Lets it happen.</summary>
    /// <returns>How many recoveries that go on heard of it.</returns>
    private static int Happen(EngineBench bench, EngineBench.Entry entry, Event what)
    {
        RecoveryState? recovery = entry.Begun;
        switch (what)
        {
            case Event.Sent:
                bench.SendAll();
                break;
            case Event.Answered or Event.AnsweredTwice or Event.RefusedForNow or Event.RefusedTwice:
                ScpResult result = what is Event.Answered or Event.AnsweredTwice ? ScpResult.Ok : ScpResult.NoBuffer;
                bench.Reply(entry, result);
                int heard = recovery is not null && !entry.IsOver ? bench.LastEffects.Recoveries : 0;
                if (what is Event.AnsweredTwice)
                    bench.Reply(entry, result);
                return heard;
            case Event.TimedOut or Event.TimedOutWithUnread:
                // Sooner, the engine may want to be told the time for the sake of places.
                for (long next = bench.Engine.NextTick; next < entry.Deadline; next = bench.Engine.NextTick)
                {
                    bench.Now = next;
                    bench.Tick();
                }

                bench.Now += TimeSpan.FromSeconds(6).Ticks;
                if (bench.Engine.NextTick < bench.Now)
                    bench.Now = Math.Max(bench.Engine.NextTick, entry.Deadline);

                bench.Tick(what == Event.TimedOutWithUnread);
                return 0;
            case Event.Overtaken:
                return Overtake(bench, entry, recovery);
            case Event.PolicyEnds when recovery is not null:
                bench.EndPolicy(recovery);
                break;
            case Event.PolicyThrows when recovery is not null:
                bench.EndPolicy(recovery, new InvalidOperationException("Not now."));
                break;
            case Event.Cancelled:
                bench.Cancel(entry);
                break;
            case Event.Unreachable:
                bench.Unreachable();
                break;
            case Event.SendError or Event.SocketThrows:
                FailSend(bench, entry, what == Event.SendError ? new SpinnakerConnectionException("No way.") : new InvalidOperationException("Upside down."));
                break;
            case Event.Closed:
                bench.Close();
                break;
        }

        return 0;
    }

    /// <summary>Four later requests are answered, over a way on which the one in question is not in what is sent.</summary>
    private static int Overtake(EngineBench bench, EngineBench.Entry entry, RecoveryState? recovery)
    {
        bool isWaiting = entry.OutboxIndex >= 0;
        if (isWaiting || entry.State == RequestState.Queued)
            return 0;

        if (entry.SendingIndex >= 0)
            bench.Sent();

        EngineBench.Entry[] later = [.. Enumerable.Range(0, 4).Select(_ => bench.Submit(Repeatability.Repeatable))];
        bench.SendAll();
        int heard = 0;
        foreach (EngineBench.Entry answered in later)
        {
            bench.Reply(answered);
            heard += bench.LastEffects.Recoveries;
        }

        return recovery is null || entry.IsOver ? 0 : heard;
    }

    private static void FailSend(EngineBench bench, EngineBench.Entry entry, Exception error)
    {
        SendBatch? batch = entry.SendingIndex >= 0 ? bench.Engine.TryTakeOutgoing(bench.Now) : bench.Take();
        if (batch is null)
            return;

        for (int index = 0; index < batch.Count; index++)
        {
            if (batch.Entries[index] == entry)
                batch.Errors[index] = error;
        }

        bench.Sent();
    }

    private static void AssertNothingIsLost(EngineBench bench, EngineBench.Entry entry, EngineBench.Entry? ahead)
    {
        if (!bench.Engine.IsClosed)
            bench.Close();

        bench.SendAll();
        if (bench.Outstanding > 0 && bench.Take() is null)
            bench.Sent();

        Assert.That((entry.State, bench.Outstanding, bench.Engine.Admission.InFlight, bench.Engine.Admission.Queued), Is.EqualTo((RequestState.Done, 0, 0, 0)));
        Assert.That(ahead?.IsOver ?? true, Is.True);
    }
}
