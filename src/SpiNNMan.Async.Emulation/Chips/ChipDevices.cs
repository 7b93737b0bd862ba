using SpiNNMan.Async.Emulation.Peripherals;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>The devices that the cores of a chip share, by address. Each is there twice, buffered and unbuffered.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Address</term><description>Device</description></listheader>
/// <item><term>e0, f0</term><description>controller of SDRAM</description></item>
/// <item><term>e1, f1</term><description>router</description></item>
/// <item><term>e2, f2</term><description>system controller</description></item>
/// <item><term>e3, f3</term><description>watchdog</description></item>
/// <item><term>e4, f4</term><description>Ethernet; reads 0 on a chip without</description></item>
/// </list>
/// <para>Source: docs/protocol/chip.md, "Memory map".</para>
/// </remarks>
internal sealed class ChipDevices
{
    private const uint OffsetMask = 0xffffff;

    /// <summary>The controller of SDRAM.</summary>
    public MemoryController SdramController { get; } = new();

    /// <summary>The router.</summary>
    public required Router Router { get; init; }

    /// <summary>The system controller.</summary>
    public required SystemController System { get; init; }

    /// <summary>The watchdog.</summary>
    public Watchdog Watchdog { get; } = new();

    /// <summary>The Ethernet controller, if there is one.</summary>
    public EthernetController? Ethernet { get; init; }

    /// <summary>Reads a word.</summary>
    /// <param name="address">Where, a multiple of four.</param>
    /// <param name="now">The time.</param>
    /// <param name="value">The device.</param>
    /// <returns>Whether there is a device.</returns>
    public bool TryRead(uint address, long now, out uint value)
    {
        uint offset = address & OffsetMask;
        switch (address >> 24)
        {
            case 0xe0 or 0xf0: value = SdramController.Read(offset); return true;
            case 0xe1 or 0xf1: value = Router.Read(offset); return true;
            case 0xe2 or 0xf2: value = System.Read(offset); return true;
            case 0xe3 or 0xf3: value = Watchdog.Read(offset, now); return true;
            case 0xe4 or 0xf4: value = Ethernet?.Read(offset) ?? 0; return true;
            default: value = 0; return false;
        }
    }

    /// <summary>Reads a word as a debugger does: nothing changes.</summary>
    /// <param name="address">Where, a multiple of four.</param>
    /// <param name="now">The time.</param>
    /// <param name="value">The device.</param>
    /// <returns>Whether there is a device.</returns>
    public bool TryPeek(uint address, long now, out uint value)
    {
        uint offset = address & OffsetMask;
        switch (address >> 24)
        {
            case 0xe1 or 0xf1: value = Router.Peek(offset); return true;
            case 0xe2 or 0xf2: value = System.Peek(offset); return true;
            default: return TryRead(address, now, out value);
        }
    }

    /// <summary>Writes.</summary>
    /// <param name="address">Where, a multiple of the size.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="value">What.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether there is a device.</returns>
    public bool TryWrite(uint address, int size, uint value, long now)
    {
        uint offset = address & OffsetMask;
        uint register = offset & ~3u;
        switch (address >> 24)
        {
            case 0xe0 or 0xf0: SdramController.Write(register, value); return true;
            case 0xe1 or 0xf1: Router.Write(register, value, now); return true;
            case 0xe2 or 0xf2: System.Write(register, value); return true;
            case 0xe3 or 0xf3: Watchdog.Write(register, value, now); return true;
            case 0xe4 or 0xf4: Ethernet?.Write(offset, size, value); return true;
            default: return false;
        }
    }
}
