using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Monitor;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Bmp;

/// <summary>What a BMP can do.</summary>
internal sealed class BmpCommands(IReadOnlyList<VirtualBoard> boards, BootTiming timing, Func<TimeSpan> uptime)
{
    /// <summary>The number of the board this BMP is on.</summary>
    public const byte BoardNumber = 0;

    /// <summary>The number of its frame: that of boards which were never given another.</summary>
    public const ushort Frame = 240;

    private const uint BootBlock = 1;
    private const uint VersionIsText = 0xFFFF0000;
    private const uint LargestData = 256;
    private const uint BuildDate = 1560000000;

    private readonly BmpSensors _sensors = new(uptime);
    private readonly FpgaRegisters _fpgas = new();

    private bool IsPowered => boards.Any(board => board.HasPower);

    public BmpWork Execute(SdpBuffer message) => message.Command switch
    {
        ScpCommand.Version => Version(message),
        ScpCommand.LinkRead => ReadFpga(message),
        ScpCommand.LinkWrite => WriteFpga(message),
        ScpCommand.Led => BmpWork.Now(ScpResult.Ok),
        ScpCommand.BmpInfo => Info(message),
        ScpCommand.BmpReset => Reset(message),
        ScpCommand.BmpPower => Power(message),
        _ => BmpWork.Now(ScpResult.BadCommand),
    };

    private static BmpWork Version(SdpBuffer message)
    {
        ReadOnlySpan<byte> texts = "BC&MP/Spin5-BMP\02.1.2\0"u8;
        Span<byte> reply = message.Payload;
        BinaryPrimitives.WriteUInt32LittleEndian(reply, (BootBlock << 24) | ((uint)Frame << 16) | BoardNumber);
        BinaryPrimitives.WriteUInt32LittleEndian(reply[4..], VersionIsText | LargestData);
        BinaryPrimitives.WriteUInt32LittleEndian(reply[8..], BuildDate);
        texts.CopyTo(reply[12..]);
        return BmpWork.Now(ScpResult.Ok, 12 + texts.Length);
    }

    private BmpWork Power(SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        uint operation = arguments.First & 0xFF;
        if (operation > 1)
            return BmpWork.Now(ScpResult.BadArgument);

        bool isMine = (arguments.Second & (1u << BoardNumber)) != 0;
        if (!isMine)
            return BmpWork.Now(ScpResult.Ok);

        // A board that has power already loses it first.
        foreach (VirtualBoard board in boards)
            board.PowerOff();
        if (operation == 0)
            return BmpWork.Now(ScpResult.Ok);

        _fpgas.Reset();
        return new BmpWork(ScpResult.Ok, 0, timing.PowerOn, SwitchOn);
    }

    private BmpWork Reset(SdpBuffer message)
    {
        const uint alsoFpgas = 4;
        ScpArguments arguments = message.Arguments;
        uint operation = arguments.First & 0xFF & ~alsoFpgas;
        if (operation > 2)
            return BmpWork.Now(ScpResult.BadArgument);
        if ((arguments.Second & (1u << BoardNumber)) == 0)
            return BmpWork.Now(ScpResult.Ok);

        if ((arguments.First & alsoFpgas) != 0)
            _fpgas.Reset();

        // 0 lets the chips go, 1 holds them, 2 does both in turn.
        foreach (VirtualBoard board in boards)
        {
            if (operation != 0)
                board.PowerOff();
            if (operation != 1 && !board.HasPower)
                board.PowerOn();
        }

        return BmpWork.Now(ScpResult.Ok);
    }

    private void SwitchOn()
    {
        foreach (VirtualBoard board in boards)
            board.PowerOn();
    }

    private BmpWork Info(SdpBuffer message)
    {
        int length = _sensors.TryWrite(message.Arguments.First, message.Payload, IsPowered);
        return length > 0 ? BmpWork.Now(ScpResult.Ok, length) : BmpWork.Now(ScpResult.BadArgument);
    }

    private BmpWork ReadFpga(SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        if (arguments.Second > LargestData || arguments.Third >= FpgaRegisters.FpgaCount)
            return BmpWork.Now(ScpResult.BadArgument);

        int length = (int)arguments.Second;
        for (int at = 0; at + sizeof(uint) <= length; at += sizeof(uint))
        {
            uint value = IsPowered ? _fpgas.Read((int)arguments.Third, arguments.First + (uint)at) : uint.MaxValue;
            BinaryPrimitives.WriteUInt32LittleEndian(message.Payload[at..], value);
        }

        return BmpWork.Now(ScpResult.Ok, length);
    }

    private BmpWork WriteFpga(SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        if (arguments.Second > LargestData || arguments.Third >= FpgaRegisters.FpgaCount)
            return BmpWork.Now(ScpResult.BadArgument);

        for (int at = 0; at + sizeof(uint) <= arguments.Second; at += sizeof(uint))
            _fpgas.Write((int)arguments.Third, arguments.First + (uint)at, BinaryPrimitives.ReadUInt32LittleEndian(message.Data[at..]));

        return BmpWork.Now(ScpResult.Ok);
    }
}
