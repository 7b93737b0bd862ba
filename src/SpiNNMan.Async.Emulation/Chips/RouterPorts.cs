using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>The surroundings of the router of a chip.</summary>
/// <param name="chip">The chip.</param>
internal sealed class RouterPorts(EmulatedChip chip) : IRouterPorts
{
    private const long ClocksToCore = 30;

    private readonly LinkPort?[] _links = new LinkPort?[Router.Links];
    private long _callsRouterAt = VirtualTime.Never;
    private uint _cut;

    /// <summary>Connects a link, or takes away what was connected.</summary>
    public void Connect(int link, LinkPort? port) => _links[link] = port;

    /// <summary>Cuts a link in the direction away from here, or mends it.</summary>
    public void Cut(int link, bool isCut)
    {
        _cut = isCut ? _cut | (1u << link) : _cut & ~(1u << link);
        chip.RouterCatchUp(chip.CurrentTime);
    }

    /// <summary>The neighbour took a packet out of its input.</summary>
    public void TakeBack(int link) => _links[link]?.TakeBack();

    /// <summary>The time for which the router asked has come.</summary>
    public void Called(long now)
    {
        if (_callsRouterAt <= now) _callsRouterAt = VirtualTime.Never;
    }

    /// <inheritdoc/>
    public bool IsLinkFree(int link, long now, out long retryAt)
    {
        retryAt = VirtualTime.Never;
        return _links[link] is { } port && ((chip.Devices.System.LinksOff | _cut) & (1u << link)) == 0 && port.IsFree(now, out retryAt);
    }

    /// <inheritdoc/>
    public void SendToLink(int link, Packet packet, long now) => chip.SendOut(_links[link]!.Send(packet, now));

    /// <inheritdoc/>
    public bool IsCoreFree(int core) => core >= chip.Cores.Count || chip.TakesPackets(core);

    /// <inheritdoc/>
    public void SendToCore(int core, Packet packet, int link, long now)
    {
        if (core >= chip.Cores.Count || (chip.BadCores & (1u << core)) != 0) return;
        if (chip.Host.TryGet(chip, core, packet)) return;
        bool isForBootRom = chip.IsForBootRom(core);
        if (!isForBootRom) chip.Cores[core].Communications.Reserve();
        ChipEventKind kind = isForBootRom ? ChipEventKind.PacketToBootRom : ChipEventKind.PacketToCore;
        chip.AddEvent(now + ClocksToCore, new ChipEvent(kind, core, link, packet));
    }

    /// <inheritdoc/>
    public void InputHasRoom(long now)
    {
        foreach (ChipCore core in chip.Cores) core.ResumeSending(now);
    }

    /// <inheritdoc/>
    public void LinkPacketLeft(int link, long now)
    {
        if (link < Router.Links && _links[link] is { } port) chip.SendOut(port.GiveBack(now));
    }

    /// <inheritdoc/>
    public void CallRouterAt(long time)
    {
        if (time >= _callsRouterAt) return;
        _callsRouterAt = time;
        chip.AddEvent(time, new ChipEvent(ChipEventKind.Router));
    }

    /// <inheritdoc/>
    public void SetRouterLines(bool diagnostics, bool dump)
    {
        uint lines = (diagnostics ? 1u << InterruptSource.RouterDiagnostics : 0) | (dump ? 1u << InterruptSource.RouterDump : 0);
        chip.SetLines(lines, (1u << InterruptSource.RouterDiagnostics) | (1u << InterruptSource.RouterDump));
    }

    /// <inheritdoc/>
    public bool TryPeek(uint address, out uint value) => chip.TryPeek(address, out value);

    /// <inheritdoc/>
    public bool TryPoke(uint address, uint value) => chip.TryPoke(address, value);
}
