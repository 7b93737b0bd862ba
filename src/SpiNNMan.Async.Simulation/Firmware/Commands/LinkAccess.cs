using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>The common parts of reads and writes over a link. The neighbour's hardware answers, in any state of its monitor.</summary>
internal static class LinkAccess
{
    public static CommandOutcome Execute(in CommandContext context, SdpBuffer message, bool write)
    {
        ScpArguments arguments = message.Arguments;
        (uint address, uint length, uint link) = (arguments.First, arguments.Second, arguments.Third);
        if (length > ScpMessage.MaxDataSize || link >= Link.Count)
            return CommandOutcome.Refused(ScpResult.BadArgument);

        int whole = (int)length & ~3;
        if (whole > 0 && !TryAccess(context, message, (int)link, address, whole, write))
            return CommandOutcome.Refused(ScpResult.Timeout);

        return CommandOutcome.Done(write ? 0 : (int)length);
    }

    private static bool TryAccess(in CommandContext context, SdpBuffer message, int link, uint address, int length, bool write)
    {
        VirtualChip? neighbour = context.Monitor.Neighbour(link);
        if (neighbour is null || !ChipMemory.IsReachableByLink(address) || !ChipMemory.IsReachableByLink(address + (uint)length - sizeof(uint)))
            return false;

        context.Monitor.CountLink(link, neighbour, length / sizeof(uint));
        return write
            ? neighbour.Memory.TryWrite(0, address, message.Data[..length], AccessUnit.Word)
            : neighbour.Memory.TryRead(0, address, message.Payload[..length], AccessUnit.Word);
    }
}
