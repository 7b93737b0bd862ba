using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>One end of a link between two chips: sends packets one after another, and no more than the other end has places for.</summary>
/// <remarks>
/// Each packet takes 40 clocks of the link, with a payload 70. The other end holds sixteen packets that its router has not taken yet; it gives each place back when the packet leaves.
/// Source: docs/protocol/chip.md, "Links".
/// </remarks>
internal sealed class LinkPort
{
    /// <summary>How long a packet is on its way from router to router, at the least.</summary>
    public const long HopClocks = 60;

    private const long ShortPacketClocks = 40;
    private const long LongPacketClocks = 70;
    private const long BacklogClocks = 140;

    /// <summary>How many packets the other end holds.</summary>
    private const int Places = 16;

    private int _places = Places;
    private long _busyUntil;

    /// <summary>Makes a port.</summary>
    /// <param name="target">The index of the other chip.</param>
    /// <param name="targetLink">The number of the link there.</param>
    public LinkPort(int target, int targetLink)
    {
        Target = target;
        TargetLink = targetLink;
    }

    /// <summary>The index of the other chip.</summary>
    public int Target { get; }

    /// <summary>The number of the link at the other chip.</summary>
    public int TargetLink { get; }

    /// <summary>Whether a packet may be sent now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="retryAt">When, if it is only the link's own speed that is in the way.</param>
    public bool IsFree(long now, out long retryAt)
    {
        retryAt = VirtualTime.Never;
        if (_places == 0) return false;
        if (_busyUntil <= now + BacklogClocks) return true;
        retryAt = _busyUntil - BacklogClocks;
        return false;
    }

    /// <summary>Sends a packet.</summary>
    public LinkMessage Send(Packet packet, long now)
    {
        _places--;
        long starts = Math.Max(now, _busyUntil);
        _busyUntil = starts + (packet.HasPayload ? LongPacketClocks : ShortPacketClocks);
        return new LinkMessage(Target, starts + HopClocks, new ChipEvent(ChipEventKind.PacketFromLink, TargetLink, TargetLink, packet));
    }

    /// <summary>Tells the other end that a packet of its left the input here.</summary>
    public LinkMessage GiveBack(long now) => new(Target, now + HopClocks, new ChipEvent(ChipEventKind.LinkCredit, TargetLink));

    /// <summary>The other end gave a place back.</summary>
    public void TakeBack() => _places = Math.Min(_places + 1, Places);
}
