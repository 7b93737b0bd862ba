using SpiNNMan.Async.Emulation.Cpu.Interpreter;
using static SpiNNMan.Async.Emulation.Cpu.Interpreter.Conditions;

namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>The methods that depend on a condition, by its code.</summary>
internal static unsafe class ConditionHandlers
{
    /// <summary>The method that checks the condition of an instruction.</summary>
    /// <param name="condition">The code of the condition, 0 to 14.</param>
    public static delegate*<ArmCore, Op*, long, Op*> Plain(uint condition)
    {
        switch (condition)
        {
            case 0: return &Conditional.Run<Eq>;
            case 1: return &Conditional.Run<Ne>;
            case 2: return &Conditional.Run<Cs>;
            case 3: return &Conditional.Run<Cc>;
            case 4: return &Conditional.Run<Mi>;
            case 5: return &Conditional.Run<Pl>;
            case 6: return &Conditional.Run<Vs>;
            case 7: return &Conditional.Run<Vc>;
            case 8: return &Conditional.Run<Hi>;
            case 9: return &Conditional.Run<Ls>;
            case 10: return &Conditional.Run<Ge>;
            case 11: return &Conditional.Run<Lt>;
            case 12: return &Conditional.Run<Gt>;
            case 13: return &Conditional.Run<Le>;
            default: return &Conditional.Run<Al>;
        }
    }

    /// <summary>The method that checks the condition of an instruction that reads the PC.</summary>
    /// <param name="condition">The code of the condition, 0 to 14.</param>
    public static delegate*<ArmCore, Op*, long, Op*> WithPc(uint condition)
    {
        switch (condition)
        {
            case 0: return &Conditional.RunWithPc<Eq>;
            case 1: return &Conditional.RunWithPc<Ne>;
            case 2: return &Conditional.RunWithPc<Cs>;
            case 3: return &Conditional.RunWithPc<Cc>;
            case 4: return &Conditional.RunWithPc<Mi>;
            case 5: return &Conditional.RunWithPc<Pl>;
            case 6: return &Conditional.RunWithPc<Vs>;
            case 7: return &Conditional.RunWithPc<Vc>;
            case 8: return &Conditional.RunWithPc<Hi>;
            case 9: return &Conditional.RunWithPc<Ls>;
            case 10: return &Conditional.RunWithPc<Ge>;
            case 11: return &Conditional.RunWithPc<Lt>;
            case 12: return &Conditional.RunWithPc<Gt>;
            case 13: return &Conditional.RunWithPc<Le>;
            default: return &Conditional.RunWithPc<Al>;
        }
    }

    /// <summary>The method that checks the condition of an instruction that sees the PC 12 bytes ahead.</summary>
    /// <param name="condition">The code of the condition, 0 to 14.</param>
    public static delegate*<ArmCore, Op*, long, Op*> WithLatePc(uint condition)
    {
        switch (condition)
        {
            case 0: return &Conditional.RunWithLatePc<Eq>;
            case 1: return &Conditional.RunWithLatePc<Ne>;
            case 2: return &Conditional.RunWithLatePc<Cs>;
            case 3: return &Conditional.RunWithLatePc<Cc>;
            case 4: return &Conditional.RunWithLatePc<Mi>;
            case 5: return &Conditional.RunWithLatePc<Pl>;
            case 6: return &Conditional.RunWithLatePc<Vs>;
            case 7: return &Conditional.RunWithLatePc<Vc>;
            case 8: return &Conditional.RunWithLatePc<Hi>;
            case 9: return &Conditional.RunWithLatePc<Ls>;
            case 10: return &Conditional.RunWithLatePc<Ge>;
            case 11: return &Conditional.RunWithLatePc<Lt>;
            case 12: return &Conditional.RunWithLatePc<Gt>;
            case 13: return &Conditional.RunWithLatePc<Le>;
            default: return &Conditional.RunWithLatePc<Al>;
        }
    }

    /// <summary>B.</summary>
    /// <param name="condition">The code of the condition, 0 to 14.</param>
    public static delegate*<ArmCore, Op*, long, Op*> Branch(uint condition)
    {
        switch (condition)
        {
            case 0: return &Branches.Branch<Eq>;
            case 1: return &Branches.Branch<Ne>;
            case 2: return &Branches.Branch<Cs>;
            case 3: return &Branches.Branch<Cc>;
            case 4: return &Branches.Branch<Mi>;
            case 5: return &Branches.Branch<Pl>;
            case 6: return &Branches.Branch<Vs>;
            case 7: return &Branches.Branch<Vc>;
            case 8: return &Branches.Branch<Hi>;
            case 9: return &Branches.Branch<Ls>;
            case 10: return &Branches.Branch<Ge>;
            case 11: return &Branches.Branch<Lt>;
            case 12: return &Branches.Branch<Gt>;
            case 13: return &Branches.Branch<Le>;
            default: return &Branches.Branch<Al>;
        }
    }

    /// <summary>B to its own address or backwards.</summary>
    /// <param name="condition">The code of the condition, 0 to 14.</param>
    public static delegate*<ArmCore, Op*, long, Op*> Loop(uint condition)
    {
        switch (condition)
        {
            case 0: return &Branches.Loop<Eq>;
            case 1: return &Branches.Loop<Ne>;
            case 2: return &Branches.Loop<Cs>;
            case 3: return &Branches.Loop<Cc>;
            case 4: return &Branches.Loop<Mi>;
            case 5: return &Branches.Loop<Pl>;
            case 6: return &Branches.Loop<Vs>;
            case 7: return &Branches.Loop<Vc>;
            case 8: return &Branches.Loop<Hi>;
            case 9: return &Branches.Loop<Ls>;
            case 10: return &Branches.Loop<Ge>;
            case 11: return &Branches.Loop<Lt>;
            case 12: return &Branches.Loop<Gt>;
            case 13: return &Branches.Loop<Le>;
            default: return &Branches.Loop<Al>;
        }
    }

    /// <summary>BL.</summary>
    /// <param name="condition">The code of the condition, 0 to 14.</param>
    public static delegate*<ArmCore, Op*, long, Op*> Link(uint condition)
    {
        switch (condition)
        {
            case 0: return &Branches.Link<Eq>;
            case 1: return &Branches.Link<Ne>;
            case 2: return &Branches.Link<Cs>;
            case 3: return &Branches.Link<Cc>;
            case 4: return &Branches.Link<Mi>;
            case 5: return &Branches.Link<Pl>;
            case 6: return &Branches.Link<Vs>;
            case 7: return &Branches.Link<Vc>;
            case 8: return &Branches.Link<Hi>;
            case 9: return &Branches.Link<Ls>;
            case 10: return &Branches.Link<Ge>;
            case 11: return &Branches.Link<Lt>;
            case 12: return &Branches.Link<Gt>;
            case 13: return &Branches.Link<Le>;
            default: return &Branches.Link<Al>;
        }
    }

    /// <summary>The method that executes many turns of a delay loop at once; null if delay loops do not have this condition.</summary>
    /// <param name="condition">The code of the condition.</param>
    public static delegate*<ArmCore, Op*, long, Op*> Delay(uint condition)
    {
        if (condition == 1) return &Branches.Delay<Ne>;
        return condition == 2 ? &Branches.Delay<Cs> : null;
    }
}
