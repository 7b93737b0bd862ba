namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>One of the conditions under which instructions execute.</summary>
internal interface ICondition
{
    /// <summary>Whether it holds.</summary>
    static abstract bool Holds(ArmCore core);
}
