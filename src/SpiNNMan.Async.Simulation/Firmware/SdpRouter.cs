using System.Collections.Frozen;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Firmware.Commands;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Moves messages between the network, the chips and their cores, and has commands carried out, as the monitors together do.</summary>
internal sealed class SdpRouter(Scamp scamp)
{
    /// <summary>The port byte that means the Ethernet of the chip.</summary>
    private const byte ToEthernet = 0xFF;

    private const ushort RootAddress = 0xFFFF;
    private const int MaxSteps = 64;

    /// <summary>How often a monitor tries to reach a chip.</summary>
    private const int OpeningTries = 17;

    private static readonly TimeSpan s_openingTime = OpeningTries * TimeSpan.FromMicroseconds(250);

    /// <summary>How long a monitor waits for the receipt of a message to another monitor.</summary>
    private static readonly TimeSpan s_receiptTime = TimeSpan.FromMilliseconds(3);

    /// <summary>How long a monitor waits for a core to empty its mailbox.</summary>
    private static readonly TimeSpan s_mailboxTime = TimeSpan.FromMilliseconds(1);

    private readonly FrozenDictionary<ScpCommand, ICommandHandler> _commands = CommandSets.For(scamp.Firmware);

    /// <summary>Carries a message on from a chip until it has left the machine or reached its end. Afterwards the buffer belongs to the caller again.</summary>
    public void Route(VirtualChip start, SdpBuffer message)
    {
        VirtualChip? at = start;
        for (int steps = 0; at is not null; steps++)
        {
            if (steps == MaxSteps)
            {
                message.Drop(DropReason.Loop);
                return;
            }

            at = Step(at, message);
        }
    }

    /// <returns>The chip from which the message goes on, or <see langword="null"/> if it is gone.</returns>
    private VirtualChip? Step(VirtualChip chip, SdpBuffer message)
    {
        message.ClearSumFlag();
        if (message.Destination == RootAddress)
            message.Destination = scamp.IsReady ? scamp.RootAddress : chip.Identity.Address;
        if (message.Source == RootAddress)
            message.Source = scamp.RootAddress;

        if (message.Destination != message.Source && message.Destination != chip.Identity.Address && !message.StaysHere)
            return SendOn(chip, message);

        if (message.DestinationPort == ToEthernet)
        {
            SendOut(chip, message);
            return null;
        }

        if (message.DestinationCore >= chip.WorkingCores)
            return Refuse(chip, message, ScpResult.BadCore);

        int port = message.DestinationPort >> 5;
        if (message.DestinationCore != 0)
            return Deliver(chip, chip.Core(message.DestinationCore), port, message);

        return port == 0 ? RunMonitor(chip, message) : Refuse(chip, message, ScpResult.BadPort);
    }

    private VirtualChip? SendOn(VirtualChip chip, SdpBuffer message)
    {
        if (!scamp.IsReady || scamp.Chips.Find(SdpBuffer.LocationOf(message.Destination)) is not { } target)
            return Refuse(chip, message, ScpResult.NoRoute);

        if (target.IsHung)
        {
            message.Drop(DropReason.MonitorDead);
            return null;
        }

        // If the target died while the message was arriving, the monitor waits for a receipt that never comes. Otherwise nothing answers its first packet.
        if (!target.IsAlive && scamp.Clock.Started + target.DiedAt >= message.Began)
            return RefuseLater(chip, message, ScpResult.P2PTimeout, s_receiptTime);

        if (!target.IsAlive || IsBusy(target) || !scamp.Chips.Connects(chip, target))
        {
            scamp.Traffic.CountPackets(chip.Location, target.Location, OpeningTries);
            return RefuseLater(chip, message, ScpResult.P2PNoReply, s_openingTime);
        }

        scamp.Traffic.CountMessage(chip.Location, target.Location, message.Length);
        message.Origin = null;
        return target;
    }

    private bool IsBusy(VirtualChip chip) => chip.BusyUntil > TimeSpan.Zero && chip.BusyUntil > scamp.Clock.Now;

    private void SendOut(VirtualChip chip, SdpBuffer message)
    {
        if (scamp.EthernetOf(chip) is { } ethernet)
            ethernet.Transmit(message);
        else
            message.Drop(DropReason.Undeliverable);
    }

    /// <summary>Sends a message back with an error. The firmware never hides these errors.</summary>
    private static VirtualChip? Refuse(VirtualChip chip, SdpBuffer message, ScpResult result)
    {
        if (!message.WantsReply)
        {
            message.Drop(DropReason.Undeliverable);
            return null;
        }

        message.ClearReplyFlag();
        message.Answer(result, 0);
        return chip;
    }

    /// <summary>Sends a message back with an error after the monitor has tried long enough. It does nothing else during that time.</summary>
    private VirtualChip? RefuseLater(VirtualChip chip, SdpBuffer message, ScpResult result, TimeSpan time)
    {
        scamp.EthernetOf(chip)?.WaitUntil(scamp.Clock.Now + time);
        if (!message.WantsReply)
            return Refuse(chip, message, result);

        SdpBuffer copy = message.Copy(SdpBuffer.ErrorLength);
        copy.ClearReplyFlag();
        copy.Answer(result, 0);
        scamp.Clock.Schedule(time, () =>
        {
            if (chip.IsAlive)
                Route(chip, copy);
        });
        return null;
    }

    private VirtualChip? RunMonitor(VirtualChip chip, SdpBuffer message)
    {
        CommandOutcome outcome = Execute(new CommandContext(scamp.MonitorOf(chip), 0), _commands, message);
        if (!outcome.Answers || !message.WantsReply)
            return null;

        ScpResult result = scamp.Options.MaskHandlerErrors && scamp.Firmware.MasksErrors ? ScpResult.Ok : outcome.Result;
        message.ClearReplyFlag();
        message.Answer(result, outcome.Length);
        return chip;
    }

    /// <summary>Sends the reply to a command that was executed later.</summary>
    public void Reply(VirtualChip chip, SdpBuffer message, ScpResult result, int length)
    {
        if (!message.WantsReply)
            return;

        message.ClearReplyFlag();
        message.Answer(result, length);
        Route(chip, message);
    }

    private VirtualChip? Deliver(VirtualChip chip, VirtualCore core, int port, SdpBuffer message)
    {
        if (core.Execution is { } execution)
            return DeliverToExecuted(chip, execution, message);

        if (!chip.HasSharedBuffer)
            return Refuse(chip, message, ScpResult.NoBuffer);

        if (!core.IsListening)
        {
            if (!core.TryFillMailbox())
                return RefuseLater(chip, message, ScpResult.Timeout, s_mailboxTime);

            message.Drop(DropReason.NoListener);
            return null;
        }

        if (port == 0)
            return RunStub(chip, core, message);

        if (core.Application is null)
            message.Drop(DropReason.NoListener);
        else
            RunApplication(core, message);

        return null;
    }

    /// <summary>Delivers a message to a program that executes. The program itself answers, on port 0 as well.</summary>
    private VirtualChip? DeliverToExecuted(VirtualChip chip, ICoreExecution execution, SdpBuffer message)
    {
        SdpBuffer? copy = message.WantsReply ? message.Copy(SdpBuffer.ErrorLength) : null;
        if (!execution.TryDeliver(message.Bytes[..message.Length], () => RefuseExecuted(chip, copy)))
            return Refuse(chip, message, ScpResult.NoBuffer);

        return null;
    }

    private void RefuseExecuted(VirtualChip chip, SdpBuffer? message)
    {
        if (message is null || !chip.IsAlive)
            return;

        message.ClearReplyFlag();
        message.Answer(ScpResult.Timeout, 0);
        scamp.Clock.Post(() => Route(chip, message));
    }

    /// <summary>The stub answers every message to port 0, even without a wish for a reply, and does not change the flags.</summary>
    private VirtualChip? RunStub(VirtualChip chip, VirtualCore core, SdpBuffer message)
    {
        CommandOutcome outcome = Execute(new CommandContext(scamp.MonitorOf(chip), core.Number), CommandSets.Sark, message);
        if (!outcome.Answers)
            return null;

        chip.Vcpu(core.Number).ShowMail();
        message.Answer(outcome.Result, outcome.Length);
        return chip;
    }

    private void RunApplication(VirtualCore core, SdpBuffer message)
    {
        int dataLength = Math.Max(0, message.Length - SdpHeader.Size);
        var view = new SdpMessage(SdpHeader.ReadUnchecked(message.Bytes), message.Memory.Slice(SdpHeader.Size, dataLength));
        try
        {
            core.Application!.OnMessage(new CoreServices(scamp, core), view);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A fault in a program stops its core, as on a board. The machine goes on.
            core.Fail(VirtualCore.SoftwareError);
        }
    }

    private static CommandOutcome Execute(in CommandContext context, FrozenDictionary<ScpCommand, ICommandHandler> commands, SdpBuffer message)
    {
        if (message.Length < SdpBuffer.CommandLength)
            return CommandOutcome.Refused(ScpResult.BadLength);

        message.Counters.Count(message.Command);
        context.Chip.CommandCount++;
        if (!commands.TryGetValue(message.Command, out ICommandHandler? handler))
            return CommandOutcome.Refused(ScpResult.BadCommand);

        try
        {
            return handler.Execute(context, message);
        }
        catch (EndlessLoopException exception)
        {
            context.Chip.Hang($"The monitor of chip {context.Chip.Location} hangs in {message.Command}: {exception.Message}");
            return CommandOutcome.NoReply;
        }
        catch (MemoryLimitException exception)
        {
            context.Chip.Kill($"The monitor of chip {context.Chip.Location} died in {message.Command}: {exception.Message}");
            return CommandOutcome.NoReply;
        }
    }
}
