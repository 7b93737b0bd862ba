using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_SROM: sends bits to the serial ROM, and then sends or receives bytes.</summary>
internal sealed class SerialRomCommand : ICommandHandler
{
    private const uint WriteFlag = 1 << 8;
    /// <summary>The flag to enable writing in the ROM first.</summary>
    private const uint EnableFlag = 1 << 7;
    private const uint AddressMask = 0x00FFFFFF;
    private const uint BitsMask = 0x3F;

    // A smaller memory takes two address bytes after the command instead of three.
    private const uint ShortCommand = 24;
    private const uint ShortAddressMask = 0xFFFF;

    private enum Operation : byte
    {
        Write = 0x02,
        Read = 0x03,
        DisableWriting = 0x04,
        Status = 0x05,
        EnableWriting = 0x06,
        ErasePage = 0x42,
        Erase = 0xC7,
        EraseSector = 0xD8,
    }

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        int length = (int)(arguments.First >> 16);
        bool writes = (arguments.First & WriteFlag) != 0;
        if (length > (writes ? ScpMessage.MaxDataSize : context.Monitor.Firmware.LongestRomRead))
            return writes ? CommandOutcome.Done() : CommandOutcome.NoReply;

        var operation = (Operation)(byte)(arguments.Second >> 24);
        bool isShort = (arguments.First & BitsMask) == ShortCommand;
        uint address = (isShort ? arguments.Second >> 8 : arguments.Second) & (isShort ? ShortAddressMask : AddressMask);
        SerialRom? rom = context.Chip.SerialRom;
        if ((arguments.First & EnableFlag) != 0)
            rom?.EnableWriting(true);

        if (writes)
        {
            if (operation == Operation.Write)
                rom?.Write(address, message.Data[..length]);
            else
                Change(rom, operation, address);

            return CommandOutcome.Done();
        }

        // An erasure sends and receives no bytes.
        Change(rom, operation, address);
        Span<byte> reply = message.Payload[..length];
        reply.Clear();
        if (operation == Operation.Read)
            rom?.Flash.Read(address, reply);
        else if (operation == Operation.Status && length > 0)
            reply[0] = rom?.Status ?? 0;

        return CommandOutcome.Done(length);
    }

    private static void Change(SerialRom? rom, Operation operation, uint address)
    {
        switch (operation)
        {
            case Operation.EnableWriting or Operation.DisableWriting:
                rom?.EnableWriting(operation == Operation.EnableWriting);
                break;
            case Operation.ErasePage:
                rom?.Erase(address, SerialRom.PageSize);
                break;
            case Operation.EraseSector:
                rom?.Erase(address, SerialRom.SectorSize);
                break;
            case Operation.Erase:
                rom?.Erase(0, SerialRom.Size);
                break;
        }
    }
}
