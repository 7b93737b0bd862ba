using SpiNNMan.Async.Emulation.Cpu.Interpreter;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>Decodes ARM instructions. Thumb instructions come here as the ARM instructions of the same effect.</summary>
internal static unsafe class ArmDecoder
{
    private const uint Always = 14;

    /// <summary>Decodes one instruction.</summary>
    /// <param name="op">The result. <see cref="Op.Address"/> must be set.</param>
    /// <param name="opcode">The instruction.</param>
    /// <returns>The kind of branch.</returns>
    public static BranchKind Decode(Op* op, uint opcode)
    {
        op->Opcode = opcode;
        op->Rn = (byte)((opcode >> 16) & 15);
        op->Rd = (byte)((opcode >> 12) & 15);
        op->Rs = (byte)((opcode >> 8) & 15);
        op->Rm = (byte)(opcode & 15);
        uint condition = opcode >> 28;
        if (condition == 15)
        {
            DecodeUnconditional(op, opcode);
            return BranchKind.None;
        }

        if ((opcode & 0x0e000000) == 0x0a000000)
        {
            return DecodeBranch(op, BranchTarget(op->Address, opcode), condition, (opcode & (1 << 24)) != 0);
        }

        PcUse pc = PcUse.None;
        delegate*<ArmCore, Op*, long, Op*> handler = Find(op, opcode, ref pc);
        if (condition == Always && pc == PcUse.None)
        {
            op->Handler = handler;
            return BranchKind.None;
        }

        op->Inner = handler;
        op->Handler = pc switch
        {
            PcUse.Ahead => ConditionHandlers.WithPc(condition),
            PcUse.Late => ConditionHandlers.WithLatePc(condition),
            _ => ConditionHandlers.Plain(condition),
        };
        return LoadStoreDecoder.IsVector(opcode) ? BranchKind.Counted : BranchKind.None;
    }

    /// <summary>The target of a branch.</summary>
    /// <param name="address">The address of the branch.</param>
    /// <param name="opcode">The instruction.</param>
    public static uint BranchTarget(uint address, uint opcode) => address + 8 + (uint)((int)(opcode << 8) >> 6);

    /// <summary>Decodes a branch to a fixed address.</summary>
    /// <param name="op">The result. Rs is the condition.</param>
    /// <param name="target">The target.</param>
    /// <param name="condition">The code of its condition.</param>
    /// <param name="link">Whether it is a call.</param>
    public static BranchKind DecodeBranch(Op* op, uint target, uint condition, bool link)
    {
        op->Imm = target;
        op->Target = null;
        op->Opcode = 0;
        op->Rs = (byte)condition;
        BranchKind kind = link ? BranchKind.Link : target <= op->Address ? BranchKind.Loop : BranchKind.Forward;
        op->Handler = kind switch
        {
            BranchKind.Link => ConditionHandlers.Link(condition),
            BranchKind.Loop => ConditionHandlers.Loop(condition),
            _ => ConditionHandlers.Branch(condition),
        };
        return kind;
    }

    private static delegate*<ArmCore, Op*, long, Op*> Find(Op* op, uint opcode, ref PcUse pc)
    {
        switch ((opcode >> 25) & 7)
        {
            case 0 when (opcode & 0x90) == 0x90:
                return (opcode & 0x60) == 0 ? MultiplyDecoder.Find(op, opcode, ref pc) : LoadStoreDecoder.FindExtra(op, opcode, ref pc);
            case 0 or 1:
                return (opcode & 0x01900000) == 0x01000000 ? MiscellaneousDecoder.Find(op, opcode, ref pc) : DataProcessingDecoder.Find(op, opcode, ref pc);
            case 2:
                return LoadStoreDecoder.Find(op, opcode, ref pc);
            case 3:
                return (opcode & 0x10) != 0 ? &SystemInstructions.Undefined : LoadStoreDecoder.Find(op, opcode, ref pc);
            case 4:
                return BlockTransferDecoder.Find(op, opcode, ref pc);
            case 7 when (opcode & (1 << 24)) != 0:
                return &SystemInstructions.SoftwareInterrupt;
            case 7 when (opcode & 0xf10) == 0xf10:
                return FindCoprocessor(op, opcode);
            default:
                return &SystemInstructions.Undefined;
        }
    }

    private static delegate*<ArmCore, Op*, long, Op*> FindCoprocessor(Op* op, uint opcode)
    {
        if ((opcode & (1 << 20)) != 0) return &SystemInstructions.MoveFromCoprocessor;
        return op->Rd == 15 ? &SystemInstructions.Undefined : &SystemInstructions.MoveToCoprocessor;
    }

    /// <summary>Decodes the opcodes for which other versions of the architecture have the condition "never". Only BLX and PLD exist.</summary>
    private static void DecodeUnconditional(Op* op, uint opcode)
    {
        if ((opcode & 0x0e000000) == 0x0a000000)
        {
            op->Imm = BranchTarget(op->Address, opcode) + ((opcode >> 23) & 2);
            op->Handler = &Branches.LinkToThumb;
        }
        else if ((opcode & 0x0d70f000) == 0x0550f000)
        {
            op->Handler = &SystemInstructions.Nothing;
        }
        else
        {
            op->Handler = &SystemInstructions.Undefined;
        }
    }
}
