using SpiNNMan.Async.Emulation.Cpu.Interpreter;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Decodes multiplications and SWP. The architecture does not define them with the PC as a register. They are undefined here.</summary>
internal static unsafe class MultiplyDecoder
{
    /// <summary>The method that executes an instruction.</summary>
    public static delegate*<ArmCore, Op*, long, Op*> Find(Op* op, uint opcode, ref PcUse pc)
    {
        if ((opcode & 0x0fb00f00) == 0x01000000) return FindSwap(op, opcode);
        uint kind = (opcode >> 20) & 31;

        // The fields of the result and of the added register have the opposite order here.
        (op->Rd, op->Rn) = (op->Rn, op->Rd);
        op->Imm = kind & 1;
        bool usesSum = kind is 2 or 3 or >= 8;
        if (op->Rd == 15 || op->Rm == 15 || op->Rs == 15 || (usesSum && op->Rn == 15)) return &SystemInstructions.Undefined;
        switch (kind >> 1)
        {
            case 0: return &Multiply.Mul;
            case 1: return &Multiply.Mla;
            case 4: return &Multiply.Umull;
            case 5: return &Multiply.Umlal;
            case 6: return &Multiply.Smull;
            case 7: return &Multiply.Smlal;
            default: return &SystemInstructions.Undefined;
        }
    }

    private static delegate*<ArmCore, Op*, long, Op*> FindSwap(Op* op, uint opcode)
    {
        if (op->Rd == 15 || op->Rm == 15 || op->Rn == 15) return &SystemInstructions.Undefined;
        return (opcode & (1 << 22)) != 0 ? &LoadStore.Swap<Accesses.Byte> : &LoadStore.Swap<Accesses.Word>;
    }
}
