using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_WRITE: writes up to 256 bytes in whole units. The length of the message is not checked.</summary>
internal sealed class WriteCommand : ICommandHandler
{
    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        (uint address, uint length, uint unit) = (arguments.First, arguments.Second, arguments.Third);
        if (length > ScpMessage.MaxDataSize || unit > (uint)AccessUnit.Word)
            return CommandOutcome.Refused(ScpResult.BadArgument);

        int whole = (int)length & ~((1 << (int)unit) - 1);
        return context.Chip.Memory.TryWrite(context.Core, address, message.Data[..whole], (AccessUnit)unit)
            ? CommandOutcome.Done()
            : context.Abort(message, address, 0);
    }
}
