using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_ALLOC: allocates and frees SDRAM and routing entries.</summary>
internal sealed class AllocateCommand : ICommandHandler
{
    private const uint RetryFlag = 4;
    private const uint LargestTag = 255;

    private enum Operation
    {
        AllocateSdram = 0,
        FreeSdram = 1,
        FreeSdramOfApplication = 2,
        AllocateRoutes = 3,
        FreeRoutes = 4,
        FreeRoutesOfApplication = 5,
        SdramSpace = 6,
        FindTag = 7,
    }

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        byte application = (byte)(arguments.First >> 8);
        VirtualChip chip = context.Chip;
        switch ((Operation)(byte)arguments.First)
        {
            case Operation.AllocateSdram:
                ApplicationData.Allocate(chip.Memory, application);
                bool retries = (arguments.First >> 16 & RetryFlag) != 0 && context.Monitor.Firmware.RetriesAllocation;
                return Tell(message, Allocate(chip, application, arguments.Second, arguments.Third, retries));
            case Operation.FreeSdram:
                return FreeSdram(context, message, arguments.Second);
            case Operation.FreeSdramOfApplication:
                return Tell(message, FreeSdramOf(chip, application));
            case Operation.AllocateRoutes:
                ApplicationData.Allocate(chip.Memory, application);
                return Tell(message, (uint)chip.RoutingTable.Allocate(arguments.Second, application));
            case Operation.FreeRoutes:
                chip.RoutingTable.Free(arguments.Second, clear: arguments.Third != 0);
                return CommandOutcome.Done();
            case Operation.FreeRoutesOfApplication:
                return Tell(message, (uint)chip.RoutingTable.FreeAll(application, clear: arguments.Second != 0));
            case Operation.SdramSpace:
                BinaryPrimitives.WriteUInt32LittleEndian(message.Payload[sizeof(uint)..], chip.Heap.LargestFree());
                Tell(message, chip.Heap.FreeBytes);
                return CommandOutcome.Done(2 * sizeof(uint));
            case Operation.FindTag:
                return Tell(message, chip.Memory.ReadWord(TagAddress(application, (byte)arguments.Second)));
            default:
                return CommandOutcome.Refused(ScpResult.BadArgument);
        }
    }

    /// <summary>Frees every block of an application.</summary>
    /// <returns>How many there were.</returns>
    public static uint FreeSdramOf(VirtualChip chip, byte application)
    {
        IReadOnlyList<uint> allocations = chip.Heap.AllocationsOf(application);
        foreach (uint address in allocations)
            Free(chip, address);
        return (uint)allocations.Count;
    }

    private static uint Allocate(VirtualChip chip, byte application, uint size, uint tag, bool retries)
    {
        if (size == 0 || tag > LargestTag)
            return 0;

        uint tagAddress = TagAddress(application, (byte)tag);
        if (tag != 0 && chip.Memory.ReadWord(tagAddress) is var existing and not 0)
            return retries && chip.Heap.SizeOf(existing) == size ? existing : 0;

        uint address = chip.Heap.Allocate(size, application, (byte)tag);
        if (tag != 0 && address != 0)
            chip.Memory.WriteWord(tagAddress, address);
        return address;
    }

    private static CommandOutcome FreeSdram(in CommandContext context, SdpBuffer message, uint address)
    {
        if (address == 0)
            return CommandOutcome.Done();
        if (!context.Chip.Heap.Contains(address))
            return context.Abort(message, address, 0);

        Free(context.Chip, address);
        return CommandOutcome.Done();
    }

    private static void Free(VirtualChip chip, uint address)
    {
        uint owner = chip.Heap.OwnerOf(address);
        if ((byte)owner != 0)
            chip.Memory.WriteWord(TagAddress((byte)(owner >> 8), (byte)owner), 0);
        chip.Heap.Free(address);
    }

    private static uint TagAddress(byte application, byte tag) => ChipAddresses.AllocationTags + (4 * (((uint)application << 8) | tag));

    private static CommandOutcome Tell(SdpBuffer message, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(message.Payload, value);
        return CommandOutcome.Done(sizeof(uint));
    }
}
