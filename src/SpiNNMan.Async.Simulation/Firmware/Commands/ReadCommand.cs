using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_READ: reads up to 256 bytes in whole units, as the core sees the memory. The rest of the reply keeps the old bytes of the buffer.</summary>
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
