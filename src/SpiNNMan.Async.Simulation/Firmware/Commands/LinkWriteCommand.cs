using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_LINK_WRITE: writes words of a neighbour.</summary>
internal sealed class LinkWriteCommand : ICommandHandler
{
    public CommandOutcome Execute(in CommandContext context, SdpBuffer message) => LinkAccess.Execute(context, message, write: true);
}
