using System.Buffers.Binary;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_INFO: cores, links, free memory and place of a chip.</summary>
internal sealed class ChipInfoCommand : ICommandHandler
{
    private const uint FreeSystemRam = 22236;
    private const int StatesOffset = 12;
    private const int EthernetOffset = StatesOffset + ChipAddresses.MaxCores;

    private const uint AllLinks = (1u << Link.Count) - 1;

    /// <summary>The links that the monitor uses. Version 4.0.0 tests them when it is booted. Older versions also ask the neighbours now.</summary>
    private static uint Links(in CommandContext context)
    {
        uint links = context.Chip.Memory.ReadByte(LiveVariables.UsedLinks) & AllLinks;
        for (int link = 0; link < Link.Count && context.Monitor.Firmware.ProbesLinks; link++)
        {
            if (context.Monitor.Neighbour(link) is null)
                links &= ~(1u << link);
        }

        return links;
    }

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ChipIdentity chip = context.Chip.Identity;
        Span<byte> reply = message.Payload;
        uint summary = (uint)chip.WorkingCores | (Links(context) << 8) | ((uint)context.Chip.RoutingTable.LargestFree() << 14) | (chip.EthernetAddress.IsEmpty ? 0u : 1u << 25);
        BinaryPrimitives.WriteUInt32LittleEndian(reply, summary);
        BinaryPrimitives.WriteUInt32LittleEndian(reply[4..], context.Chip.Heap.LargestFree());
        BinaryPrimitives.WriteUInt32LittleEndian(reply[8..], FreeSystemRam);
        for (int core = 0; core < ChipAddresses.MaxCores; core++)
            reply[StatesOffset + core] = (byte)(core < chip.WorkingCores ? context.Chip.Vcpu(core).State : CoreState.Dead);

        BinaryPrimitives.WriteUInt16LittleEndian(reply[EthernetOffset..], chip.EthernetChipAddress);
        reply[(EthernetOffset + 2)..(EthernetOffset + 6)].Clear();
        chip.EthernetAddress.Span.CopyTo(reply[(EthernetOffset + 2)..]);
        if (!context.Monitor.Firmware.InfoTellsParent)
            return CommandOutcome.Done(EthernetOffset + 6);

        BinaryPrimitives.WriteUInt16LittleEndian(reply[(EthernetOffset + 6)..], chip.ParentLink);
        return CommandOutcome.Done(EthernetOffset + 8);
    }
}
