using SpiNNMan.Async.Emulation.Peripherals;

namespace SpiNNMan.Async.Emulation.Tests.Peripherals;

/// <summary>The router, with links and cores that are free or not as the test wants.</summary>
internal sealed class RouterTests
{
    private readonly Ports _ports = new();
    private readonly Router _router;

    public RouterTests() => _router = new Router(_ports, monitor: 2);

    [TestCase(0x00u, 0L)]
    [TestCase(0x2fu, 162L)]
    [TestCase(0x4fu, 720L)]
    [TestCase(0xeeu, 737_280L)]
    [TestCase(0xffu, long.MaxValue)]
    public void Waits_have_a_mantissa_and_an_exponent(uint wait, long clocks) => Assert.That(Router.WaitClocks(wait), Is.EqualTo(clocks));

    [Test]
    public void It_starts_with_defaults() =>
        Assert.That((_router.Read(0), _router.Read(0x10000), _router.Read(0x8000), _router.Read(0xc000), _router.Read(4)), Is.EqualTo((0x2f2f0207u, 0xdb6db6u, 0u, 0u, 0u)));

    [Test]
    public void The_lowest_entry_that_matches_wins()
    {
        Entry(3, 0x10, 0xf0, 0x1);
        Entry(9, 0x11, 0xff, 0x2);
        _router.Arrive(new Packet(0, 0x11, 0, 0), 0, isLocal: false, 0);
        Entry(3, uint.MaxValue, 0, 0x1);
        _router.Arrive(new Packet(0, 0x11, 0, 0), 0, isLocal: false, 0);

        Assert.That(_ports.Links, Is.EqualTo(new[] { (0, 0), (1, 0) }));
    }

    [Test]
    public void Without_an_entry_packets_go_straight_on([Range(0, 5)] int link)
    {
        _router.Arrive(new Packet(0, 0x11, 0, 0), link, isLocal: false, 0);
        _router.Arrive(new Packet(0, 0x11, 0, 0), Packet.Local, isLocal: true, 0);

        Assert.That(_ports.Links, Is.EqualTo(new[] { ((link + 3) % 6, 0) }));
    }

    [Test]
    public void Point_to_point_packets_go_by_table()
    {
        _router.Write(0x10000, 0x3e, 0);   // 0: drop, 1: the monitor, 2: link 0
        for (uint destination = 0; destination < 3; destination++) _router.Arrive(new Packet(0x40, destination, 0, 0), 1, isLocal: false, 0);

        Assert.That((_ports.Links.Single(), _ports.Cores.Single()), Is.EqualTo(((0, 0x40), 2)));
    }

    [Test]
    public void A_packet_that_has_crossed_many_links_is_dropped_and_counted_and_not_kept()
    {
        _router.Write(0, _router.Read(0) | 8, 0);
        Entry(0, 0, 0, 0x1);
        _router.Arrive(new Packet(0, 5, 0, 0) { Hops = Router.MostHops - 1 }, 3, isLocal: false, 0);
        Assert.That((_ports.Links.Count, _router.Read(0x14)), Is.EqualTo((1, 0u)));

        _router.Arrive(new Packet(0, 5, 0, 0) { Hops = Router.MostHops }, 3, isLocal: false, 0);
        Assert.That((_ports.Links.Count, _router.Read(0x14), _router.Read(0x28)), Is.EqualTo((1, 1u, 0u)));
    }

    [Test]
    public void A_packet_goes_around_a_link_after_the_first_wait()
    {
        Entry(0, 0, 0, 0x3);
        _ports.Blocked = 1;
        _router.Arrive(new Packet(0, 5, 0, 0), 3, isLocal: false, 1000);
        Assert.That((_ports.Links.Count, _ports.CalledAt), Is.EqualTo((0, 1162L)));

        _router.CatchUp(1161);
        Assert.That(_ports.Links, Is.Empty);
        _router.CatchUp(1162);
        Assert.That(_ports.Links, Is.EqualTo(new[] { (1, 0x10) }), "link 1 has it for itself, and for link 0");
    }

    [Test]
    public void A_packet_comes_back_to_its_way_on_the_second_side()
    {
        // It should have gone by link 0, went by link 1, and so comes by link 4; it goes on by link 5 and comes by link 2.
        _router.Arrive(new Packet(0x20, 5, 0, 0), 4, isLocal: false, 0);
        Assert.That(_ports.Links.Single(), Is.EqualTo((5, 0x30)));
        _ports.Links.Clear();
        _router.Arrive(new Packet(0x30, 5, 0, 0), 2, isLocal: false, 0);
        Assert.That(_ports.Links.Single(), Is.EqualTo((0, 0)), "as if it had come by link 3");
    }

    [Test]
    public void A_packet_is_dropped_after_both_waits_and_what_is_behind_goes_on()
    {
        Entry(0, 1, 0xff, 0x3);
        _ports.Blocked = 3;
        _router.Arrive(new Packet(2, 1, 42, 0), 3, isLocal: false, 0);
        _router.Arrive(new Packet(0, 2, 0, 0), 3, isLocal: false, 0);
        _ports.Blocked = 3;
        _router.CatchUp(162);
        _router.CatchUp(323);
        Assert.That(_ports.HasLine, Is.False);
        _router.CatchUp(324);

        Assert.That(_ports.HasLine, Is.True);
        Assert.That((_router.Read(0x18), _router.Read(0x1c), _router.Read(0x20), _router.Read(0x24)), Is.EqualTo((0x03020000u, 1u, 42u, 3u)));
        Assert.That(_router.Read(0x28), Is.EqualTo(0x80000003));
        Assert.That((_ports.HasLine, _router.Read(0x28)), Is.EqualTo((false, 0u)));
        _ports.Blocked = 0;
        _router.CatchUp(325);
        Assert.That(_ports.Links.Single(), Is.EqualTo((0, 0)), "the second, straight on");
    }

    [Test]
    public void A_wait_of_zero_drops_at_once()
    {
        _router.Write(0, 0x00000203, 0);
        Entry(0, 1, 0xff, 0x1);
        _ports.Blocked = 1;
        _router.Arrive(new Packet(0, 1, 0, 0), 3, isLocal: false, 0);

        Assert.That(_router.Read(4), Is.EqualTo(0xa0000000));
        Assert.That(_router.Read(4), Is.Zero);
    }

    [Test]
    public void A_filter_counts_what_it_names_and_asks()
    {
        Entry(0, 1, 0xff, 0x1);
        uint[] filters = [0x01fe6811, 0x00016811, 0x01fe5811, 0x01fea811, 0x01fe6411, 0x01fe6812];
        for (uint index = 0; index < filters.Length; index++) _router.Write(0x200 + (4 * index), filters[index] | 0x40000000, 0);
        _router.Write(0x2c, 0x3f, 0);
        _router.Arrive(new Packet(0, 1, 0, 0), Packet.Local, isLocal: true, 0);

        Assert.That(Enumerable.Range(0, 6).Select(index => _router.Read(0x300 + (4 * (uint)index))), Is.EqualTo(new uint[] { 1, 0, 0, 0, 0, 0 }));
        Assert.That((_ports.HasDiagnostics, _router.Read(4), _router.Read(0x200)), Is.EqualTo((true, 0x80000001u, 0xe1fe6811u)));
        Assert.That((_ports.HasDiagnostics, _router.Read(0x200)), Is.EqualTo((false, 0x41fe6811u)));
        _router.Write(0x2c, 0x10000, 0);
        Assert.That((_router.Read(0x300), _router.Read(0x2c)), Is.EqualTo((0u, 0u)));
    }

    private void Entry(uint index, uint key, uint mask, uint route)
    {
        _router.Write(0x4000 + (4 * index), route, 0);
        _router.Write(0x8000 + (4 * index), key, 0);
        _router.Write(0xc000 + (4 * index), mask, 0);
    }

    private sealed class Ports : IRouterPorts
    {
        public uint Blocked { get; set; }

        public long CalledAt { get; private set; }

        public bool HasLine { get; private set; }

        public bool HasDiagnostics { get; private set; }

        public List<(int Link, int Control)> Links { get; } = [];

        public List<int> Cores { get; } = [];

        public bool IsLinkFree(int link, long now, out long retryAt)
        {
            retryAt = long.MaxValue;
            return (Blocked & (1u << link)) == 0;
        }

        public void SendToLink(int link, Packet packet, long now) => Links.Add((link, packet.Control));

        public bool IsCoreFree(int core) => true;

        public void SendToCore(int core, Packet packet, int link, long now) => Cores.Add(core);

        public void InputHasRoom(long now)
        {
        }

        public void LinkPacketLeft(int link, long now)
        {
        }

        public void CallRouterAt(long time) => CalledAt = time;

        public void SetRouterLines(bool diagnostics, bool dump) => (HasDiagnostics, HasLine) = (diagnostics, dump);

        public bool TryPeek(uint address, out uint value)
        {
            value = 0;
            return false;
        }

        public bool TryPoke(uint address, uint value) => false;
    }
}
