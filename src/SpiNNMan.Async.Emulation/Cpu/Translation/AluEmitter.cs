using System.Reflection.Emit;
using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>Emits data processing and multiplications.</summary>
internal sealed class AluEmitter(EmitContext context)
{
    private static readonly string[] s_shifts = [nameof(Shifts.Lsl), nameof(Shifts.Lsr), nameof(Shifts.Asr), nameof(Shifts.Ror)];
    private static readonly string[] s_carries = [nameof(Shifts.LslCarry), nameof(Shifts.LsrCarry), nameof(Shifts.AsrCarry), nameof(Shifts.RorCarry)];

    private readonly ILGenerator _il = context.Il;
    private readonly LocalBuilder _first = context.Il.DeclareLocal(typeof(uint));
    private readonly LocalBuilder _second = context.Il.DeclareLocal(typeof(uint));
    private readonly LocalBuilder _result = context.Il.DeclareLocal(typeof(uint));
    private readonly LocalBuilder _carry = context.Il.DeclareLocal(typeof(uint));
    private readonly LocalBuilder _long = context.Il.DeclareLocal(typeof(ulong));

    /// <summary>The clocks of an instruction in addition to the first.</summary>
    public static long ExtraClocks(GuestInstruction instruction)
    {
        if (IsMultiply(instruction)) return instruction.Has(23) ? 2 : 1;
        return IsRegisterShift(instruction) && !IsCountLeadingZeros(instruction) ? 1 : 0;
    }

    /// <summary>Whether an instruction is a multiplication.</summary>
    public static bool IsMultiply(GuestInstruction instruction) => (instruction.Opcode & 0x0e0000f0) == 0x90;

    /// <summary>Emits an instruction whose result does not go to the PC.</summary>
    /// <param name="instruction">The instruction.</param>
    public void Emit(GuestInstruction instruction)
    {
        if (IsMultiply(instruction))
        {
            if (instruction.Has(23)) EmitLongMultiply(instruction);
            else EmitMultiply(instruction);
        }
        else if (IsCountLeadingZeros(instruction))
        {
            context.Push(instruction, instruction.Rm);
            _il.Emit(OpCodes.Call, CoreMembers.Shift(nameof(Shifts.LeadingZeros)));
            context.Pop(instruction.Rd);
        }
        else if (instruction.Has(20))
        {
            EmitWithFlags(instruction);
        }
        else
        {
            PushResult(instruction);
            context.Pop(instruction.Rd);
        }
    }

    /// <summary>Pushes the result of an instruction that does not set the flags.</summary>
    public void PushResult(GuestInstruction instruction)
    {
        uint operation = (instruction.Opcode >> 21) & 15;
        if (operation is not 13 and not 15)
        {
            context.Push(instruction, instruction.Rn, IsRegisterShift(instruction));
            _il.Emit(OpCodes.Stloc, _first);
        }

        PushSecond(instruction);
        _il.Emit(OpCodes.Stloc, _second);
        Compute(operation);
    }

    /// <summary>Pushes a register with a constant shift, as in data processing and in addresses.</summary>
    public void PushShifted(GuestInstruction instruction)
    {
        uint kind = (instruction.Opcode >> 5) & 3;
        int amount = (int)((instruction.Opcode >> 7) & 31);
        context.Push(instruction, instruction.Rm);
        switch (kind)
        {
            case 0 when amount == 0:
                break;
            case 0:
                Shift(OpCodes.Shl, amount);
                break;
            case 1 when amount == 0:
                _il.Emit(OpCodes.Pop);
                context.PushConstant(0);
                break;
            case 1:
                Shift(OpCodes.Shr_Un, amount);
                break;
            case 2:
                Shift(OpCodes.Shr, amount == 0 ? 31 : amount);
                break;
            case 3 when amount == 0:
                _il.Emit(OpCodes.Ldloc, context.C);
                _il.Emit(OpCodes.Call, CoreMembers.Shift(nameof(Shifts.Rrx)));
                break;
            default:
                context.PushConstant((uint)amount);
                _il.Emit(OpCodes.Call, CoreMembers.Shift(nameof(Shifts.Ror)));
                break;
        }
    }

    private static bool IsCountLeadingZeros(GuestInstruction instruction) => (instruction.Opcode & 0x0ff000f0) == 0x01600010;

    private static bool IsRegisterShift(GuestInstruction instruction) => (instruction.Opcode & 0x0e000010) == 0x10;

    private void Shift(OpCode opcode, int amount)
    {
        _il.Emit(OpCodes.Ldc_I4, amount);
        _il.Emit(opcode);
    }

    private void PushSecond(GuestInstruction instruction)
    {
        if (instruction.Has(25))
        {
            context.PushConstant(DataProcessingDecoder.Immediate(instruction.Opcode));
        }
        else if (instruction.Has(4))
        {
            context.Push(instruction, instruction.Rm, late: true);
            PushAmount(instruction);
            _il.Emit(OpCodes.Call, CoreMembers.Shift(s_shifts[(instruction.Opcode >> 5) & 3]));
        }
        else
        {
            PushShifted(instruction);
        }
    }

    private void PushAmount(GuestInstruction instruction)
    {
        context.Push(instruction, instruction.Rs, late: true);
        context.PushConstant(0xff);
        _il.Emit(OpCodes.And);
    }

    /// <summary>Sets the local for the carry of the shifter, and says whether it differs from C.</summary>
    private bool EmitCarry(GuestInstruction instruction)
    {
        uint amount = (instruction.Opcode >> 7) & 31;
        uint kind = (instruction.Opcode >> 5) & 3;
        if (instruction.Has(25))
        {
            if ((instruction.Opcode & 0xf00) == 0) return false;
            context.PushConstant(DataProcessingDecoder.Immediate(instruction.Opcode) >> 31);
        }
        else if (instruction.Has(4))
        {
            context.Push(instruction, instruction.Rm, late: true);
            PushAmount(instruction);
            _il.Emit(OpCodes.Ldloc, context.C);
            _il.Emit(OpCodes.Call, CoreMembers.Shift(s_carries[kind]));
        }
        else if (kind == 3 && amount == 0)
        {
            context.Push(instruction, instruction.Rm);
            context.PushConstant(1);
            _il.Emit(OpCodes.And);
        }
        else
        {
            if (kind == 0 && amount == 0) return false;
            context.Push(instruction, instruction.Rm);
            context.PushConstant(amount == 0 ? 32 : amount);
            _il.Emit(OpCodes.Ldloc, context.C);
            _il.Emit(OpCodes.Call, CoreMembers.Shift(s_carries[kind]));
        }

        _il.Emit(OpCodes.Stloc, _carry);
        return true;
    }

    private void EmitWithFlags(GuestInstruction instruction)
    {
        uint operation = (instruction.Opcode >> 21) & 15;
        bool isLogical = operation is 0 or 1 or 8 or 9 or >= 12;
        bool isTest = operation is >= 8 and <= 11;
        bool hasCarry = isLogical && EmitCarry(instruction);
        PushResult(instruction);
        _il.Emit(OpCodes.Stloc, _result);
        if (hasCarry) Copy(_carry, context.C);
        if (!isLogical) EmitArithmeticFlags(operation);
        Copy(_result, context.N);
        Copy(_result, context.Z);
        if (!isTest)
        {
            _il.Emit(OpCodes.Ldloc, _result);
            context.Pop(instruction.Rd);
        }

        context.HasComparison = instruction.Condition == 14 && operation is 2 or 10;
        if (!context.HasComparison) return;
        Copy(_first, context.CompareFirst);
        Copy(_second, context.CompareSecond);
    }

    private void Compute(uint operation)
    {
        bool isReversed = operation is 3 or 7;
        if (operation is not 13 and not 15) _il.Emit(OpCodes.Ldloc, isReversed ? _second : _first);
        _il.Emit(OpCodes.Ldloc, isReversed ? _first : _second);
        switch (operation)
        {
            case 0 or 8: _il.Emit(OpCodes.And); break;
            case 1 or 9: _il.Emit(OpCodes.Xor); break;
            case 2 or 3 or 10: _il.Emit(OpCodes.Sub); break;
            case 4 or 11: _il.Emit(OpCodes.Add); break;
            case 5: AddCarry(); break;
            case 6 or 7:
                _il.Emit(OpCodes.Not);
                AddCarry();
                break;
            case 12: _il.Emit(OpCodes.Or); break;
            case 14:
                _il.Emit(OpCodes.Not);
                _il.Emit(OpCodes.And);
                break;
            case 15: _il.Emit(OpCodes.Not); break;
        }
    }

    private void AddCarry()
    {
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Ldloc, context.C);
        _il.Emit(OpCodes.Add);
    }

    private void EmitArithmeticFlags(uint operation)
    {
        bool isReversed = operation is 3 or 7;
        LocalBuilder first = isReversed ? _second : _first;
        LocalBuilder second = isReversed ? _first : _second;
        bool isAddition = operation is 4 or 5 or 11;
        _il.Emit(OpCodes.Ldloc, first);
        _il.Emit(OpCodes.Ldloc, second);
        if (operation is 2 or 3 or 10)
        {
            _il.Emit(OpCodes.Call, CoreMembers.Shift(nameof(Shifts.NotBorrow)));
        }
        else
        {
            if (!isAddition) _il.Emit(OpCodes.Not);
            if (operation is 4 or 11) context.PushConstant(0);
            else _il.Emit(OpCodes.Ldloc, context.C);
            _il.Emit(OpCodes.Call, CoreMembers.Shift(nameof(Shifts.AddCarry)));
        }

        _il.Emit(OpCodes.Stloc, context.C);
        _il.Emit(OpCodes.Ldloc, first);
        _il.Emit(OpCodes.Ldloc, second);
        _il.Emit(OpCodes.Ldloc, _result);
        _il.Emit(OpCodes.Call, CoreMembers.Shift(isAddition ? nameof(Shifts.AddOverflow) : nameof(Shifts.SubtractOverflow)));
        _il.Emit(OpCodes.Stloc, context.V);
    }

    private void EmitMultiply(GuestInstruction instruction)
    {
        context.Push(instruction, instruction.Rm);
        context.Push(instruction, instruction.Rs);
        _il.Emit(OpCodes.Mul);
        if (instruction.Has(21))
        {
            context.Push(instruction, instruction.Rd);
            _il.Emit(OpCodes.Add);
        }

        context.Pop(instruction.Rn);
        if (!instruction.Has(20)) return;
        context.HasComparison = false;
        context.Push(instruction, instruction.Rn);
        _il.Emit(OpCodes.Stloc, context.N);
        Copy(context.N, context.Z);
    }

    private void EmitLongMultiply(GuestInstruction instruction)
    {
        OpCode widen = instruction.Has(22) ? OpCodes.Conv_I8 : OpCodes.Conv_U8;
        context.Push(instruction, instruction.Rm);
        _il.Emit(widen);
        context.Push(instruction, instruction.Rs);
        _il.Emit(widen);
        _il.Emit(OpCodes.Mul);
        if (instruction.Has(21))
        {
            context.Push(instruction, instruction.Rn);
            _il.Emit(OpCodes.Conv_U8);
            Shift(OpCodes.Shl, 32);
            context.Push(instruction, instruction.Rd);
            _il.Emit(OpCodes.Conv_U8);
            _il.Emit(OpCodes.Or);
            _il.Emit(OpCodes.Add);
        }

        _il.Emit(OpCodes.Stloc, _long);
        PushHalf(high: false);
        context.Pop(instruction.Rd);
        PushHalf(high: true);
        context.Pop(instruction.Rn);
        if (!instruction.Has(20)) return;
        context.HasComparison = false;
        PushHalf(high: true);
        _il.Emit(OpCodes.Stloc, context.N);
        PushHalf(high: true);
        PushHalf(high: false);
        _il.Emit(OpCodes.Or);
        _il.Emit(OpCodes.Stloc, context.Z);
    }

    private void PushHalf(bool high)
    {
        _il.Emit(OpCodes.Ldloc, _long);
        if (high) Shift(OpCodes.Shr_Un, 32);
        _il.Emit(OpCodes.Conv_U4);
    }

    private void Copy(LocalBuilder from, LocalBuilder to)
    {
        _il.Emit(OpCodes.Ldloc, from);
        _il.Emit(OpCodes.Stloc, to);
    }
}
