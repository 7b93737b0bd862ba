using SpiNNMan.Async.Emulation.Peripherals;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>Cores of a chip that something outside of the emulation acts. They do not execute, and their interrupts stay up in the system controller until they are cleared there.</summary>
/// <param name="cores">Their physical numbers, as bits.</param>
internal sealed class CoreHost(uint cores)
{
    /// <summary>Their physical numbers, as bits.</summary>
    public uint Cores { get; private set; } = cores;

    /// <summary>The packets for them, in the order in which they came.</summary>
    public List<HostPacket> Packets { get; } = [];

    /// <summary>Takes a core, which stands still from then on.</summary>
    public void Take(EmulatedChip chip, int core) => Set(chip, core, Cores | (1u << core));

    /// <summary>Gives a core back. It stands still until it is reset or started.</summary>
    public void Return(EmulatedChip chip, int core) => Set(chip, core, Cores & ~(1u << core));

    /// <summary>Gets a packet for a core, if it is one of them.</summary>
    /// <returns>Whether it is.</returns>
    public bool TryGet(EmulatedChip chip, int core, Packet packet)
    {
        if ((Cores & (1u << core)) == 0) return false;
        Packets.Add(new HostPacket(core, packet));
        chip.AskHost();
        return true;
    }

    private void Set(EmulatedChip chip, int core, uint cores)
    {
        Cores = cores;
        chip.Cores[core].Switch(isOn: false);
        chip.Touch();
        chip.RouterCatchUp(chip.CurrentTime);
    }
}
