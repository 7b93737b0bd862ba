using System.Numerics;
using SpiNNMan.Async.Emulation.Cpu.Interpreter;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Decodes data processing.</summary>
internal static unsafe class DataProcessingDecoder
{
    private const uint Mov = 13;
    private const uint Mvn = 15;

    /// <summary>The method that executes an instruction.</summary>
    public static delegate*<ArmCore, Op*, long, Op*> Find(Op* op, uint opcode, ref PcUse pc)
    {
        uint operation = (opcode >> 21) & 15;
        bool flags = (opcode & (1 << 20)) != 0;
        bool isTest = operation is >= 8 and <= 11;
        bool toPc = op->Rd == 15 && !isTest;
        bool readsFirst = operation is not Mov and not Mvn;
        if (!readsFirst) op->Rn = 0;
        if ((opcode & (1 << 25)) != 0) return FindImmediate(op, opcode, operation, flags, toPc, readsFirst, ref pc);
        if ((opcode & (1 << 4)) != 0)
        {
            if ((readsFirst && op->Rn == 15) || op->Rm == 15 || op->Rs == 15) pc = PcUse.Late;
            return FindRegisterShift(opcode, operation, flags, toPc);
        }

        if ((readsFirst && op->Rn == 15) || op->Rm == 15) pc = PcUse.Ahead;
        return FindShift(op, opcode, operation, flags, toPc);
    }

    /// <summary>The constant of an instruction.</summary>
    public static uint Immediate(uint opcode) => BitOperations.RotateRight(opcode & 0xff, (int)((opcode >> 7) & 30));

    private static delegate*<ArmCore, Op*, long, Op*> FindImmediate(Op* op, uint opcode, uint operation, bool flags, bool toPc, bool readsFirst, ref PcUse pc)
    {
        op->Imm = Immediate(opcode);
        if (readsFirst && op->Rn == 15) pc = PcUse.Ahead;
        return (opcode & 0xf00) == 0
            ? AluHandlers.Find<Operands.Immediate>(operation, flags, toPc)
            : AluHandlers.Find<Operands.RotatedImmediate>(operation, flags, toPc);
    }

    private static delegate*<ArmCore, Op*, long, Op*> FindRegisterShift(uint opcode, uint operation, bool flags, bool toPc)
    {
        switch ((opcode >> 5) & 3)
        {
            case 0: return AluHandlers.Find<Operands.LslRegister>(operation, flags, toPc);
            case 1: return AluHandlers.Find<Operands.LsrRegister>(operation, flags, toPc);
            case 2: return AluHandlers.Find<Operands.AsrRegister>(operation, flags, toPc);
            default: return AluHandlers.Find<Operands.RorRegister>(operation, flags, toPc);
        }
    }

    private static delegate*<ArmCore, Op*, long, Op*> FindShift(Op* op, uint opcode, uint operation, bool flags, bool toPc)
    {
        uint amount = (opcode >> 7) & 31;
        op->Rs = (byte)(amount == 0 ? 32 : amount);
        switch ((opcode >> 5) & 3)
        {
            case 0 when amount == 0: return AluHandlers.Find<Operands.Register>(operation, flags, toPc);
            case 0: return AluHandlers.Find<Operands.LslImmediate>(operation, flags, toPc);
            case 1: return AluHandlers.Find<Operands.LsrImmediate>(operation, flags, toPc);
            case 2: return AluHandlers.Find<Operands.AsrImmediate>(operation, flags, toPc);
            case 3 when amount == 0: return AluHandlers.Find<Operands.Rrx>(operation, flags, toPc);
            default: return AluHandlers.Find<Operands.RorImmediate>(operation, flags, toPc);
        }
    }
}
