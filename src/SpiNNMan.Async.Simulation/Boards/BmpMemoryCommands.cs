using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The commands of a BMP for its memories: its own, the serial flash and the EEPROM.</summary>
internal static class BmpMemoryCommands
{
    private const uint FlashBuffer = 0x10000000;
    private const int BufferSize = 4096;
    private const uint LongestFill = 32 << 10;

    public static BmpWork Read(SdpBuffer message, BmpBoard board)
    {
        ScpArguments arguments = message.Arguments;
        if (IsWrong(arguments))
            return BmpWork.Now(ScpResult.BadArgument);

        board.Read(arguments.First, message.Payload[..(int)arguments.Second]);
        return BmpWork.Now(ScpResult.Ok, (int)arguments.Second);
    }

    public static BmpWork Write(SdpBuffer message, BmpBoard board)
    {
        ScpArguments arguments = message.Arguments;
        if (IsWrong(arguments))
            return BmpWork.Now(ScpResult.BadArgument);

        board.Write(arguments.First, message.Data[..(int)arguments.Second]);
        return BmpWork.Now(ScpResult.Ok);
    }

    public static BmpWork Fill(SdpBuffer message, BmpBoard board)
    {
        (uint address, uint value, uint length) = message.Arguments;
        Span<byte> word = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(word, value);
        for (uint at = 0; at + sizeof(uint) <= Math.Min(length, LongestFill); at += sizeof(uint))
            board.Write(address + at, word);

        return BmpWork.Now(ScpResult.Ok);
    }

    public static BmpWork EraseFlash(SdpBuffer message, BmpBoard board)
    {
        (uint first, uint last, _) = message.Arguments;
        if (!BmpBoard.IsInFlash(first, last))
            return BmpWork.Now(ScpResult.BadArgument);

        board.EraseFlash(first, last);
        BinaryPrimitives.WriteUInt32LittleEndian(message.Payload, FlashBuffer);
        return BmpWork.Now(ScpResult.Ok, sizeof(uint));
    }

    public static BmpWork WriteFlash(SdpBuffer message, BmpBoard board)
    {
        (uint address, uint length, uint erases) = message.Arguments;
        if (length > BufferSize || !BmpBoard.IsInFlash(address, address + length))
            return BmpWork.Now(ScpResult.BadArgument);

        if (erases != 0)
            board.EraseFlash(address, address + length);

        board.Program(address, (int)length);
        return BmpWork.Now(ScpResult.Ok);
    }

    public static BmpWork SerialFlash(SdpBuffer message, BmpBoard board)
    {
        (uint address, uint length, uint operation) = message.Arguments;
        if (operation != 2)
            return Access(message, board.SerialFlash);

        if (length > BmpBoard.SerialFlashSize)
            return BmpWork.Now(ScpResult.BadArgument);

        var bytes = new byte[length];
        board.SerialFlash.Read(address, bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(message.Payload, Crc32(bytes));
        return BmpWork.Now(ScpResult.Ok, sizeof(uint));
    }

    public static BmpWork Eeprom(SdpBuffer message, BmpBoard board) =>
        board.HasBackplane ? Access(message, board.Eeprom) : BmpWork.Now(ScpResult.BadArgument);

    private static BmpWork Access(SdpBuffer message, SparseMemory memory)
    {
        (uint address, uint length, uint operation) = message.Arguments;
        if (operation > 1 || length > BmpCommands.LargestData)
            return BmpWork.Now(ScpResult.BadArgument);

        if (operation == 1)
        {
            memory.Write(address, message.Data[..(int)length]);
            return BmpWork.Now(ScpResult.Ok);
        }

        memory.Read(address, message.Payload[..(int)length]);
        return BmpWork.Now(ScpResult.Ok, (int)length);
    }

    /// <summary>The usual CRC-32, as zlib computes it.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        const uint polynomial = 0xEDB88320;
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ polynomial : crc >> 1;
        }

        return ~crc;
    }

    private static bool IsWrong(ScpArguments arguments) => arguments.Second > BmpCommands.LargestData || arguments.Third > (uint)AccessUnit.Word;
}
