using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_RTR: clears and loads routing entries, and sets the fixed route.</summary>
internal sealed class RouterCommand : ICommandHandler
{
    private const uint FixedRouteCopy = ChipAddresses.SystemVariables + 0xF4;
    private const uint ReadFlag = 0x80000000;
    private const uint RouteMask = 0x00FFFFFF;

    private enum Operation
    {
        Initialise = 0,
        Clear = 1,
        Load = 2,
        FixedRoute = 3,
    }

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        uint count = arguments.First >> 16;
        RoutingTable table = context.Chip.RoutingTable;
        switch ((Operation)(byte)arguments.First)
        {
            case Operation.Initialise:
                table.Initialise();
                return CommandOutcome.Done();
            case Operation.Clear when arguments.Second <= RoutingTable.Entries && arguments.Second + count <= RoutingTable.Entries:
                table.Clear((int)arguments.Second, (int)count);
                return CommandOutcome.Done();
            case Operation.Load:
                return Load(context, message, arguments);
            case Operation.FixedRoute:
                return FixedRoute(context.Chip, message, arguments.Second);
            default:
                return CommandOutcome.Refused(ScpResult.BadArgument);
        }
    }

    private static CommandOutcome Load(in CommandContext context, SdpBuffer message, ScpArguments arguments)
    {
        ChipMemory memory = context.Chip.Memory;
        Span<byte> entry = stackalloc byte[(int)RoutingTable.EntrySize];
        uint address = arguments.Second;
        if (!memory.TryRead(context.Core, address, entry, AccessUnit.Word))
            return context.Abort(message, address, 0);

        uint count = arguments.First >> 16;
        if (count == 0)
            count = BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]);
        if (count > RoutingTable.Entries)
            return CommandOutcome.Refused(ScpResult.BadArgument);

        for (uint i = 0; i < count; i++, address += RoutingTable.EntrySize)
        {
            if (!memory.TryRead(context.Core, address, entry, AccessUnit.Word))
                return context.Abort(message, address, 0);

            uint target = BinaryPrimitives.ReadUInt16LittleEndian(entry) + arguments.Third;
            if (target >= RoutingTable.Entries)
                return CommandOutcome.Refused(ScpResult.BadArgument);

            uint route = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            byte application = (byte)(arguments.First >> 8);
            context.Chip.RoutingTable.Load(
                (int)target,
                application != 0 ? application : (byte)(route >> 24),
                route & RouteMask,
                BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]));
        }

        return CommandOutcome.Done();
    }

    private static CommandOutcome FixedRoute(VirtualChip chip, SdpBuffer message, uint argument)
    {
        if ((argument & ReadFlag) != 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(message.Payload, chip.Memory.ReadWord(FixedRouteCopy));
            return CommandOutcome.Done(sizeof(uint));
        }

        chip.Memory.WriteWord(FixedRouteCopy, argument & RouteMask);
        chip.Router.FixedWay = argument & RouteMask;
        return CommandOutcome.Done();
    }
}
