namespace SpiNNMan.Async.Emulation.Cpu.State;

/// <summary>The modes of the processor: the low five bits of the CPSR.</summary>
internal static class ProcessorMode
{
    /// <summary>Programs without privileges.</summary>
    public const uint User = 0x10;

    /// <summary>Fast interrupts.</summary>
    public const uint Fiq = 0x11;

    /// <summary>Interrupts.</summary>
    public const uint Irq = 0x12;

    /// <summary>After reset and SWI.</summary>
    public const uint Supervisor = 0x13;

    /// <summary>Data and prefetch aborts.</summary>
    public const uint Abort = 0x17;

    /// <summary>Undefined instructions.</summary>
    public const uint Undefined = 0x1b;

    /// <summary>Privileged, with the registers of user mode.</summary>
    public const uint System = 0x1f;

    /// <summary>The bits of the CPSR that hold the mode.</summary>
    public const uint Mask = 0x1f;

    /// <summary>The bank of r13, r14 and SPSR that a mode uses.</summary>
    /// <param name="mode">The mode.</param>
    /// <returns>0 for user and system mode (and for values that name no mode), 1 for FIQ, 2 IRQ, 3 supervisor, 4 abort, 5 undefined.</returns>
    public static int Bank(uint mode) => Banks[(int)(mode & Mask)];

    private static ReadOnlySpan<byte> Banks => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 0];
}
