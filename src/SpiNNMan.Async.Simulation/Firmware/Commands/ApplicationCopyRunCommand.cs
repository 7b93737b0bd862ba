using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_APP_COPY_RUN: copies an image from a neighbour and starts it.</summary>
internal sealed class ApplicationCopyRunCommand : ICommandHandler
{
    private const uint LargestImage = 256 << 10;
    private const uint ChecksumMask = 0x1FFFFFFF;

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        (uint first, uint length, uint what) = message.Arguments;
        uint link = first & 7;
        uint checksum = first >> 3;
        if ((what & 1) != 0 || link >= Link.Count || length % sizeof(uint) != 0)
            return CommandOutcome.Refused(ScpResult.BadArgument);

        VirtualChip? neighbour = context.Monitor.Neighbour((int)link);
        if (neighbour is null && length > 0)
            return CommandOutcome.Refused(ScpResult.Timeout);

        if (neighbour is not null)
            context.Monitor.CountLink((int)link, neighbour, (int)Math.Min(length, LargestImage) / sizeof(uint));

        uint sum = neighbour is null ? 0 : Copy(neighbour.Memory, context.Chip.Memory, Math.Min(length, LargestImage));
        if (checksum != 0 && (sum & ChecksumMask) != checksum)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(message.Payload, sum);
            return new CommandOutcome(ScpResult.BadChecksum, sizeof(uint));
        }

        context.Monitor.StartApplication(what);
        return CommandOutcome.Done();
    }

    private static uint Copy(ChipMemory from, ChipMemory to, uint length)
    {
        var image = new byte[length];
        from.TryRead(0, ChipAddresses.SdramSystem, image, AccessUnit.Word);
        to.TryWrite(0, ChipAddresses.SdramSystem, image, AccessUnit.Word);
        uint sum = 0;
        for (int at = 0; at < image.Length; at += sizeof(uint))
            sum += BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at));

        return sum;
    }
}
