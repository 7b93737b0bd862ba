using System.Runtime.CompilerServices;
using SpiNNMan.Async.Emulation.Cpu.Debugging;
using SpiNNMan.Async.Emulation.Cpu.Decoding;
using SpiNNMan.Async.Emulation.Cpu.Interpreter;
using SpiNNMan.Async.Emulation.Cpu.State;
using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.Emulation.Cpu;

/// <summary>
/// One ARM968E-S with its tightly coupled memories: ARMv5TE and Thumb, all modes and exceptions, and the part of coprocessor 15 that programs use. It has no cache, no MMU and no
/// protection unit. Everything outside of the core and its memory is behind <see cref="ICoreBus"/>.
/// </summary>
/// <remarks>One host thread at a time runs it. Its members are for use between slices, except those that <see cref="ICoreBus"/> names.</remarks>
internal sealed unsafe class ArmCore
{
    /// <summary>The size of the instruction memory, in bytes.</summary>
    public const uint ItcmSize = 32 * 1024;

    /// <summary>The size of the data memory, in bytes.</summary>
    public const uint DtcmSize = 64 * 1024;

    /// <summary>The address of the data memory.</summary>
    public const uint DtcmBase = 0x00400000;

    internal const uint AlignmentCheck = 1 << 1;
    internal const uint HighVectorsBit = 1 << 13;
    private const uint ControlAfterReset = HighVectorsBit;

    /// <summary>The registers of the current mode.</summary>
    internal RegisterFile R;

    /// <summary>The flag N: bit 31.</summary>
    internal uint N;

    /// <summary>The flag Z: set when this is zero.</summary>
    internal uint Z = 1;

    /// <summary>The flag C: 0 or 1.</summary>
    internal uint C;

    /// <summary>The flag V: bit 31.</summary>
    internal uint V;

    /// <summary>The flag Q: 0 or 1.</summary>
    internal uint Q;

    /// <summary>1 while Thumb instructions are executed, else 0.</summary>
    internal uint Thumb;

    /// <summary>The address of the next instruction, whenever no instruction is executing.</summary>
    internal uint NextPc;

    /// <summary>The work that the last instruction left to do.</summary>
    internal Attention Attention;

    /// <summary>The end of the slice.</summary>
    internal long Limit;

    /// <summary>The instruction memory.</summary>
    internal readonly byte* ItcmStart;

    /// <summary>The data memory minus its base address, so that an address can be added.</summary>
    internal readonly byte* DtcmBias;

    /// <summary>The mode bits of the CPSR.</summary>
    internal uint Mode = ProcessorMode.Supervisor;

    /// <summary>The I and F bits of the CPSR, in their positions.</summary>
    internal uint Masks = ProgramStatus.IrqMasked | ProgramStatus.FiqMasked;

    /// <summary>The control register, c1 of coprocessor 15.</summary>
    internal uint Control = ControlAfterReset;

    /// <summary>The address of the last access that was aborted.</summary>
    internal uint AbortAddress;

    internal BankedRegisters BankedStackPointer;
    internal BankedRegisters BankedLink;
    internal BankedRegisters SavedStatus;

    /// <summary>r8 to r12 of FIQ mode or, in FIQ mode, those of the other modes.</summary>
    internal BankedRegisters OtherHighRegisters;

    /// <summary>Makes a core in its state after a reset.</summary>
    /// <param name="memory">The memory of its chip.</param>
    /// <param name="bus">The devices that it reaches.</param>
    /// <param name="cache">Decoded code, shared by all cores of the machine.</param>
    public ArmCore(ChipMemory memory, ICoreBus bus, CodeCache cache)
    {
        Memory = memory;
        Bus = bus;
        Itcm = memory.TakeCoreMemory();
        Dtcm = Itcm + ItcmSize;
        Code = new CodeMap(this, cache, Dtcm + DtcmSize);
        Stops = new StopConditions(this);
        ItcmStart = Itcm;
        DtcmBias = Dtcm - DtcmBase;
        Reset();
    }

    /// <summary>The memory of the chip.</summary>
    public ChipMemory Memory { get; }

    /// <summary>The devices that the core reaches.</summary>
    public ICoreBus Bus { get; }

    /// <summary>The instruction memory.</summary>
    public byte* Itcm { get; }

    /// <summary>The data memory.</summary>
    public byte* Dtcm { get; }

    /// <summary>The core's own time, in clocks of 5 ns. It may be ahead of other cores by a slice.</summary>
    public long Time;

    /// <summary>Whether the core waits for an interrupt.</summary>
    public bool IsSleeping { get; internal set; }

    /// <summary>Whether the IRQ line is up.</summary>
    public bool IrqLine { get; private set; }

    /// <summary>Whether the FIQ line is up.</summary>
    public bool FiqLine { get; private set; }

    /// <summary>Called when an exception is taken, with the address of the instruction that caused it. For interrupts it is the address of the instruction after the return.</summary>
    public Action<ArmCore, ArmException, uint>? ExceptionTaken { get; set; }

    /// <summary>The conditions under which a debugger stops it.</summary>
    public StopConditions Stops { get; }

    /// <summary>The addresses before which <see cref="Run"/> stops.</summary>
    public BreakpointSet Breakpoints => Code.Breakpoints;

    /// <summary>The address of the next instruction.</summary>
    public uint Pc
    {
        get => NextPc;
        set => NextPc = value;
    }

    /// <summary>The program status.</summary>
    public uint Cpsr
    {
        get => ProgramStatus.Read(this);
        set => ProgramStatus.Write(this, value);
    }

    /// <summary>The saved program status of the current mode; in user and system mode the CPSR.</summary>
    public uint Spsr
    {
        get => ProgramStatus.ReadSaved(this);
        set => ProgramStatus.WriteSaved(this, value, uint.MaxValue);
    }

    internal CodeMap Code { get; }

    /// <summary>Whether a line is up that the CPSR does not mask.</summary>
    internal bool HasInterrupt => (IrqLine && (Masks & ProgramStatus.IrqMasked) == 0) || (FiqLine && (Masks & ProgramStatus.FiqMasked) == 0);

    internal bool HasHighVectors => (Control & HighVectorsBit) != 0;

    /// <summary>A register of the current mode. The last one is the address of the next instruction.</summary>
    /// <param name="register">0 to 15.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    public uint this[int register]
    {
        get => register == 15 ? NextPc : R[CheckRegister(register)];
        set
        {
            if (register == 15) NextPc = value;
            else R[CheckRegister(register)] = value;
        }
    }

    /// <summary>Resets the core: supervisor mode, interrupts masked, high vectors, PC at ffff0000. Memories, the other registers and the time do not change.</summary>
    public void Reset()
    {
        Control = ControlAfterReset;
        ProgramStatus.Write(this, ProcessorMode.Supervisor | ProgramStatus.IrqMasked | ProgramStatus.FiqMasked);
        NextPc = 0xffff0000;
        Attention = Attention.None;
        IsSleeping = false;
        Code.ForgetPosition();
    }

    /// <summary>Starts a program that was put into memory without the boot ROM: as after a reset, but with low vectors.</summary>
    /// <param name="pc">The address of its first instruction.</param>
    /// <param name="r0">The value of r0 at the start.</param>
    public void Start(uint pc, uint r0)
    {
        Reset();
        Control = 0;
        NextPc = pc;
        R[0] = r0;
    }

    /// <summary>Runs until a time is reached, or until something ends the slice.</summary>
    /// <param name="until">The time, in clocks of 5 ns, at which to stop. It is compared at check points only, so the core may pass it by part of a block.</param>
    /// <returns>Why it returned. A core that sleeps, or whose time is not before <paramref name="until"/>, does nothing. If it had stopped within a block, it ends the block first.</returns>
    public SliceEnd Run(long until) => Dispatcher.Run(this, until);

    /// <summary>
    /// Executes one instruction, or takes one interrupt and executes the first instruction of its handler. Interrupts are taken at the same places as in <see cref="Run"/>. A program
    /// therefore does the same in single steps as when it runs.
    /// </summary>
    /// <returns>Why it returned; <see cref="SliceEnd.Time"/> if nothing else happened.</returns>
    public SliceEnd Step() => Dispatcher.Step(this);

    /// <summary>Sets the levels of the interrupt lines, as the VIC drives them. A line that is up wakes a sleeping core, even when the CPSR masks the line.</summary>
    /// <param name="irq">The IRQ line.</param>
    /// <param name="fiq">The FIQ line.</param>
    public void SetInterruptLines(bool irq, bool fiq)
    {
        bool isChanged = irq != IrqLine || fiq != FiqLine;
        IrqLine = irq;
        FiqLine = fiq;
        if (irq || fiq) IsSleeping = false;
        if (isChanged && HasInterrupt) Attention |= Attention.Look;
    }

    /// <summary>Makes the present access take longer. Call it only from within <see cref="ICoreBus"/>.</summary>
    /// <param name="clocks">The additional clocks.</param>
    public void AddClocks(int clocks) => Time += clocks;

    /// <summary>Reports a write to ITCM that the core itself did not make, but the DMA controller or a loader.</summary>
    /// <param name="offset">The offset from the start of ITCM.</param>
    /// <param name="length">The number of bytes.</param>
    public void ItcmWritten(uint offset, uint length) => Code.ItcmWritten(offset, length);

    /// <summary>Reads memory as a debugger does: it reaches no device, and no time passes.</summary>
    /// <param name="address">The address.</param>
    /// <param name="bytes">The buffer to fill.</param>
    /// <returns>How many bytes from the start are memory.</returns>
    public int Read(uint address, Span<byte> bytes) => DebugAccess.Read(this, address, bytes);

    /// <summary>Writes memory as a debugger does: it reaches no device, no time passes, and decoded code at the address is forgotten.</summary>
    /// <param name="address">The address.</param>
    /// <param name="bytes">The bytes to write.</param>
    /// <returns>How many bytes from the start were memory.</returns>
    public int Write(uint address, ReadOnlySpan<byte> bytes) => DebugAccess.Write(this, address, bytes);

    /// <summary>Lets this computer fetch what the core needs to take an interrupt: its state, the tops of its stacks, and what it knows of its code.</summary>
    internal void Prefetch()
    {
        Emulation.Memory.Prefetch.Object(this, 6);
        Emulation.Memory.Prefetch.Object(Code, 3);
        Emulation.Memory.Prefetch.Object(Stops, 1);
        Emulation.Memory.Prefetch.At(Dtcm + DtcmSize, 1);
        Emulation.Memory.Prefetch.At(DtcmBias + (BankedStackPointer[ProcessorMode.Bank(ProcessorMode.Irq)] & ~63u) - 64, 2);
        Emulation.Memory.Prefetch.At(DtcmBias + (R[13] & ~63u) - 64, 2);
    }

    /// <summary>A register of the current mode, without a check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref uint Reg(int register) => ref Unsafe.Add(ref Unsafe.As<RegisterFile, uint>(ref R), register);

    private static int CheckRegister(int register)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(register);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(register, 15);
        return register;
    }
}
