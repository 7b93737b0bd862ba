using System.Runtime.InteropServices;
using SpiNNMan.Async.Emulation.Cpu.Interpreter;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Decodes whole pages, or one instruction alone.</summary>
internal static unsafe class PageDecoder
{
    /// <summary>Decodes all instructions of a page, and adds the ends of its lines.</summary>
    public static void Decode(CodePage page, ReadOnlySpan<byte> content, uint threshold)
    {
        uint length = page.IsThumb ? 2u : 4u;
        for (uint offset = 0; offset < CodePage.Size; offset += length)
        {
            ReadOnlySpan<byte> bytes = content[(int)offset..];
            uint opcode = page.IsThumb ? MemoryMarshal.Read<ushort>(bytes) : MemoryMarshal.Read<uint>(bytes);
            Op* op = page.At(page.Address + offset);
            BranchKind kind = DecodeAlone(op, page.Address + offset, opcode, page.IsThumb);
            if (kind != BranchKind.None) op->Opcode = threshold;
            if (kind is not BranchKind.None and not BranchKind.Counted) Link(page, op, length, kind);
            if ((offset + length) % CodePage.LineSize == 0)
            {
                EndAt(op + 1, page.Address + offset + length);
                (op + 1)->Handler = offset + length == CodePage.Size ? &Flow.PageEnd : &Flow.LineEnd;
            }
        }
    }

    /// <summary>Decodes one instruction that is executed alone.</summary>
    public static BranchKind DecodeAlone(Op* op, uint address, uint opcode, bool thumb)
    {
        op->Address = address;
        return thumb ? ThumbDecoder.Decode(op, opcode) : ArmDecoder.Decode(op, opcode);
    }

    /// <summary>Makes the end after an instruction that is executed alone.</summary>
    public static void EndAt(Op* op, uint address)
    {
        op->Address = address;
        op->Handler = &Flow.Stop;
    }

    /// <summary>Gives a branch its target instruction, if that is on the page. It also finds delay loops.</summary>
    private static void Link(CodePage page, Op* op, uint length, BranchKind kind)
    {
        if ((op->Imm & ~(CodePage.Size - 1)) != page.Address) return;
        op->Target = page.At(op->Imm);
        if (kind != BranchKind.Loop || op->Imm != op->Address - length || op->Address % CodePage.LineSize == 0) return;

        // An unconditional "subs rN, rN, #1", and a branch back to it.
        uint before = op->Target->Opcode;
        if ((before & 0xfff00fff) != 0xe2500001 || ((before >> 12) & 15) != ((before >> 16) & 15) || ((before >> 12) & 15) == 15) return;
        delegate*<ArmCore, Op*, long, Op*> delay = ConditionHandlers.Delay(op->Rs);
        if (delay == null) return;
        op->Rd = (byte)((before >> 12) & 15);
        op->Handler = delay;
    }
}
