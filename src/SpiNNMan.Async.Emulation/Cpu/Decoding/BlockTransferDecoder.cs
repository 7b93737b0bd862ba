using SpiNNMan.Async.Emulation.Cpu.Interpreter;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Decodes LDM and STM. Without registers, which the architecture does not define, the instruction does nothing. With the PC as base, it is undefined.</summary>
internal static unsafe class BlockTransferDecoder
{
    /// <summary>The method that executes an instruction.</summary>
    public static delegate*<ArmCore, Op*, long, Op*> Find(Op* op, uint opcode, ref PcUse pc)
    {
        op->Imm = opcode & 0xffff;
        op->Rs = (byte)(((opcode >> 23) & (BlockTransfer.Up | BlockTransfer.Before)) | ((opcode >> 19) & BlockTransfer.WriteBack));
        if (op->Imm == 0) return &SystemInstructions.Nothing;
        if (op->Rn == 15) return &SystemInstructions.Undefined;
        bool hasPc = (op->Imm & 0x8000) != 0;
        bool isSpecial = (opcode & (1 << 22)) != 0;
        if ((opcode & (1 << 20)) == 0)
        {
            if (hasPc) pc = PcUse.Late;
            return isSpecial ? &BlockTransfer.StoreUser : &BlockTransfer.Store;
        }

        if (!isSpecial) return hasPc ? &BlockTransfer.LoadPc : &BlockTransfer.Load;
        return hasPc ? &BlockTransfer.LoadReturn : &BlockTransfer.LoadUser;
    }
}
