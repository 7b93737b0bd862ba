using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Monitor.Commands;

/// <summary>CMD_SROM: clocks bits into the serial ROM, and bytes in or out after them.</summary>
internal sealed class SerialRomCommand : ICommandHandler
{
    private const uint WriteFlag = 1 << 8;
    private const uint AddressMask = 0x00FFFFFF;
    private const uint BitsMask = 0x3F;

    // A smaller memory takes addresses of two bytes after the command, and not three.
    private const uint ShortCommand = 24;
    private const uint ShortAddressMask = 0xFFFF;

    private enum Operation : byte
    {
        Write = 0x02,
        Read = 0x03,
        Status = 0x05,
        Erase = 0xC7,
    }

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        int length = (int)(arguments.First >> 16);
        bool writes = (arguments.First & WriteFlag) != 0;
        if (length > ScpMessage.MaxDataSize)
            return writes ? CommandOutcome.Done() : CommandOutcome.NoReply;

        var operation = (Operation)(byte)(arguments.Second >> 24);
        bool isShort = (arguments.First & BitsMask) == ShortCommand;
        uint address = (isShort ? arguments.Second >> 8 : arguments.Second) & (isShort ? ShortAddressMask : AddressMask);
        SerialRom? rom = context.Chip.SerialRom;
        if (writes)
        {
            if (operation == Operation.Write)
                rom?.Flash.Write(address, message.Data[..length]);
            else if (operation == Operation.Erase)
                rom?.Erase();

            return CommandOutcome.Done();
        }

        Span<byte> reply = message.Payload[..length];
        reply.Clear();
        if (operation == Operation.Read)
            rom?.Flash.Read(address, reply);

        return CommandOutcome.Done(length);
    }
}
