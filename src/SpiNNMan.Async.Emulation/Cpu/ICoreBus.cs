namespace SpiNNMan.Async.Emulation.Cpu;

/// <summary>
/// Everything that a core reaches and that is not memory: its own peripherals (VIC, timers, communications controller, DMA controller) and those of the chip.
/// A core has one bus; memory (ITCM, DTCM, SDRAM, system RAM, boot ROM, vectors) never comes here.
/// </summary>
/// <remarks>
/// <para>Addresses are aligned to the size. During a call <see cref="ArmCore.Time"/> is the time of the access, including the instruction itself.</para>
/// <para>The core adds no wait states itself. A device of the system bus calls <see cref="ArmCore.AddClocks"/> (four clocks for a read, two for a write); one of
/// the core's own does not.</para>
/// <para>A call may change the core's interrupt lines (<see cref="ArmCore.SetInterruptLines"/>). The core checks them before its next instruction.</para>
/// </remarks>
internal interface ICoreBus
{
    /// <summary>Reads a register.</summary>
    /// <param name="core">The core that reads.</param>
    /// <param name="address">The address, a multiple of the size.</param>
    /// <param name="size">The number of bytes. A part of a register is the byte lanes that the address names.</param>
    /// <param name="value">The value in the low bits, zero above. Ignored if the outcome is an abort.</param>
    /// <returns>How the core goes on.</returns>
    BusOutcome Read(ArmCore core, uint address, AccessSize size, out uint value);

    /// <summary>Writes a register.</summary>
    /// <param name="core">The core that writes.</param>
    /// <param name="address">The address, a multiple of the size.</param>
    /// <param name="size">The number of bytes.</param>
    /// <param name="value">The value in the low bits, zero above.</param>
    /// <returns>How the core goes on.</returns>
    BusOutcome Write(ArmCore core, uint address, AccessSize size, uint value);
}
