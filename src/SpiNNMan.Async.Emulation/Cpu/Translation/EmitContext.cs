using System.Reflection;
using System.Reflection.Emit;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>
/// The shared state of the parts of the translator: guest registers, flags and time as locals, the exits of a region, and rare code, which is placed at the end.
/// </summary>
internal sealed class EmitContext
{
    private readonly LocalBuilder?[] _registers = new LocalBuilder?[15];
    private readonly Dictionary<uint, Label> _blocks = [];
    private readonly Queue<Action> _cold = new();
    private readonly uint _used;
    private readonly Label _leave;
    private readonly Label _return;
    private readonly LocalBuilder _exitPc;
    private readonly LocalBuilder _result;

    /// <summary>Makes a context.</summary>
    public EmitContext(ILGenerator il, Region region)
    {
        Il = il;
        Region = region;
        _used = RegisterUse.Of(region);
        for (int register = 0; register < 15; register++)
            if ((_used & (1u << register)) != 0) _registers[register] = il.DeclareLocal(typeof(uint));
        N = il.DeclareLocal(typeof(uint));
        Z = il.DeclareLocal(typeof(uint));
        C = il.DeclareLocal(typeof(uint));
        V = il.DeclareLocal(typeof(uint));
        Time = il.DeclareLocal(typeof(long));
        Limit = il.DeclareLocal(typeof(long));
        Dtcm = il.DeclareLocal(typeof(nint));
        CompareFirst = il.DeclareLocal(typeof(uint));
        CompareSecond = il.DeclareLocal(typeof(uint));
        Jump = il.DeclareLocal(typeof(uint));
        _exitPc = il.DeclareLocal(typeof(uint));
        _result = il.DeclareLocal(typeof(int));
        _leave = il.DefineLabel();
        _return = il.DefineLabel();
        foreach (uint leader in region.Leaders)
            if (region.Instructions.ContainsKey(leader)) _blocks.Add(leader, il.DefineLabel());
    }

    public ILGenerator Il { get; }

    public Region Region { get; }

    public LocalBuilder N { get; }

    public LocalBuilder Z { get; }

    public LocalBuilder C { get; }

    public LocalBuilder V { get; }

    public LocalBuilder Time { get; }

    public LocalBuilder Limit { get; }

    public LocalBuilder Dtcm { get; }

    /// <summary>The first operand of the last comparison, while <see cref="HasComparison"/>.</summary>
    public LocalBuilder CompareFirst { get; }

    /// <summary>The second operand of the last comparison.</summary>
    public LocalBuilder CompareSecond { get; }

    /// <summary>The address of a jump.</summary>
    public LocalBuilder Jump { get; }

    /// <summary>Whether the flags come from a comparison whose operands are known.</summary>
    public bool HasComparison { get; set; }

    /// <summary>The clocks that are not yet in <see cref="Time"/>.</summary>
    public long Pending { get; set; }

    /// <summary>The decoded instructions that the interpreter executes. Each takes two places.</summary>
    public List<GuestInstruction> Interpreted { get; } = [];

    /// <summary>The addresses of the decoded instructions for the interpreter.</summary>
    public Func<int, nint> InterpretedAddress { get; set; } = _ => 0;

    /// <summary>Loads registers and flags into locals, and goes to the entry.</summary>
    public void EmitStart()
    {
        Reload();
        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Ldfld, CoreMembers.Time);
        Il.Emit(OpCodes.Stloc, Time);
        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Ldfld, CoreMembers.Limit);
        Il.Emit(OpCodes.Stloc, Limit);
        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Ldfld, CoreMembers.DtcmBias);
        Il.Emit(OpCodes.Stloc, Dtcm);
        Il.Emit(OpCodes.Ldc_I4_0);
        Il.Emit(OpCodes.Stloc, _result);
        Il.Emit(OpCodes.Ldarg_2);
        Il.Emit(OpCodes.Switch, [.. Region.Entries.Select(entry => _blocks[entry])]);
        Il.Emit(OpCodes.Br, _blocks[Region.Head]);
    }

    /// <summary>Emits the rare code, and the end.</summary>
    public void EmitEnd()
    {
        while (_cold.TryDequeue(out Action? emit)) emit();
        Il.MarkLabel(_leave);
        SaveState();
        SetTime(0);
        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Ldloc, _exitPc);
        Il.Emit(OpCodes.Stfld, CoreMembers.NextPc);
        Il.Emit(OpCodes.Ldloc, _result);
        Il.Emit(OpCodes.Ret);
        Il.MarkLabel(_return);
        Il.Emit(OpCodes.Ldloc, _result);
        Il.Emit(OpCodes.Ret);
    }

    /// <summary>Puts code at the end.</summary>
    public void Later(Action emit) => _cold.Enqueue(emit);

    /// <summary>The start of the block at an address.</summary>
    public void MarkBlock(uint address) => Il.MarkLabel(_blocks[address]);

    /// <summary>Pushes a register. The PC is pushed as the instruction sees it.</summary>
    public void Push(GuestInstruction instruction, int register, bool late = false)
    {
        if (register == 15) PushConstant(instruction.Address + (instruction.IsThumb ? 4u : late ? 12u : 8u));
        else Il.Emit(OpCodes.Ldloc, _registers[register]!);
    }

    /// <summary>Pops into a register.</summary>
    public void Pop(int register) => Il.Emit(OpCodes.Stloc, _registers[register]!);

    /// <summary>Pushes a number.</summary>
    public void PushConstant(uint value) => Il.Emit(OpCodes.Ldc_I4, (int)value);

    /// <summary>Updates the time, and adds clocks.</summary>
    public void AddTime(long clocks)
    {
        if (clocks == 0) return;
        Il.Emit(OpCodes.Ldloc, Time);
        Il.Emit(OpCodes.Ldc_I8, clocks);
        Il.Emit(OpCodes.Add);
        Il.Emit(OpCodes.Stloc, Time);
    }

    /// <summary>Writes the time to the core.</summary>
    public void SetTime(long ahead)
    {
        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Ldloc, Time);
        Il.Emit(OpCodes.Ldc_I8, ahead);
        Il.Emit(OpCodes.Add);
        Il.Emit(OpCodes.Stfld, CoreMembers.Time);
    }

    /// <summary>Reads the time from the core.</summary>
    public void GetTime(long ahead)
    {
        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Ldfld, CoreMembers.Time);
        Il.Emit(OpCodes.Ldc_I8, ahead);
        Il.Emit(OpCodes.Sub);
        Il.Emit(OpCodes.Stloc, Time);
    }

    /// <summary>Goes on at an address that is a check point. The time is up to date.</summary>
    public void GoTo(uint target)
    {
        if (!_blocks.TryGetValue(target, out Label block))
        {
            Leave(target, 0);
            return;
        }

        CheckTime(target);
        Il.Emit(OpCodes.Br, block);
    }

    /// <summary>Leaves the region at an address if the slice is over.</summary>
    public void CheckTime(uint address)
    {
        Label over = Il.DefineLabel();
        Il.Emit(OpCodes.Ldloc, Time);
        Il.Emit(OpCodes.Ldloc, Limit);
        Il.Emit(OpCodes.Bge, over);
        Later(() =>
        {
            Il.MarkLabel(over);
            Leave(address, 0);
        });
    }

    /// <summary>Leaves the region at an address.</summary>
    /// <param name="address">The address at which the core goes on.</param>
    /// <param name="result">The result of the region.</param>
    public void Leave(uint address, int result)
    {
        PushConstant(address);
        Il.Emit(OpCodes.Stloc, _exitPc);
        if (result != 0)
        {
            Il.Emit(OpCodes.Ldc_I4, result);
            Il.Emit(OpCodes.Stloc, _result);
        }

        Il.Emit(OpCodes.Br, _leave);
    }

    /// <summary>Leaves the region at the address of a jump.</summary>
    public void LeaveToJump()
    {
        Il.Emit(OpCodes.Ldloc, Jump);
        Il.Emit(OpCodes.Stloc, _exitPc);
        Il.Emit(OpCodes.Br, _leave);
    }

    /// <summary>Lets the interpreter execute an instruction.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="before">The clocks before it that the time does not contain yet.</param>
    /// <param name="after">The clocks after it that the time does not contain yet.</param>
    /// <param name="isLast">Whether the region is always left.</param>
    public void Interpret(GuestInstruction instruction, long before, long after, bool isLast)
    {
        SaveState();
        SetTime(before);
        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Ldc_I8, InterpretedAddress(Interpreted.Count));
        Il.Emit(OpCodes.Conv_I);
        Il.Emit(OpCodes.Call, isLast ? CoreMembers.InterpretLast : CoreMembers.Interpret);
        Interpreted.Add(instruction);
        if (isLast)
        {
            Il.Emit(OpCodes.Ret);
            return;
        }

        Il.Emit(OpCodes.Stloc, _result);
        Il.Emit(OpCodes.Ldloc, _result);
        Il.Emit(OpCodes.Brtrue, _return);
        Reload();
        GetTime(after);
    }

    /// <summary>Writes the flags to the core.</summary>
    public void SaveFlags()
    {
        foreach ((LocalBuilder local, FieldInfo field) in Flags())
        {
            Il.Emit(OpCodes.Ldarg_1);
            Il.Emit(OpCodes.Ldloc, local);
            Il.Emit(OpCodes.Stfld, field);
        }
    }

    /// <summary>Writes the registers to the core, from one on.</summary>
    public void SaveRegisters(int first = 0)
    {
        for (int register = first; register < 15; register++)
        {
            if (_registers[register] is not { } local) continue;
            PushRegisterAddress(register);
            Il.Emit(OpCodes.Ldloc, local);
            Il.Emit(OpCodes.Stind_I4);
        }
    }

    /// <summary>Reads the registers from the core, from one on.</summary>
    public void LoadRegisters(int first = 0)
    {
        for (int register = first; register < 15; register++)
        {
            if (_registers[register] is not { } local) continue;
            PushRegisterAddress(register);
            Il.Emit(OpCodes.Ldind_U4);
            Il.Emit(OpCodes.Stloc, local);
        }
    }

    private void SaveState()
    {
        SaveRegisters();
        SaveFlags();
    }

    private void Reload()
    {
        LoadRegisters();
        foreach ((LocalBuilder local, FieldInfo field) in Flags())
        {
            Il.Emit(OpCodes.Ldarg_1);
            Il.Emit(OpCodes.Ldfld, field);
            Il.Emit(OpCodes.Stloc, local);
        }
    }

    private (LocalBuilder Local, FieldInfo Field)[] Flags() => [(N, CoreMembers.N), (Z, CoreMembers.Z), (C, CoreMembers.C), (V, CoreMembers.V)];

    private void PushRegisterAddress(int register)
    {
        Il.Emit(OpCodes.Ldarg_1);
        Il.Emit(OpCodes.Ldflda, CoreMembers.Registers);
        if (register == 0) return;
        Il.Emit(OpCodes.Ldc_I4, register * sizeof(uint));
        Il.Emit(OpCodes.Add);
    }
}
