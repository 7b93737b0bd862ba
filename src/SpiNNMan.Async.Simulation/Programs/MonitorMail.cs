using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>Takes what the cores of a chip that execute have for the monitor.</summary>
/// <remarks>A core shows by a bit that it has something, under a lock, and interrupts the monitor if no other had. Source: docs/protocol/chip.md, "Programs and the monitor".</remarks>
internal sealed class MonitorMail(ExecutingChip chip)
{
    private const int MessageLock = 0;
    private const int MailboxLock = 1;
    private const byte MessageCommand = 1;
    private const uint LengthOffset = 4;
    private const uint HeaderOffset = 8;
    private const int ShortestMessage = 8;

    /// <summary>Whether it was interrupted and has not looked yet.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>A core has something.</summary>
    public void Look() => IsWaiting = true;

    /// <summary>Takes what there is, unless a core is in the middle of putting something.</summary>
    public void Collect(IProgramHost host)
    {
        if (!IsWaiting || chip.IsLocked(MessageLock) || chip.IsLocked(MailboxLock))
            return;

        IsWaiting = false;
        ChipMemory memory = chip.Chip.Memory;
        uint cores = memory.ReadWord(LiveVariables.MailFlags);
        memory.WriteWord(LiveVariables.MailFlags, 0);
        for (int core = 1; core < chip.Chip.WorkingCores; core++)
        {
            if ((cores & (1u << core)) == 0)
                continue;

            Vcpu vcpu = chip.Chip.Vcpu(core);
            if (vcpu.SentMailCommand == MessageCommand)
                Take(memory, vcpu.SentMail, host);

            vcpu.SentMailCommand = 0;
        }
    }

    private void Take(ChipMemory memory, uint buffer, IProgramHost host)
    {
        if (!IsMemory(buffer))
            return;

        Span<byte> message = stackalloc byte[SdpBuffer.MaxLength];
        int length = Math.Clamp((int)memory.ReadHalf(buffer + LengthOffset), ShortestMessage, message.Length);
        if (memory.TryRead(0, buffer + HeaderOffset, message[..length], AccessUnit.Byte))
            host.Send(chip.Chip, message[..length]);

        LiveVariables.FreeSharedBuffer(memory, buffer);
    }

    /// <summary>A pointer of a program leads anywhere; what is a register must not be read, and what ends with the memory, neither.</summary>
    private static bool IsMemory(uint buffer) => (buffer & 3) == 0 && buffer >> 24 is (>= 0x60 and < 0x80) or 0xE5 or 0xF5;
}
