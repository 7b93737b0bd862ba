using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The commands that the BMPs of a frame carry out. Hosts talk to the BMP of board 0, which passes on messages for the others.</summary>
internal sealed class BmpCommands(Kernel kernel, IReadOnlyList<VirtualBoard> boards, byte frame, TimeSpan powerOn)
{
    public const int LargestData = 256;

    private const uint BootBlock = 1;
    private const uint VersionIsText = 0xFFFF0000;
    /// <summary>When the program of the BMPs was built, in seconds since 1970.</summary>
    public const uint BuildDate = 1560000000;

    /// <summary>The version of that program, 2.1.2, as a number.</summary>
    public const uint VersionNumber = 0x00020102;

    /// <summary>How long a BMP takes to start again.</summary>
    private static readonly TimeSpan s_restart = TimeSpan.FromSeconds(1);

    private readonly BmpSensors _sensors = new(() => kernel.Now, boards.Count, frame);
    private readonly BmpBoard[] _boards = [.. boards.Select((board, number) => new BmpBoard(board, number))];

    /// <summary>The number of the frame.</summary>
    public byte Frame => frame;

    /// <summary>The boards of the frame.</summary>
    public IReadOnlyList<VirtualBoard> Boards => boards;

    /// <summary>The hosts on the network of the boards.</summary>
    public HostNetwork Hosts => boards[0].Hosts;

    /// <summary>Whether there is a board with that number in the frame.</summary>
    public bool Has(int board) => board < _boards.Length && !_boards[board].Board.IsDead;

    public BmpWork Execute(SdpBuffer message)
    {
        BmpBoard board = _boards[message.DestinationCore];
        return message.Command switch
        {
            ScpCommand.Version => Version(message, board),
            ScpCommand.Read => BmpMemoryCommands.Read(message, board),
            ScpCommand.Write => BmpMemoryCommands.Write(message, board),
            ScpCommand.Fill => BmpMemoryCommands.Fill(message, board),
            ScpCommand.LinkRead => ReadFpga(message, board),
            ScpCommand.LinkWrite => WriteFpga(message, board),
            ScpCommand.Led or ScpCommand.BmpPwm => BmpWork.Now(ScpResult.Ok),
            ScpCommand.FlashCopy => new BmpWork(ScpResult.Ok, 0, s_restart) { IsSilent = true },
            ScpCommand.BmpXilinx => Xilinx(message, board),
            ScpCommand.BmpI2C => ReadBus(message, board),
            ScpCommand.BmpInfo => Info(message, board),
            ScpCommand.FlashErase => BmpMemoryCommands.EraseFlash(message, board),
            ScpCommand.FlashWrite => BmpMemoryCommands.WriteFlash(message, board),
            ScpCommand.BmpSerialFlash => BmpMemoryCommands.SerialFlash(message, board),
            ScpCommand.BmpEeprom => BmpMemoryCommands.Eeprom(message, board),
            ScpCommand.BmpReset => Reset(message),
            ScpCommand.BmpPower => Power(message),
            _ => BmpWork.Now(ScpResult.BadCommand),
        };
    }

    private BmpWork Version(SdpBuffer message, BmpBoard board)
    {
        ReadOnlySpan<byte> texts = "BC&MP/Spin5-BMP\02.1.2\0"u8;
        Span<byte> reply = message.Payload;
        BinaryPrimitives.WriteUInt32LittleEndian(reply, (BootBlock << 24) | ((uint)frame << 16) | ((uint)BmpSensors.CanId(board.Number) << 8) | (uint)board.Number);
        BinaryPrimitives.WriteUInt32LittleEndian(reply[4..], VersionIsText | LargestData);
        BinaryPrimitives.WriteUInt32LittleEndian(reply[8..], BuildDate);
        texts.CopyTo(reply[12..]);
        return BmpWork.Now(ScpResult.Ok, 12 + texts.Length);
    }

    /// <summary>Switches all boards of the mask, one after the other if the host asks for that. The reply waits until the last board has loaded its FPGAs.</summary>
    private BmpWork Power(SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        uint operation = arguments.First & 0xFF;
        if (operation > 1)
            return BmpWork.Now(ScpResult.BadArgument);

        var step = TimeSpan.FromMilliseconds(arguments.First >> 16);
        TimeSpan longest = TimeSpan.Zero;
        foreach (BmpBoard board in Selected(arguments.Second))
        {
            // A board that has power already loses it first.
            int order = ++board.Orders;
            board.Board.PowerOff();
            if (operation == 0)
                continue;

            board.Fpgas.Reset();
            board.HoldsFpgas = false;
            TimeSpan due = powerOn + (board.Number * step);
            longest = due > longest ? due : longest;
            kernel.Schedule(due, () => SwitchOn(board, order));
        }

        return new BmpWork(ScpResult.Ok, 0, longest);

        static void SwitchOn(BmpBoard board, int order)
        {
            if (board.Orders == order)
                board.Board.PowerOn();
        }
    }

    private BmpWork Reset(SdpBuffer message)
    {
        const uint alsoFpgas = 4;
        ScpArguments arguments = message.Arguments;
        uint operation = arguments.First & 0xFF & ~alsoFpgas;
        if (operation > 2)
            return BmpWork.Now(ScpResult.BadArgument);

        // 0 releases the chips, 1 holds them in reset, 2 does both, one after the other.
        foreach (BmpBoard board in Selected(arguments.Second))
        {
            board.Orders++;
            if ((arguments.First & alsoFpgas) != 0)
                board.Fpgas.Reset();
            if (operation != 0)
                board.Board.PowerOff();
            if (operation != 1 && !board.Board.HasPower)
                board.Board.PowerOn();
        }

        return BmpWork.Now(ScpResult.Ok);
    }

    /// <summary>Accepts programs for the FPGAs, which are not simulated, and resets the FPGAs.</summary>
    private static BmpWork Xilinx(SdpBuffer message, BmpBoard board)
    {
        const uint reset = 2;
        const uint pulse = 2;
        ScpArguments arguments = message.Arguments;
        if (arguments.First > reset || (arguments.First == reset && arguments.Second > pulse))
            return BmpWork.Now(ScpResult.BadArgument);

        if (arguments.First == reset)
        {
            board.Fpgas.Reset();
            board.HoldsFpgas = arguments.Second == 0;
        }

        return BmpWork.Now(ScpResult.Ok);
    }

    /// <summary>Reads the bus of the backplane, on which nothing is simulated.</summary>
    private static BmpWork ReadBus(SdpBuffer message, BmpBoard board)
    {
        int length = (int)Math.Min(message.Arguments.Third, LargestData + 1u);
        if (!board.HasBackplane || length > LargestData)
            return BmpWork.Now(ScpResult.BadArgument);

        message.Payload[..length].Clear();
        return BmpWork.Now(ScpResult.Ok, length);
    }

    private IEnumerable<BmpBoard> Selected(uint mask) => _boards.Where(board => (mask & (1u << board.Number)) != 0);

    private BmpWork Info(SdpBuffer message, BmpBoard board)
    {
        int length = _sensors.TryWrite(message.Arguments.First, message.Payload, board);
        return length > 0 ? BmpWork.Now(ScpResult.Ok, length) : BmpWork.Now(ScpResult.BadArgument);
    }

    private static BmpWork ReadFpga(SdpBuffer message, BmpBoard board)
    {
        ScpArguments arguments = message.Arguments;
        if (arguments.Second > LargestData || arguments.Third >= FpgaRegisters.FpgaCount)
            return BmpWork.Now(ScpResult.BadArgument);

        int length = (int)arguments.Second;
        for (int at = 0; at + sizeof(uint) <= length; at += sizeof(uint))
        {
            uint value = board.Board.HasPower ? board.Fpgas.Read((int)arguments.Third, arguments.First + (uint)at) : uint.MaxValue;
            BinaryPrimitives.WriteUInt32LittleEndian(message.Payload[at..], value);
        }

        return BmpWork.Now(ScpResult.Ok, length);
    }

    private static BmpWork WriteFpga(SdpBuffer message, BmpBoard board)
    {
        ScpArguments arguments = message.Arguments;
        if (arguments.Second > LargestData || arguments.Third >= FpgaRegisters.FpgaCount)
            return BmpWork.Now(ScpResult.BadArgument);

        for (int at = 0; at + sizeof(uint) <= arguments.Second; at += sizeof(uint))
            board.Fpgas.Write((int)arguments.Third, arguments.First + (uint)at, BinaryPrimitives.ReadUInt32LittleEndian(message.Data[at..]));

        return BmpWork.Now(ScpResult.Ok);
    }
}
