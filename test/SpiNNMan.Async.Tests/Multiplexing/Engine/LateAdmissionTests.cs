using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests.Multiplexing.Engine;

/// <summary>A request that gets its place in the window shortly before the time of its caller is up.</summary>
internal sealed class LateAdmissionTests
{
    private static readonly long s_late = TimeSpan.FromSeconds(4.9).Ticks;

    [Test]
    public void To_a_silent_board_it_is_sent_once_and_given_up_with_its_timeout()
    {
        var bench = new EngineBench(window: 1);
        EngineBench.Entry ahead = bench.Submit(Repeatability.Repeatable);
        bench.SendAll();
        EngineBench.Entry waiting = bench.Submit(Repeatability.Repeatable);
        StaySilent(bench, ahead);

        bench.Now = s_late;
        bench.EndPolicy(ahead.Begun!, new InvalidOperationException("A strategy of the user has failed."));
        bench.SendAll();
        Assert.That((waiting.Sends, waiting.IsOver), Is.EqualTo((1, false)), "its time is not up, so it is sent");

        bench.TickUntil(waiting.Deadline);

        Assert.That((waiting.Begun, waiting.Sends), Is.EqualTo(((RecoveryState?)null, 1)), "a second try would end long after its time");
        Assert.That(waiting.Outcome, Is.InstanceOf<SpinnakerTimeoutException>());
        Assert.That(bench.Outstanding, Is.Zero);
    }

    [Test]
    public void To_a_board_that_has_answered_meanwhile_it_is_sent_again()
    {
        var bench = new EngineBench(window: 1);
        EngineBench.Entry ahead = bench.Submit(Repeatability.Repeatable);
        bench.SendAll();
        EngineBench.Entry waiting = bench.Submit(Repeatability.Repeatable);
        StaySilent(bench, ahead);

        bench.Now = s_late;
        bench.Reply(ahead);
        bench.SendAll();
        bench.TickUntil(waiting.Deadline);

        Assert.That((waiting.Begun is not null, waiting.IsOver), Is.EqualTo((true, false)));
    }

    private static void StaySilent(EngineBench bench, EngineBench.Entry entry)
    {
        bench.TickUntil(entry.Deadline);
        for (int attempt = 0; attempt < EngineSettings.LeastTries; attempt++)
        {
            bench.Resend(entry.Begun!);
            bench.SendAll();
            bench.AttemptTimesOut(entry.Begun!);
        }
    }
}
