namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>Lets happen on a chip what does not come from its cores.</summary>
/// <param name="chip">The chip.</param>
/// <param name="ports">The surroundings of its router.</param>
/// <param name="announcementInterval">How many clocks pass between two messages by which its boot ROM says that it waits.</param>
/// <param name="announced">Called with what its boot ROM says while it waits for an image, and the time.</param>
internal sealed class ChipEvents(EmulatedChip chip, RouterPorts ports, long announcementInterval, Action<ReadOnlyMemory<byte>, long>? announced)
{
    private bool _willAnnounce;

    /// <summary>Lets something happen.</summary>
    public void Happen(ChipEvent what, long now)
    {
        switch (what.Kind)
        {
            case ChipEventKind.PacketFromLink:
                chip.Devices.Router.Arrive(what.Packet, what.Link, isLocal: false, now);
                break;
            case ChipEventKind.PacketToCore:
                chip.Cores[what.Number].Communications.Deliver(what.Packet, what.Link);
                break;
            case ChipEventKind.PacketToBootRom:
                chip.BootRom.Receive(what.Packet);
                break;
            case ChipEventKind.LinkCredit:
                ports.TakeBack(what.Number);
                chip.Devices.Router.CatchUp(now);
                break;
            case ChipEventKind.Router:
                ports.Called(now);
                chip.Devices.Router.CatchUp(now);
                break;
            case ChipEventKind.Frame:
                if (!chip.BootRom.IsWaiting) chip.Devices.Ethernet?.Receive(what.Frame!);
                break;
            case ChipEventKind.BootMessage:
                chip.BootRom.Receive(what.Frame);
                break;
            case ChipEventKind.Announcement:
                _willAnnounce = false;
                if (!chip.BootRom.IsWaiting) break;
                announced?.Invoke(BootRom.Announcement.ToArray(), now);
                AnnounceLater();
                break;
        }
    }

    /// <summary>Lets the boot ROM say after a while that it waits, if it has a network.</summary>
    public void AnnounceLater()
    {
        if (_willAnnounce || chip.Devices.Ethernet is null) return;
        _willAnnounce = true;
        chip.AddEvent(chip.Now + announcementInterval, new ChipEvent(ChipEventKind.Announcement));
    }
}
