using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>A core that executes, with what waits for its mailbox.</summary>
/// <remarks>A mailbox holds one thing. The core empties it when its interrupt handler has looked at it. Source: docs/protocol/chip.md, "Programs and the monitor".</remarks>
internal sealed class ExecutingCore(ExecutingChip chip, VirtualCore core, int physical) : ICoreExecution
{
    /// <summary>For how long the monitor waits for a core to empty its mailbox, in clocks.</summary>
    private const long Patience = 200_000;

    private const byte MessageCommand = 1;
    private const byte QuestionCommand = 2;
    private const byte SignalCommand = 3;
    private const int MostWaiting = 64;
    private const int HeaderOffset = 8;
    private const int LengthOffset = 4;

    private readonly Queue<Mail> _mail = [];
    private CoreState _lastState;
    private bool _isOver;

    /// <summary>Its number among the cores of its chip.</summary>
    public int Number => core.Number;

    private Vcpu Vcpu => core.Chip.Vcpu(core.Number);

    public bool TryDeliver(ReadOnlySpan<byte> message, Action refused)
    {
        uint buffer = chip.TakeSharedBuffer();
        if (buffer == 0)
            return false;

        ChipMemory memory = core.Chip.Memory;
        memory.WriteHalf(buffer + LengthOffset, (ushort)message.Length);
        memory.WriteBytes(buffer + HeaderOffset, message);
        Put(new Mail(MessageCommand, buffer, chip.Now + Patience, () =>
        {
            chip.FreeSharedBuffer(buffer);
            refused();
        }));
        return true;
    }

    public void Send(Signal signal) => Put(new Mail(SignalCommand, (uint)signal, chip.Now + Patience, static () => { }));

    public void Interrupt() => chip.Interrupt(physical);

    /// <summary>Asks the core for a sign of life.</summary>
    /// <returns><see langword="false"/> if it has not emptied its mailbox since it was last asked.</returns>
    public bool TryAsk()
    {
        if (Vcpu.MailCommand != 0)
            return false;

        Vcpu.PutMail(QuestionCommand, 0);
        Interrupt();
        return true;
    }

    /// <summary>Whether the core has left a question without an answer.</summary>
    public bool IsSilent => Vcpu.MailCommand == QuestionCommand;

    public void Stop()
    {
        _isOver = true;
        while (_mail.Count > 0)
            Next().Refused();

        chip.Remove(this, physical);
    }

    /// <summary>Hands on what waits, if the mailbox is empty.</summary>
    public void Poll(long now)
    {
        while (_mail.TryPeek(out Mail? mail))
        {
            if (Vcpu.MailCommand == 0)
            {
                Next();
                Vcpu.PutMail(mail.Command, mail.Word);
                Interrupt();
            }
            else if (now >= mail.Until)
            {
                Next().Refused();
            }
            else
            {
                break;
            }
        }
    }

    /// <summary>Tells those who watch what became of the program.</summary>
    public void LookAtState()
    {
        Vcpu vcpu = Vcpu;
        var state = (CoreState)chip.PeekSystemRam(vcpu.StateAddress);
        if (_isOver || state == _lastState)
            return;

        _lastState = state;
        if (state == CoreState.RunTimeException)
            core.Chip.Report?.Invoke(MachineEventKind.ProgramFailed, core.Number, $"The program on {core.Location} failed with run-time error {vcpu.RuntimeError}.");
        else if (state == CoreState.Finished)
            core.Chip.Report?.Invoke(MachineEventKind.ProgramEnded, core.Number, $"The program on {core.Location} ended with {vcpu.RuntimeError}.");
    }

    private Mail Next()
    {
        chip.WaitingMail--;
        return _mail.Dequeue();
    }

    private void Put(Mail mail)
    {
        if (_mail.Count >= MostWaiting)
        {
            mail.Refused();
            return;
        }

        _mail.Enqueue(mail);
        chip.WaitingMail++;
        Poll(chip.Now);
        chip.MailCame();
    }

    private sealed record Mail(byte Command, uint Word, long Until, Action Refused);
}
