namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The few registers of a chip's system controller that hosts look at.</summary>
internal sealed class SystemControllerRegisters(uint workingCores, int monitorPhysicalCore) : IRegisterBank
{
    private const uint ChipIdentity = 0x59111012;

    public uint Read(uint offset) => offset switch
    {
        0x00 => ChipIdentity,
        0x10 => workingCores,
        0x34 => (uint)monitorPhysicalCore,
        _ => 0,
    };

    public void Write(uint offset, uint value)
    {
        // Resets and clocks are not simulated.
    }
}
