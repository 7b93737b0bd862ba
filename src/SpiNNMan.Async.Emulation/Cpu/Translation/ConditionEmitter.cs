using System.Reflection.Emit;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Emits conditions.</summary>
internal static class ConditionEmitter
{
    /// <summary>Jumps if a condition does not hold.</summary>
    public static void JumpUnless(EmitContext context, uint condition, Label target)
    {
        ILGenerator il = context.Il;
        if (context.HasComparison && Compared(condition) is { } opcode)
        {
            il.Emit(OpCodes.Ldloc, context.CompareFirst);
            il.Emit(OpCodes.Ldloc, context.CompareSecond);
            il.Emit(opcode, target);
            return;
        }

        switch (condition)
        {
            case 0: JumpIf(il, context.Z, OpCodes.Brtrue, target); break;
            case 1: JumpIf(il, context.Z, OpCodes.Brfalse, target); break;
            case 2: JumpIf(il, context.C, OpCodes.Brfalse, target); break;
            case 3: JumpIf(il, context.C, OpCodes.Brtrue, target); break;
            case 4: JumpIfSign(il, context.N, null, false, target); break;
            case 5: JumpIfSign(il, context.N, null, true, target); break;
            case 6: JumpIfSign(il, context.V, null, false, target); break;
            case 7: JumpIfSign(il, context.V, null, true, target); break;
            case 8:
                JumpIf(il, context.C, OpCodes.Brfalse, target);
                JumpIf(il, context.Z, OpCodes.Brfalse, target);
                break;
            case 9: JumpUnlessEither(context, context.C, target); break;
            case 10: JumpIfSign(il, context.N, context.V, true, target); break;
            case 11: JumpIfSign(il, context.N, context.V, false, target); break;
            case 12:
                JumpIf(il, context.Z, OpCodes.Brfalse, target);
                JumpIfSign(il, context.N, context.V, true, target);
                break;
            case 13: JumpUnlessEither(context, null, target); break;
        }
    }

    /// <summary>The jump if the opposite of a condition holds for the operands of a comparison.</summary>
    private static OpCode? Compared(uint condition) => condition switch
    {
        0 => OpCodes.Bne_Un,
        1 => OpCodes.Beq,
        2 => OpCodes.Blt_Un,
        3 => OpCodes.Bge_Un,
        8 => OpCodes.Ble_Un,
        9 => OpCodes.Bgt_Un,
        10 => OpCodes.Blt,
        11 => OpCodes.Bge,
        12 => OpCodes.Ble,
        13 => OpCodes.Bgt,
        _ => null,
    };

    private static void JumpIf(ILGenerator il, LocalBuilder flag, OpCode opcode, Label target)
    {
        il.Emit(OpCodes.Ldloc, flag);
        il.Emit(opcode, target);
    }

    /// <summary>Jumps if bit 31 of a flag, or of the difference of two flags, has a value.</summary>
    private static void JumpIfSign(ILGenerator il, LocalBuilder first, LocalBuilder? second, bool set, Label target)
    {
        il.Emit(OpCodes.Ldloc, first);
        if (second != null)
        {
            il.Emit(OpCodes.Ldloc, second);
            il.Emit(OpCodes.Xor);
        }

        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(set ? OpCodes.Blt : OpCodes.Bge, target);
    }

    /// <summary>Jumps unless LS (with the flag C) or LE holds: Z is set, there is no carry, or the signs differ.</summary>
    private static void JumpUnlessEither(EmitContext context, LocalBuilder? carry, Label target)
    {
        ILGenerator il = context.Il;
        Label holds = il.DefineLabel();
        JumpIf(il, context.Z, OpCodes.Brfalse, holds);
        if (carry != null) JumpIf(il, carry, OpCodes.Brtrue, target);
        else JumpIfSign(il, context.N, context.V, false, target);
        il.MarkLabel(holds);
    }
}
