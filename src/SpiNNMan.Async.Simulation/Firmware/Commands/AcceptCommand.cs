using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>A command whose effect no message shows: lights and the alignment of clocks.</summary>
internal sealed class AcceptCommand : ICommandHandler
{
    public CommandOutcome Execute(in CommandContext context, SdpBuffer message) => CommandOutcome.Done();
}
