using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_AR: starts the image in the system's part of the SDRAM.</summary>
internal sealed class ApplicationRunCommand : ICommandHandler
{
    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        uint what = message.Arguments.First;
        if ((what & 1) != 0)
            return CommandOutcome.Refused(ScpResult.BadArgument);

        context.Monitor.StartApplication(what);
        return CommandOutcome.Done();
    }
}
