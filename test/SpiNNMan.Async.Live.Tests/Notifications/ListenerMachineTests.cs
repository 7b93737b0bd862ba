using System.Net;
using CsCheck;
using SpiNNMan.Async.Live.Notifications;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Live.Tests.Notifications;

/// <summary>A listener takes what comes in whatever order, and says what it saw.</summary>
internal sealed class ListenerMachineTests
{
    private static readonly IPEndPoint s_tool = new(IPAddress.Loopback, 4000);

    private static readonly EieioMessage s_database = new NotificationProtocolDatabaseLocation("/a/b");
    private static readonly EieioMessage s_start = new NotificationProtocolStartResume();
    private static readonly EieioMessage s_stop = new NotificationProtocolPauseStop();

    [Test]
    public void A_run_goes_through_its_phases_without_a_remark()
    {
        var machine = new ListenerMachine();

        ListenerMachine.Reaction[] reactions = [.. new[] { s_database, s_start, s_stop, s_start, s_stop, s_database, s_start, s_stop }.Select(message => machine.Hear(message, s_tool))];

        Assert.That(reactions.Select(static reaction => reaction.Message.Remark), Is.All.Null);
        Assert.That(reactions.Select(static reaction => (reaction.Prepares, reaction.BeginsRun, reaction.EndsRun)), Is.EqualTo(new[]
        {
            (true, false, false), (false, true, false), (false, false, true), (false, true, false), (false, false, true), (true, false, false), (false, true, false), (false, false, true),
        }));
        Assert.That(machine.Phase, Is.EqualTo(ListenerPhase.Paused));
    }

    [Test]
    public void A_tool_chain_that_crashed_between_start_and_stop_leaves_nothing_out_of_step()
    {
        var machine = new ListenerMachine();
        machine.Hear(s_database, s_tool);
        machine.Hear(s_start, s_tool);

        ListenerMachine.Reaction again = machine.Hear(s_database, s_tool);

        Assert.That((again.EndsRun, again.Prepares), Is.EqualTo((true, true)));
        Assert.That(again.Message.Remark, Does.Contain("crash"));
        Assert.That(machine.Hear(s_start, s_tool).BeginsRun, Is.True);
    }

    [Test]
    public void What_does_not_belong_is_told_and_changes_nothing()
    {
        var machine = new ListenerMachine();
        (EieioMessage? Message, string Remark)[] strange =
        [
            (s_start, "no database"), (s_stop, "No run is on"), (new NotificationProtocolDatabaseLocation(databasePath: null), "answer"), (new StopRequests(), "command 4"),
            (EieioDataMessage.Create(EieioType.Key32Bit), "events"), (null, "no EIEIO"),
        ];

        using (Assert.EnterMultipleScope())
        {
            foreach ((EieioMessage? message, string remark) in strange)
            {
                ListenerMachine.Reaction reaction = machine.Hear(message, s_tool);
                Assert.That((reaction.Prepares, reaction.BeginsRun, reaction.EndsRun, machine.Phase), Is.EqualTo((false, false, false, ListenerPhase.Waiting)));
                Assert.That(reaction.Message.Remark, Does.Contain(remark));
            }
        }
    }

    [Test]
    public void In_any_order_runs_begin_and_end_in_turn_and_every_database_is_read() =>
        Gen.Int[0, 2].Select(static which => new[] { s_database, s_start, s_stop }[which]).List[0, 60].Sample(messages =>
        {
            var machine = new ListenerMachine();
            bool isOn = false;
            bool wasRead = false;
            foreach (EieioMessage message in messages)
            {
                ListenerMachine.Reaction reaction = machine.Hear(message, s_tool);
                if (reaction.EndsRun && !isOn)
                    return false;

                isOn &= !reaction.EndsRun;
                if (reaction.Prepares != (message == s_database))
                    return false;

                wasRead |= reaction.Prepares;
                if (reaction.BeginsRun && (isOn || !wasRead))
                    return false;

                isOn |= reaction.BeginsRun;
                if (isOn != (machine.Phase == ListenerPhase.Running))
                    return false;
            }

            return true;
        });
}
