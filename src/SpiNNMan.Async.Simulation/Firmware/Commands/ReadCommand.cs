using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_READ: up to 256 bytes of what the core sees, in whole units; the rest of the reply is what was in the buffer.</summary>
internal sealed class ReadCommand : ICommandHandler
{
    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        (uint address, uint length, uint unit) = (arguments.First, arguments.Second, arguments.Third);
        if (length > ScpMessage.MaxDataSize || unit > (uint)AccessUnit.Word)
            return CommandOutcome.Refused(ScpResult.BadArgument);

        int whole = (int)length & ~((1 << (int)unit) - 1);
        return context.Chip.Memory.TryRead(context.Core, address, message.Payload[..whole], (AccessUnit)unit)
            ? CommandOutcome.Done((int)length)
            : context.Abort(message, address, (int)length);
    }
}
