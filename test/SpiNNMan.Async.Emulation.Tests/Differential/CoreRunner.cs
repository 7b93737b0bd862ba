using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Tests.Support;

namespace SpiNNMan.Async.Emulation.Tests.Differential;

/// <summary>Executes cases on a core of ours.</summary>
internal sealed unsafe class CoreRunner : IDisposable
{
    private static readonly byte[] s_armWait = [0x90, 0x0f, 0x07, 0xee];

    // A branch to itself, so that an engine that executes too much does nothing.
    private static readonly byte[] s_armStay = [0xfe, 0xff, 0xff, 0xea];
    private static readonly byte[] s_thumbStay = [0xfe, 0xe7];

    private readonly TestCore _test = new();
    private bool _failed;

    public CoreRunner() => _test.Core.ExceptionTaken = (_, _, _) => _failed = true;

    /// <summary>Executes a case instruction by instruction.</summary>
    /// <returns>
    /// What it leaves behind; null if there is nothing to compare: an exception was taken, or the case wrote to its own instructions (we execute what was written, Unicorn what it had
    /// translated before).
    /// </returns>
    public MachineOutcome? Step(MachineCase machineCase)
    {
        ArmCore core = Prepare(machineCase);
        for (int index = 0; index < machineCase.Code.Length && !_failed; index++) core.Step();
        byte[] code = machineCase.Bytes();
        return new ReadOnlySpan<byte>(CodeMemory + (machineCase.Address - MachineCase.CodeStart), code.Length).SequenceEqual(code) ? Outcome() : null;
    }

    /// <summary>Executes a case as a block; one that does not end with a branch, and is ARM code.</summary>
    /// <returns>What it leaves behind; null if an exception was taken.</returns>
    public MachineOutcome? Run(MachineCase machineCase)
    {
        ArmCore core = Prepare(machineCase);
        core.Write(machineCase.End, s_armWait);
        SliceEnd end = core.Run(core.Time + 10_000);
        if (_failed) return null;
        Assert.That(end, Is.EqualTo(SliceEnd.Sleeping));
        return Outcome() is { } outcome ? outcome with { Pc = outcome.Pc - 4 } : null;
    }

    /// <summary>The memory in which cases have their code.</summary>
    public byte* CodeMemory => _test.Memory.Sdram;

    public void Dispose() => _test.Dispose();

    /// <summary>Clears all memory in which cases have their code.</summary>
    public void ClearCode() => new Span<byte>(CodeMemory, MachineCase.CodeSize).Clear();

    /// <summary>Puts a case into memory and registers.</summary>
    public ArmCore Prepare(MachineCase machineCase)
    {
        ArmCore core = _test.Core;
        _failed = false;
        core.Start(0, 0);
        core.Control = ArmCore.AlignmentCheck;
        DataImage.Of(machineCase).CopyTo(new Span<byte>(core.Dtcm, MachineCase.DataSize));
        new Span<byte>(CodeMemory + (machineCase.Address - MachineCase.CodeStart) - 0x1000, 0x2000).Clear();
        core.Write(machineCase.Address, machineCase.Bytes());
        core.Write(machineCase.End, machineCase.IsThumb ? s_thumbStay : s_armStay);
        foreach (uint mode in (uint[])[0x11, 0x12, 0x13, 0x17, 0x1b])
        {
            core.Cpsr = 0xc0 | mode;
            core[13] = core[14] = core.Spsr = 0;
            if (mode != 0x11) continue;
            for (int register = 8; register < 13; register++) core[register] = 0;
        }

        core.Cpsr = machineCase.Status;
        for (int register = 0; register < 15; register++) core[register] = machineCase.Registers[register];
        core.Pc = machineCase.Address;
        return core;
    }

    private MachineOutcome? Outcome()
    {
        if (_failed) return null;
        ArmCore core = _test.Core;
        var registers = new uint[15];
        for (int register = 0; register < 15; register++) registers[register] = core[register];
        return new MachineOutcome(registers, core.Pc, core.Cpsr, MachineOutcome.HashData(new ReadOnlySpan<byte>(core.Dtcm, MachineCase.DataSize)));
    }
}
