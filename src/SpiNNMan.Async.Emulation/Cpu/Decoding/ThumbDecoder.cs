using SpiNNMan.Async.Emulation.Cpu.Interpreter;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Decodes Thumb instructions. Each equals an ARM instruction, except those that use the PC.</summary>
internal static unsafe class ThumbDecoder
{
    /// <summary>Decodes one instruction.</summary>
    /// <param name="op">The result. <see cref="Op.Address"/> must be set.</param>
    /// <param name="opcode">The instruction.</param>
    /// <returns>The kind of branch.</returns>
    public static BranchKind Decode(Op* op, uint opcode)
    {
        switch (opcode >> 11)
        {
            case 0x09:
                ArmDecoder.Decode(op, 0xe59f0000 | ((opcode & 0x700) << 4));
                op->Handler = LoadStoreDecoder.Literal(op, ((op->Address + 4) & ~3u) + ((opcode & 0xff) * 4));
                break;
            case 0x14:
                ArmDecoder.Decode(op, 0xe3a00000 | ((opcode & 0x700) << 4));
                op->Imm = ((op->Address + 4) & ~3u) + ((opcode & 0xff) * 4);
                break;
            case 0x1a or 0x1b when (opcode & 0xf00) < 0xe00:
                return ArmDecoder.DecodeBranch(op, op->Address + 4 + (uint)((sbyte)opcode * 2), (opcode >> 8) & 15, false);
            case 0x1c:
                return ArmDecoder.DecodeBranch(op, op->Address + 4 + (uint)((int)(opcode << 21) >> 20), 14, false);
            case 0x1d when (opcode & 1) == 0:
                DecodeLinkHalf(op, &Branches.ThumbLinkToArm, (opcode & 0x7ff) * 2);
                break;
            case 0x1e:
                DecodeLinkHalf(op, &Branches.ThumbLinkPrefix, op->Address + 4 + (uint)((int)(opcode << 21) >> 9));
                break;
            case 0x1f:
                DecodeLinkHalf(op, &Branches.ThumbLink, (opcode & 0x7ff) * 2);
                return BranchKind.Counted;
            default:
                return ArmDecoder.Decode(op, ThumbExpander.Expand(opcode));
        }

        return BranchKind.None;
    }

    private static void DecodeLinkHalf(Op* op, delegate*<ArmCore, Op*, long, Op*> handler, uint value)
    {
        op->Imm = value;
        op->Target = null;
        op->Opcode = 0;
        op->Handler = handler;
    }
}
