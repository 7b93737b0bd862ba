using SpiNNMan.Async.Emulation.Cpu.Interpreter;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Decodes the instructions in the space of comparisons without flags.</summary>
internal static unsafe class MiscellaneousDecoder
{
    /// <summary>The method that executes an instruction.</summary>
    public static delegate*<ArmCore, Op*, long, Op*> Find(Op* op, uint opcode, ref PcUse pc)
    {
        uint kind = (opcode >> 21) & 3;
        if ((opcode & (1 << 25)) != 0)
        {
            op->Imm = DataProcessingDecoder.Immediate(opcode);
            return (kind & 1) != 0 ? &SystemInstructions.MsrImmediate : &SystemInstructions.Undefined;
        }

        switch ((opcode >> 4) & 15)
        {
            case 0 when (kind & 1) == 0:
                return op->Rd == 15 ? &SystemInstructions.Undefined : &SystemInstructions.Mrs;
            case 0:
                return op->Rm == 15 ? &SystemInstructions.Undefined : &SystemInstructions.MsrRegister;
            case 1 when kind == 1:
                if (op->Rm == 15) pc = PcUse.Ahead;
                return &Branches.Exchange;
            case 1 when kind == 3:
                return op->Rd == 15 || op->Rm == 15 ? &SystemInstructions.Undefined : &SignalProcessing.Clz;
            case 3 when kind == 1:
                return op->Rm == 15 ? &SystemInstructions.Undefined : &Branches.LinkExchange;
            case 5:
                return op->Rd == 15 || op->Rm == 15 || op->Rn == 15 ? &SystemInstructions.Undefined : &SignalProcessing.Saturating;
            case 7 when kind == 1:
                return &SystemInstructions.Breakpoint;
            case 8 or 10 or 12 or 14:
                return FindHalfwordMultiply(op, opcode, kind);
            default:
                return &SystemInstructions.Undefined;
        }
    }

    private static delegate*<ArmCore, Op*, long, Op*> FindHalfwordMultiply(Op* op, uint opcode, uint kind)
    {
        (op->Rd, op->Rn) = (op->Rn, op->Rd);
        bool isPlainWide = kind == 1 && (opcode & (1 << 5)) != 0;
        bool usesSum = kind != 3 && !isPlainWide;
        if (op->Rd == 15 || op->Rm == 15 || op->Rs == 15 || (usesSum && op->Rn == 15)) return &SystemInstructions.Undefined;
        switch (kind)
        {
            case 0: return &SignalProcessing.Smla;
            case 1: return isPlainWide ? &SignalProcessing.Smulw : &SignalProcessing.Smlaw;
            case 2: return &SignalProcessing.Smlal;
            default: return &SignalProcessing.Smul;
        }
    }
}
