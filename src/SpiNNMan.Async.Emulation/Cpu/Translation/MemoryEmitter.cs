using System.Reflection.Emit;
using SpiNNMan.Async.Emulation.Cpu.State;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Emits single loads and stores. DTCM is accessed directly. Everything else is a call, which is placed at the end of the code.</summary>
internal sealed class MemoryEmitter(EmitContext context, AluEmitter alu)
{
    private readonly ILGenerator _il = context.Il;
    private readonly LocalBuilder _address = context.Il.DeclareLocal(typeof(uint));
    private readonly LocalBuilder _base = context.Il.DeclareLocal(typeof(uint));
    private readonly LocalBuilder _value = context.Il.DeclareLocal(typeof(uint));

    /// <summary>Emits a load or store.</summary>
    /// <param name="instruction">The instruction.</param>
    public void Emit(GuestInstruction instruction)
    {
        bool isLoad = instruction.Has(20);
        (AccessSize size, bool signed) = SizeOf(instruction);
        bool writesBack = EmitAddress(instruction);
        Label slow = _il.DefineLabel();
        Label done = _il.DefineLabel();
        JumpUnlessDtcm(size, slow);
        if (isLoad)
        {
            PushPointer();
            _il.Emit(LoadOpcode(size, signed));
            _il.Emit(OpCodes.Stloc, _value);
            Complete(instruction, writesBack, isLoad: true);
        }
        else
        {
            PushPointer();
            context.Push(instruction, instruction.Rd);
            _il.Emit(size == AccessSize.Byte ? OpCodes.Stind_I1 : size == AccessSize.Halfword ? OpCodes.Stind_I2 : OpCodes.Stind_I4);
            Complete(instruction, writesBack, isLoad: false);
        }

        _il.MarkLabel(done);
        long ahead = context.Pending + 1;
        context.Later(() => EmitSlow(instruction, size, signed, writesBack, ahead, slow, done));
    }

    /// <summary>Emits a load of the PC. The loaded value is then in the local for jumps.</summary>
    /// <param name="instruction">The instruction.</param>
    public void EmitLoadPc(GuestInstruction instruction)
    {
        bool writesBack = EmitAddress(instruction);
        Label slow = _il.DefineLabel();
        JumpUnlessDtcm(AccessSize.Word, slow);
        PushPointer();
        _il.Emit(OpCodes.Ldind_U4);
        _il.Emit(OpCodes.Stloc, context.Jump);
        if (writesBack) WriteBack(instruction);
        long before = context.Pending;
        context.Later(() =>
        {
            _il.MarkLabel(slow);
            context.Interpret(instruction, before, before, isLast: true);
        });
    }

    private static (AccessSize Size, bool Signed) SizeOf(GuestInstruction instruction)
    {
        if (instruction.Has(26)) return (instruction.Has(22) ? AccessSize.Byte : AccessSize.Word, false);
        return ((instruction.Opcode >> 5) & 3) switch
        {
            1 => (AccessSize.Halfword, false),
            2 => (AccessSize.Byte, true),
            _ => (AccessSize.Halfword, true),
        };
    }

    private static OpCode LoadOpcode(AccessSize size, bool signed) => size switch
    {
        AccessSize.Byte => signed ? OpCodes.Ldind_I1 : OpCodes.Ldind_U1,
        AccessSize.Halfword => signed ? OpCodes.Ldind_I2 : OpCodes.Ldind_U2,
        _ => OpCodes.Ldind_U4,
    };

    private void EmitSlow(GuestInstruction instruction, AccessSize size, bool signed, bool writesBack, long ahead, Label slow, Label done)
    {
        bool isLoad = instruction.Has(20);
        Label attention = _il.DefineLabel();
        Label aborted = _il.DefineLabel();
        _il.MarkLabel(slow);
        context.SetTime(ahead);
        _il.Emit(OpCodes.Ldarg_1);
        _il.Emit(OpCodes.Ldloc, _address);
        if (!isLoad) context.Push(instruction, instruction.Rd);
        _il.Emit(OpCodes.Call, CoreMembers.Access(isLoad, size));
        if (isLoad)
        {
            if (signed) _il.Emit(size == AccessSize.Byte ? OpCodes.Conv_I1 : OpCodes.Conv_I2);
            _il.Emit(OpCodes.Stloc, _value);
        }

        context.GetTime(ahead);
        _il.Emit(OpCodes.Ldarg_1);
        _il.Emit(OpCodes.Ldfld, CoreMembers.Attention);
        _il.Emit(OpCodes.Brtrue, attention);
        Complete(instruction, writesBack, isLoad);
        _il.Emit(OpCodes.Br, done);
        _il.MarkLabel(attention);
        context.AddTime(ahead);
        _il.Emit(OpCodes.Ldarg_1);
        _il.Emit(OpCodes.Ldfld, CoreMembers.Attention);
        _il.Emit(OpCodes.Ldc_I4, (int)Attention.Abort);
        _il.Emit(OpCodes.And);
        _il.Emit(OpCodes.Brtrue, aborted);
        Complete(instruction, writesBack, isLoad);
        context.Leave(instruction.Next, 0);
        _il.MarkLabel(aborted);
        context.Leave(instruction.Address, 0);
    }

    private void Complete(GuestInstruction instruction, bool writesBack, bool isLoad)
    {
        if (writesBack) WriteBack(instruction);
        if (!isLoad) return;
        _il.Emit(OpCodes.Ldloc, _value);
        context.Pop(instruction.Rd);
    }

    private void WriteBack(GuestInstruction instruction)
    {
        _il.Emit(OpCodes.Ldloc, _base);
        context.Pop(instruction.Rn);
    }

    /// <summary>Computes the address and the new value of the base.</summary>
    /// <returns>Whether the base changes.</returns>
    private bool EmitAddress(GuestInstruction instruction)
    {
        bool isPre = instruction.Has(24);
        bool writesBack = !isPre || instruction.Has(21);
        context.Push(instruction, instruction.Rn);
        if (!isPre)
        {
            _il.Emit(OpCodes.Stloc, _address);
            _il.Emit(OpCodes.Ldloc, _address);
        }

        AddOffset(instruction);
        _il.Emit(OpCodes.Stloc, isPre ? _address : _base);
        if (!isPre || !writesBack) return writesBack;
        _il.Emit(OpCodes.Ldloc, _address);
        _il.Emit(OpCodes.Stloc, _base);
        return true;
    }

    private void AddOffset(GuestInstruction instruction)
    {
        bool isWordOrByte = instruction.Has(26);
        bool isRegister = isWordOrByte ? instruction.Has(25) : !instruction.Has(22);
        if (isRegister)
        {
            if (isWordOrByte) alu.PushShifted(instruction);
            else context.Push(instruction, instruction.Rm);
        }
        else
        {
            uint offset = isWordOrByte ? instruction.Opcode & 0xfff : ((instruction.Opcode >> 4) & 0xf0) | (instruction.Opcode & 15);
            if (offset == 0) return;
            context.PushConstant(offset);
        }

        _il.Emit(instruction.Has(23) ? OpCodes.Add : OpCodes.Sub);
    }

    private void JumpUnlessDtcm(AccessSize size, Label slow)
    {
        _il.Emit(OpCodes.Ldloc, _address);
        context.PushConstant(0xffff0000 | ((uint)size - 1));
        _il.Emit(OpCodes.And);
        context.PushConstant(ArmCore.DtcmBase);
        _il.Emit(OpCodes.Bne_Un, slow);
    }

    private void PushPointer()
    {
        _il.Emit(OpCodes.Ldloc, context.Dtcm);
        _il.Emit(OpCodes.Ldloc, _address);
        _il.Emit(OpCodes.Conv_U);
        _il.Emit(OpCodes.Add);
    }
}
