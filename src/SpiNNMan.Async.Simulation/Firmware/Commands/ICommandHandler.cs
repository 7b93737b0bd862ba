using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>Carries out one kind of command.</summary>
internal interface ICommandHandler
{
    /// <summary>Executes the message, and puts the data of the reply into its <see cref="SdpBuffer.Payload"/>.</summary>
    CommandOutcome Execute(in CommandContext context, SdpBuffer message);
}
