namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The controller of SDRAM, a PL340. Memory works without its setup. Software expects to read back its writes, and to see that the memory is ready.</summary>
/// <remarks>
/// <para>Source: docs/protocol/chip.md, "Other devices".</para>
/// <list type="table">
/// <listheader><term>Offset</term><description>Register</description></listheader>
/// <item><term>000-3ff</term><description>only stored</description></item>
/// <item><term>300</term><description>state of the delay lines: always 00040000, locked</description></item>
/// </list>
/// </remarks>
internal sealed class MemoryController
{
    private const uint Locked = 0x00040000;

    private readonly uint[] _kept = new uint[0x400 / 4];

    /// <summary>Reads a register.</summary>
    public uint Read(uint offset) => offset switch
    {
        0x300 => Locked,
        < 0x400 => _kept[offset / 4],
        _ => 0,
    };

    /// <summary>Writes a register.</summary>
    public void Write(uint offset, uint value)
    {
        if (offset < 0x400) _kept[offset / 4] = value;
    }
}
