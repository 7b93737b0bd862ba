using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Testing.Tests;

/// <summary>Replies in place of those of the machine.</summary>
[TestFixture]
internal sealed class RequestScriptTests
{
    private const uint Sdram = 0x60300000;

    private static readonly ChipLocation s_chip = new(1, 1);

    [Test, CancelAfter(60_000)]
    public async Task A_request_is_refused_and_the_machine_does_not_see_it(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        machine.Script.Refuse(ScpCommand.Write, ScpResult.BadArgument);

        Assert.That(
            async () => await machine.RunAsync(cancel => transceiver.Memory.WriteWordAsync(s_chip, Sdram, 7, cancel), token),
            Throws.TypeOf<ScpResultException>().With.Property(nameof(ScpResultException.Result)).EqualTo(ScpResult.BadArgument));

        Assert.That(machine.ReadMemory(s_chip, Sdram, 4), Is.EqualTo(new byte[4]));
        await machine.RunAsync(cancel => transceiver.Memory.WriteWordAsync(s_chip, Sdram, 7, cancel), token);
        Assert.That(machine.ReadMemory(s_chip, Sdram, 1), Is.EqualTo(new byte[] { 7 }), "the second goes to the machine");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_request_is_answered_with_data(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        machine.Script.Answer(ScpCommand.Read, new byte[] { 1, 2, 0, 0 });

        Assert.That(await machine.RunAsync(cancel => transceiver.Memory.ReadWordAsync(s_chip, Sdram, cancel), token), Is.EqualTo(0x201));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_busy_board_is_asked_again(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        machine.Received.Clear();
        machine.Script.Refuse(ScpCommand.Read, ScpResult.P2PBusy, times: 3);

        await machine.RunAsync(cancel => transceiver.Memory.ReadWordAsync(s_chip, Sdram, cancel), token);

        Assert.That(machine.Received.Count(static request => request.Command is ScpCommand.Read), Is.EqualTo(4));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_rule_sees_the_request_and_the_first_rule_decides(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        machine.Script.On(static request => request is { Command: ScpCommand.Read, Arguments.First: Sdram } ? ScriptedReply.Of(ScpResult.Ok, new byte[] { 9, 0, 0, 0 }) : null);
        machine.Script.Refuse(ScpCommand.Read, ScpResult.BadArgument, 100);

        Assert.That(await machine.RunAsync(cancel => transceiver.Memory.ReadWordAsync(s_chip, Sdram, cancel), token), Is.EqualTo(9));
        Assert.That(async () => await machine.RunAsync(cancel => transceiver.Memory.ReadWordAsync(s_chip, Sdram + 4, cancel), token), Throws.TypeOf<ScpResultException>());
        machine.Script.Clear();
        Assert.That(await machine.RunAsync(cancel => transceiver.Memory.ReadWordAsync(s_chip, Sdram, cancel), token), Is.Zero);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_machine_whose_first_answer_is_scripted_can_be_opened(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        machine.Script.Refuse(ScpCommand.Version, ScpResult.P2PBusy);

        Assert.That((await machine.OpenAsync(token)).Machine.Chips, Has.Count.EqualTo(4), "the reply to chip (255, 255) names the first chip");
    }

    [Test, CancelAfter(60_000)]
    public async Task Silence_ends_in_a_timeout(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        machine.Script.Lose(ScpCommand.Read, int.MaxValue);

        Assert.That(async () => await machine.RunAsync(cancel => transceiver.Memory.ReadWordAsync(s_chip, Sdram, cancel), token), Throws.InstanceOf<SpinnakerTimeoutException>());
    }

    [Test, CancelAfter(60_000)]
    public async Task A_rule_that_throws_is_told_to_the_test(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);
        Transceiver transceiver = await machine.OpenAsync(token);
        machine.Script.On(static request => request.Command is ScpCommand.Read ? throw new InvalidDataException("no such thing") : null);

        Assert.That(
            async () => await machine.RunAsync(cancel => transceiver.Memory.ReadWordAsync(s_chip, Sdram, cancel), token),
            Throws.TypeOf<InvalidOperationException>().With.Message.Contains("no such thing").And.InnerException.TypeOf<InvalidDataException>());
    }

    [Test]
    public void Bad_replies_and_counts_are_refused()
    {
        Assert.That(static () => ScriptedReply.Of((ScpResult)7), Throws.TypeOf<InvalidParameterException>());
        Assert.That(static () => ScriptedReply.Of(ScpResult.Ok, new byte[257]), Throws.TypeOf<InvalidParameterException>());
        Assert.That(ScriptedReply.Of(ScpResult.Ok, new byte[256]).Payload.Length, Is.EqualTo(256));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_count_below_one_is_refused(CancellationToken token)
    {
        await using TestMachine machine = await TestMachine.StartAsync(token);

        Assert.That(() => machine.Script.Lose(ScpCommand.Read, 0), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("times"));
        Assert.That(() => machine.Script.On(null!), Throws.TypeOf<ArgumentNullException>());
    }
}
