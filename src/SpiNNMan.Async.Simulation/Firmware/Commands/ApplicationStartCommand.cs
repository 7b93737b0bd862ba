using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_AS: starts an image at any address. A client can even start it on the monitor, which ends the monitor.</summary>
internal sealed class ApplicationStartCommand : ICommandHandler
{
    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        if ((arguments.Second & 1) != 0)
        {
            context.Chip.Kill($"The monitor of chip {context.Chip.Location} was replaced by an application.");
            return CommandOutcome.NoReply;
        }

        context.Monitor.StartApplication(arguments.Second, arguments.First);
        return CommandOutcome.Done();
    }
}
