using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Multiplexing.Engine;

/// <summary>Before a board is given up because one of its chips is silent, the board's own chip is asked.</summary>
internal sealed class QuestionTests
{
    private static readonly ChipLocation s_remote = new(2, 0);

    [Test]
    public void The_boards_own_chip_is_asked_before_the_last_try([Values] bool knowsHome)
    {
        var bench = new EngineBench();
        if (knowsHome)
            bench.Engine.Admission.SetHome(new ChipLocation(4, 8));

        EngineBench.Entry[] silent = Silence(bench, out RecoveryState[] recoveries);
        ChipLocation? atFirst = bench.Asked;
        bench.AttemptTimesOut(recoveries[0]);

        Assert.That((atFirst, bench.Asked), Is.EqualTo(((ChipLocation?)null, (ChipLocation?)(knowsHome ? new ChipLocation(4, 8) : ChipLocation.Root))));
        Assert.That(silent, Has.All.Property(nameof(EngineBench.Entry.IsOver)).False);
    }

    [Test]
    public void It_is_asked_once_and_takes_no_place_of_those_that_silent_requests_fill()
    {
        var bench = new EngineBench();
        Silence(bench, out RecoveryState[] recoveries);
        bench.AttemptTimesOut(recoveries[0]);

        EngineBench.Entry question = Ask(bench);
        foreach (RecoveryState recovery in recoveries)
            bench.Resend(recovery);

        bench.SendAll();
        bench.AttemptTimesOut(recoveries[1]);

        Assert.That(bench.Asked, Is.Null, "it is being asked");
        Assert.That((question.State, bench.Engine.Admission.InFlight), Is.EqualTo((RequestState.InFlight, 8)));
    }

    [Test]
    public void A_board_that_answers_it_is_not_given_up_with_its_chip()
    {
        var bench = new EngineBench();
        Silence(bench, out RecoveryState[] recoveries);
        bench.AttemptTimesOut(recoveries[0]);
        EngineBench.Entry question = Ask(bench);
        bench.Reply(question);
        EngineBench.Entry waiting = bench.Submit(Repeatability.Repeatable);
        EngineBench.Entry same = bench.Submit(Repeatability.Repeatable, chip: s_remote);

        bench.Now = bench.Settings.GiveUpAfter.Ticks;
        bench.EndPolicy(recoveries[0]);

        Assert.That((bench.Engine.Admission.IsProbing, waiting.IsOver, same.IsOver), Is.EqualTo((false, false, true)));
    }

    [Test]
    public void A_board_that_does_not_answer_it_is_given_up_with_its_chip()
    {
        var bench = new EngineBench();
        Silence(bench, out RecoveryState[] recoveries);
        bench.AttemptTimesOut(recoveries[0]);
        EngineBench.Entry question = Ask(bench);
        EngineBench.Entry waiting = bench.Submit(Repeatability.Repeatable);
        bench.Now = question.Deadline;
        bench.Tick();

        bench.Now = bench.Settings.GiveUpAfter.Ticks;
        bench.EndPolicy(recoveries[0]);

        Assert.That((bench.Engine.Admission.IsProbing, waiting.IsOver, question.IsOver), Is.EqualTo((true, true, true)));
    }

    [Test]
    public void While_it_is_not_known_only_the_chip_is_given_up_and_the_board_is_asked()
    {
        // What must not be repeated is not tried again: there was no earlier moment to ask.
        const Repeatability Once = Repeatability.NotRepeatable;
        var bench = new EngineBench();
        EngineBench.Entry[] silent = [.. Enumerable.Range(0, 8).Select(_ => bench.Submit(Once, chip: s_remote))];
        bench.SendAll();
        while (bench.Now < silent[0].Deadline)
        {
            bench.Now = bench.Engine.NextTick;
            bench.Tick();
        }

        Assert.That(silent, Has.All.Property(nameof(EngineBench.Entry.IsOver)).True);
        Assert.That(bench.Engine.Admission.IsProbing, Is.False);
        Assert.That(bench.Asked, Is.EqualTo(ChipLocation.Root));
    }

    [Test]
    public void What_must_not_be_repeated_takes_its_place_for_one_timeout_only()
    {
        const Repeatability Once = Repeatability.NotRepeatable;
        var bench = new EngineBench();
        EngineBench.Entry[] silent = [.. Enumerable.Range(0, 8).Select(_ => bench.Submit(Once, chip: s_remote))];
        bench.SendAll();
        EngineBench.Entry waiting = bench.Submit(Repeatability.Repeatable);
        EngineBench.Entry same = bench.Submit(Once, chip: s_remote);
        RequestState before = waiting.State;

        bench.Now = bench.Engine.NextTick;
        bench.Tick();

        Assert.That((before, waiting.State, same.State), Is.EqualTo((RequestState.Queued, RequestState.InFlight, RequestState.InFlight)));
        Assert.That(bench.Now, Is.EqualTo(bench.Settings.InitialTimeout.Ticks));
        Assert.That(silent, Has.All.Property(nameof(EngineBench.Entry.State)).EqualTo(RequestState.InFlight));
        bench.Reply(silent[3]);
        Assert.That((silent[3].IsOver, bench.Engine.Admission.InFlight), Is.EqualTo((true, 9)));
    }

    [Test]
    public void However_many_are_lost_that_must_not_be_repeated_a_number_is_found_for_the_next()
    {
        var bench = new EngineBench();
        EngineBench.Entry[] silent = [.. Enumerable.Range(0, 300).Select(_ => bench.Submit(Repeatability.NotRepeatable, chip: s_remote))];
        bench.SendAll();
        int most = 0;
        while (bench.Engine.NextTick < bench.Settings.GiveUpAfter.Ticks)
        {
            bench.Now = bench.Engine.NextTick;
            bench.Tick();
            bench.SendAll();
            most = Math.Max(most, bench.Engine.Admission.InFlight);
        }

        Assert.That(most, Is.EqualTo(bench.Settings.MostInFlight));
        Assert.That(silent.Count(static entry => entry.State == RequestState.Queued), Is.EqualTo(300 - most));
    }

    [Test]
    public void A_chip_that_stays_silent_has_nobody_asked_again()
    {
        var bench = new EngineBench();
        Silence(bench, out RecoveryState[] recoveries);
        bench.AttemptTimesOut(recoveries[0]);
        bench.Reply(Ask(bench));

        var asked = new List<ChipLocation?>();
        for (int tries = 0; tries < 5; tries++)
        {
            bench.Resend(recoveries[0]);
            bench.SendAll();
            bench.AttemptTimesOut(recoveries[0]);
            asked.Add(bench.Asked);
        }

        Assert.That(asked, Is.All.Null);
    }

    [Test]
    public void Two_silent_chips_are_evidence_enough()
    {
        var bench = new EngineBench();
        EngineBench.Entry[] silent = [bench.Submit(Repeatability.Repeatable, chip: s_remote), bench.Submit(Repeatability.Repeatable, chip: new ChipLocation(3, 3))];
        bench.SendAll();
        bench.Now = silent[0].Deadline;
        bench.Tick();

        bench.Now = bench.Settings.GiveUpAfter.Ticks;
        bench.EndPolicy(silent[0].Begun!);

        Assert.That(bench.Engine.Admission.IsProbing);
    }

    [Test]
    public void The_boards_own_chip_is_its_own_evidence()
    {
        var bench = new EngineBench();
        EngineBench.Entry silent = bench.Submit(Repeatability.Repeatable);
        bench.SendAll();
        bench.Now = silent.Deadline;
        bench.Tick();
        bench.Resend(silent.Begun!);
        bench.AttemptTimesOut(silent.Begun!);
        ChipLocation? asked = bench.Asked;

        bench.Now = bench.Settings.GiveUpAfter.Ticks;
        bench.EndPolicy(silent.Begun!);

        Assert.That((asked, bench.Engine.Admission.IsProbing), Is.EqualTo(((ChipLocation?)null, true)));
    }

    /// <summary>Fills the window with requests to a chip that does not answer, and lets the first tries run out.</summary>
    private static EngineBench.Entry[] Silence(EngineBench bench, out RecoveryState[] recoveries)
    {
        EngineBench.Entry[] silent = [.. Enumerable.Range(0, 8).Select(_ => bench.Submit(Repeatability.Repeatable, chip: s_remote))];
        bench.SendAll();
        bench.Now = silent[0].Deadline;
        bench.Tick();

        // Of those that run out together one is sent again first, and the others wait for what comes of it.
        recoveries = [.. silent.Select(static entry => entry.Begun).OfType<RecoveryState>()];
        foreach (RecoveryState recovery in recoveries)
            bench.Resend(recovery);

        bench.SendAll();
        return silent;
    }

    private static EngineBench.Entry Ask(EngineBench bench)
    {
        EngineBench.Entry question = bench.Submit(Repeatability.Repeatable, chip: bench.Asked!.Value, isQuestion: true);
        bench.SendAll();
        return question;
    }
}
