using System.Runtime.InteropServices;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Reads instructions from decoded pages, as the translator sees them.</summary>
internal static class InstructionReader
{
    private const uint Always = 0xe0000000;

    /// <summary>Reads one instruction.</summary>
    /// <param name="page">Its page.</param>
    /// <param name="address">Its address, on the page.</param>
    public static GuestInstruction Read(CodePage page, uint address)
    {
        ReadOnlySpan<byte> bytes = page.Content[(int)(address - page.Address)..];
        return page.IsThumb ? Thumb(page, address, MemoryMarshal.Read<ushort>(bytes)) : Arm(address, MemoryMarshal.Read<uint>(bytes), false);
    }

    private static GuestInstruction Arm(uint address, uint opcode, bool thumb)
    {
        GuestKind kind = KindOf(opcode);
        uint value = 0;
        if (kind is GuestKind.Branch or GuestKind.Call)
        {
            value = ArmDecoder.BranchTarget(address, opcode);
        }
        else if (IsLiteral(opcode) && !thumb)
        {
            uint offset = opcode & 0xfff;
            value = address + 8 + ((opcode & (1 << 23)) != 0 ? offset : 0 - offset);
            if ((value & 3) == 0 && value < ArmCore.DtcmBase) kind = GuestKind.Literal;
        }

        return new GuestInstruction(address, opcode, kind, value, thumb);
    }

    private static bool IsLiteral(uint opcode) => (opcode & 0x0f7f0000) == 0x051f0000 && (opcode & 0xf000) != 0xf000 && opcode >> 28 != 15;

    private static GuestInstruction Thumb(CodePage page, uint address, uint op)
    {
        uint register = (op << 4) & 0x7000;
        uint near = ((address + 4) & ~3u) + ((op & 0xff) * 4);
        switch (op >> 11)
        {
            case 0x09 when near < ArmCore.DtcmBase:
                return new GuestInstruction(address, Always | register, GuestKind.Literal, near, true);
            case 0x09:
                return new GuestInstruction(address, Always | register, GuestKind.Interpreted, 0, true);
            case 0x14:
                return new GuestInstruction(address, Always | register, GuestKind.Constant, near, true);
            case 0x1a or 0x1b when (op & 0xf00) < 0xe00:
                return new GuestInstruction(address, (op & 0xf00) << 20, GuestKind.Branch, address + 4 + (uint)((sbyte)op * 2), true);
            case 0x1c:
                return new GuestInstruction(address, Always, GuestKind.Branch, address + 4 + (uint)((int)(op << 21) >> 20), true);
            case 0x1d when (op & 1) == 0:
                return new GuestInstruction(address, GuestInstruction.IndirectCall, GuestKind.Last, 0, true);
            case 0x1e:
                return new GuestInstruction(address, Always | 0xe000, GuestKind.Constant, address + 4 + (uint)((int)(op << 21) >> 9), true);
            case 0x1f:
                return ThumbCall(page, address, op);
            default:
                return Arm(address, ThumbExpander.Expand(op), true);
        }
    }

    private static GuestInstruction ThumbCall(CodePage page, uint address, uint op)
    {
        if (page.Contains(address - 2))
        {
            uint before = MemoryMarshal.Read<ushort>(page.Content[(int)(address - 2 - page.Address)..]);
            if (before >> 11 == 0x1e)
            {
                uint target = address + 2 + (uint)((int)(before << 21) >> 9) + ((op & 0x7ff) * 2);
                return new GuestInstruction(address, Always, GuestKind.Call, target & ~1u, true);
            }
        }

        return new GuestInstruction(address, GuestInstruction.IndirectCall, GuestKind.Last, 0, true);
    }

    private static GuestKind KindOf(uint opcode)
    {
        if (opcode >> 28 == 15) return (opcode & 0x0d70f000) == 0x0550f000 ? GuestKind.Interpreted : GuestKind.Last;
        switch ((opcode >> 25) & 7)
        {
            case 0 when (opcode & 0x90) == 0x90:
                return (opcode & 0x60) == 0 ? MultiplyKind(opcode) : ExtraKind(opcode);
            case 0 or 1:
                return (opcode & 0x01900000) == 0x01000000 ? MiscellaneousKind(opcode) : DataProcessingKind(opcode);
            case 3 when (opcode & 0x10) != 0:
                return GuestKind.Last;
            case 2 or 3:
                return SingleKind(opcode);
            case 4:
                return BlockKind(opcode);
            case 5:
                return (opcode & (1 << 24)) != 0 ? GuestKind.Call : GuestKind.Branch;
            default:
                return GuestKind.Last;
        }
    }

    private static GuestKind MultiplyKind(uint opcode)
    {
        uint kind = (opcode >> 20) & 31;
        bool usesPc = (opcode & 0xf0000) == 0xf0000 || (opcode & 0xf000) == 0xf000 || (opcode & 0xf00) == 0xf00 || (opcode & 15) == 15;
        return usesPc || kind >= 16 || kind is >= 4 and < 8 ? GuestKind.Interpreted : GuestKind.Plain;
    }

    private static GuestKind ExtraKind(uint opcode)
    {
        bool isDouble = (opcode & (1 << 20)) == 0 && (opcode & 0x60) != 0x20;
        bool usesPc = (opcode & 0xf0000) == 0xf0000 || (opcode & 0xf000) == 0xf000 || ((opcode & (1 << 22)) == 0 && (opcode & 15) == 15);
        return isDouble || usesPc ? GuestKind.Interpreted : GuestKind.Plain;
    }

    private static GuestKind MiscellaneousKind(uint opcode)
    {
        if ((opcode & 0x0ffffff0) == 0x012fff10) return GuestKind.Indirect;
        if ((opcode & 0x0fbf0fff) == 0x010f0000) return (opcode & 0xf000) == 0xf000 ? GuestKind.Last : GuestKind.ReadStatus;
        if ((opcode & 0x0fb0fff0) == 0x0120f000 || (opcode & 0x0fb0f000) == 0x0320f000) return WriteStatusKind(opcode);
        return (opcode & 0x02000000) == 0 && (opcode & 0xf0) is 0x50 or 0x80 or 0xa0 or 0xc0 or 0xe0 ? GuestKind.Interpreted
            : (opcode & 0x0fff0ff0) == 0x016f0f10 && (opcode & 0xf000) != 0xf000 && (opcode & 15) != 15 ? GuestKind.Plain
            : GuestKind.Last;
    }

    private static GuestKind WriteStatusKind(uint opcode)
    {
        if ((opcode & 0x0200000f) == 15) return GuestKind.Last;
        if ((opcode & (1 << 22)) != 0) return GuestKind.WriteSavedStatus;
        return opcode >> 28 == 14 && (opcode & 0xf0000) == 0x10000 ? GuestKind.WriteControl : GuestKind.Last;
    }

    private static GuestKind DataProcessingKind(uint opcode)
    {
        bool isTest = ((opcode >> 23) & 3) == 2;
        if ((opcode & 0xf000) != 0xf000 || isTest) return GuestKind.Plain;
        return (opcode & (1 << 20)) != 0 ? GuestKind.Last : GuestKind.Indirect;
    }

    private static GuestKind SingleKind(uint opcode)
    {
        bool toPc = (opcode & 0xf000) == 0xf000;
        bool isRegister = (opcode & (1 << 25)) != 0;
        if ((isRegister && (opcode & 15) == 15) || (toPc && (opcode & (1 << 22)) != 0)) return GuestKind.Last;
        bool indexes = (opcode & (1 << 24)) == 0 || (opcode & (1 << 21)) != 0;
        if ((opcode & 0xf0000) == 0xf0000 && indexes) return GuestKind.Last;
        if (!toPc) return GuestKind.Plain;
        return (opcode & (1 << 20)) != 0 ? GuestKind.Indirect : GuestKind.Interpreted;
    }

    private static GuestKind BlockKind(uint opcode)
    {
        if ((opcode & 0xffff) == 0) return GuestKind.Interpreted;
        if ((opcode & 0xf0000) == 0xf0000) return GuestKind.Last;
        bool hasPc = (opcode & 0x8000) != 0;
        bool isLoad = (opcode & (1 << 20)) != 0;
        if ((opcode & (1 << 22)) != 0) return hasPc && isLoad ? GuestKind.Last : GuestKind.Interpreted;
        if (!hasPc) return GuestKind.Plain;
        return isLoad ? GuestKind.Indirect : GuestKind.Interpreted;
    }
}
