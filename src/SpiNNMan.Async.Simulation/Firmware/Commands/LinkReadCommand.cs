using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_LINK_READ: reads words of a neighbour.</summary>
internal sealed class LinkReadCommand : ICommandHandler
{
    public CommandOutcome Execute(in CommandContext context, SdpBuffer message) => LinkAccess.Execute(context, message, write: false);
}
