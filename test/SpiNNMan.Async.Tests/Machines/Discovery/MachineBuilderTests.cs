using System.Net;
using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async.Tests.Machines.Discovery;

/// <summary>Models of machines, of what chips might say.</summary>
internal sealed class MachineBuilderTests
{
    private static readonly IPAddress s_address = IPAddress.Parse("10.0.0.1");

    [Test]
    public void A_whole_machine_has_nothing_amiss()
    {
        (Machine machine, IReadOnlyList<DiscoveryFinding> findings) = Build(Whole());

        Assert.That(findings, Is.Empty);
        Assert.That((machine.Chips.Count, machine.CoreCount, machine.EthernetChips.Count), Is.EqualTo((4, 72, 1)));
        Assert.That(machine[new(1, 1)].CoreMap!.Value.GetPhysical(1), Is.EqualTo(1));
    }

    [Test]
    public void A_link_that_works_one_way_is_left_out_and_told_of()
    {
        Dictionary<ChipLocation, ChipReading> chips = Whole();
        Break(chips, new(0, 0), 0);

        (Machine machine, IReadOnlyList<DiscoveryFinding> findings) = Build(chips);

        Assert.That(machine[new(1, 0)].Links.Contains(3), Is.False);
        Assert.That(findings, Has.Count.EqualTo(1));
        Assert.That((findings[0].Kind, findings[0].Chip, findings[0].Link), Is.EqualTo((DiscoveryFindingKind.OneWayLink, new ChipLocation(1, 0), (int?)3)));
        Assert.That(findings[0].Message, Does.EndWith(": left out."));
    }

    [Test]
    public void A_one_way_link_may_be_reported_only_or_be_an_error()
    {
        Dictionary<ChipLocation, ChipReading> chips = Whole();
        Break(chips, new(0, 0), 0);

        (Machine machine, IReadOnlyList<DiscoveryFinding> findings) = Build(chips, new DiscoveryOptions { Repair = RepairPolicy.Report });
        MachineDiscoveryException? error = Assert.Throws<MachineDiscoveryException>(() => Build(chips, new DiscoveryOptions { Repair = RepairPolicy.Throw }));

        Assert.That(machine[new(1, 0)].Links.Contains(3), Is.True);
        Assert.That(findings.Single().Kind, Is.EqualTo(DiscoveryFindingKind.OneWayLink));
        Assert.That(error!.Findings, Has.Count.EqualTo(1));
        Assert.That(error.Message, Does.Contain("Link 3 of chip 1,0"));
    }

    [Test]
    public void A_chip_that_no_link_leads_to_is_left_out()
    {
        Dictionary<ChipLocation, ChipReading> chips = Whole();
        for (int link = 0; link < LinkSet.MaxLinks; link++)
            Break(chips, new(1, 1), link);

        (Machine machine, IReadOnlyList<DiscoveryFinding> findings) = Build(chips);

        Assert.That(machine.Contains(new ChipLocation(1, 1)), Is.False);
        Assert.That(findings.Count(static finding => finding.Kind == DiscoveryFindingKind.CutOffChip), Is.EqualTo(1));
        Assert.That(machine.Chips.SelectMany(static chip => chip.Links.Select(link => (chip.Location, link))).Select(link => machine.GetNeighbour(link.Location, link.link)), Has.None.EqualTo(new ChipLocation(1, 1)));
    }

    [Test]
    public void A_silent_chip_is_left_out_with_the_links_to_it()
    {
        Dictionary<ChipLocation, ChipReading> chips = Whole();
        var error = new SpinnakerTimeoutException("It is silent.");
        chips[new(0, 1)] = new ChipReading(new(0, 1), Summary: null, CoreMap: null, error);

        (Machine machine, IReadOnlyList<DiscoveryFinding> findings) = Build(chips);

        Assert.That(machine.Chips, Has.Count.EqualTo(3));
        DiscoveryFinding silent = findings.Single(static finding => finding.Kind == DiscoveryFindingKind.SilentChip);
        Assert.That((silent.Chip, silent.Error), Is.EqualTo((new ChipLocation(0, 1), error)));
        Assert.That(findings.Where(static finding => finding.Kind == DiscoveryFindingKind.LinkToNowhere).Select(static finding => finding.Chip), Is.Unique.Or.Not.Empty);
        Assert.That(findings, Has.None.Property(nameof(DiscoveryFinding.Kind)).EqualTo(DiscoveryFindingKind.OneWayLink));
    }

    [Test]
    public void Parts_named_by_the_options_are_left_out()
    {
        var options = new DiscoveryOptions { Ignored = IgnoredParts.Parse($"1,1,{s_address}", "0,0,5:0,0,-3:1,0,17-17", "0,1,5") };

        (Machine machine, IReadOnlyList<DiscoveryFinding> findings) = Build(Whole(), options);

        Assert.That(machine.Contains(new ChipLocation(1, 1)), Is.False);
        Assert.That(machine[new(0, 0)].Cores.Contains(5) || machine[new(0, 0)].Cores.Contains(3), Is.False);
        Assert.That(machine[new(0, 0)].Cores.Count, Is.EqualTo(16));
        Assert.That(machine[new(1, 0)].Cores.Count, Is.EqualTo(17));
        Assert.That(machine[new(0, 1)].Links.Contains(5) || machine[new(0, 0)].Links.Contains(2), Is.False);
        Assert.That(findings.Count(static finding => finding.Kind == DiscoveryFindingKind.Ignored), Is.EqualTo(5));
        Assert.That(findings, Has.None.Property(nameof(DiscoveryFinding.Kind)).EqualTo(DiscoveryFindingKind.OneWayLink));
    }

    [TestCase("9,9", null, null, "no such chip")]
    [TestCase("0,0,10.9.9.9", null, null, "no board has that address")]
    [TestCase(null, "0,0,0", null, "monitor")]
    [TestCase(null, "5,5,1", null, "no such chip")]
    public void Parts_that_are_not_there_are_told_of(string? chips, string? cores, string? links, string told)
    {
        (Machine machine, IReadOnlyList<DiscoveryFinding> findings) = Build(Whole(), new DiscoveryOptions { Ignored = IgnoredParts.Parse(chips, cores, links) });

        Assert.That(machine.CoreCount, Is.EqualTo(72));
        Assert.That(findings.Single().Message, Does.Contain(told));
        Assert.That(findings.Single().Kind, Is.EqualTo(DiscoveryFindingKind.NothingToIgnore));
    }

    [TestCase(true, 4)]
    [TestCase(false, 3)]
    public void An_Ethernet_where_none_should_be_is_dropped(bool ignore, int left)
    {
        Dictionary<ChipLocation, ChipReading> chips = Whole();
        chips[new(1, 0)] = chips[new(1, 0)] with { Summary = chips[new(1, 0)].Summary!.Value with { EthernetAddress = IPAddress.Parse("10.0.0.7") } };

        (Machine machine, IReadOnlyList<DiscoveryFinding> findings) = Build(chips, new DiscoveryOptions { IgnoreBadEthernets = ignore });

        Assert.That(machine.Chips, Has.Count.EqualTo(left));
        Assert.That(machine.EthernetChips, Has.Count.EqualTo(1));
        Assert.That(findings[^1].Kind == DiscoveryFindingKind.BadEthernet || findings.Any(static finding => finding.Kind == DiscoveryFindingKind.BadEthernet), Is.True);
    }

    [Test]
    public void Busy_cores_and_memory_above_a_limit_are_left_out_on_request()
    {
        Dictionary<ChipLocation, ChipReading> chips = Whole();
        CoreState[] states = [.. Enumerable.Repeat(CoreState.Idle, 18)];
        states[0] = CoreState.Running;
        states[4] = CoreState.Watchdog;
        chips[new(1, 0)] = chips[new(1, 0)] with { Summary = chips[new(1, 0)].Summary!.Value with { CoreStates = new CoreStates(states) } };

        (Machine machine, IReadOnlyList<DiscoveryFinding> findings) = Build(chips, new DiscoveryOptions { LeaveOutBusyCores = true, MaxSdramPerChip = 1000 });

        Assert.That(machine[new(1, 0)].Cores.Contains(4), Is.False);
        Assert.That(machine[new(1, 0)].Cores.Contains(0), Is.True);
        Assert.That(machine.Chips.Select(static chip => chip.LargestFreeSdram), Is.All.EqualTo(1000));
        Assert.That(findings.Single(static finding => finding.Kind == DiscoveryFindingKind.BusyCore).Core, Is.EqualTo(4));
        Assert.That(() => new DiscoveryOptions { MaxSdramPerChip = 0 }, Throws.InstanceOf<InvalidParameterException>());
    }

    /// <summary>Whatever links are broken in whichever direction, what remains can be routed over.</summary>
    [Test]
    public void A_repaired_machine_has_no_one_way_links_and_no_islands() =>
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 1], Gen.Int[0, 5]).Array[0, 30].Sample(broken =>
        {
            Dictionary<ChipLocation, ChipReading> chips = Whole();
            foreach ((int x, int y, int link) in broken)
                Break(chips, new((byte)x, (byte)y), link);

            (Machine machine, _) = Build(chips);

            HashSet<ChipLocation> reached = [new(0, 0)];
            var next = new Queue<ChipLocation>(reached);
            while (next.TryDequeue(out ChipLocation place))
            {
                foreach (int link in machine[place].Links)
                {
                    ChipLocation target = machine.GetNeighbour(place, link);
                    Assert.That(machine[target].Links.Contains((link + 3) % 6), Is.True);
                    if (reached.Add(target))
                        next.Enqueue(target);
                }
            }

            Assert.That(machine.Chips, Has.Count.EqualTo(reached.Count));
        }, iter: 300);

    private static (Machine Machine, IReadOnlyList<DiscoveryFinding> Findings) Build(Dictionary<ChipLocation, ChipReading> chips, DiscoveryOptions? options = null) =>
        MachineBuilder.Build(new MachineDimensions(2, 2), default, chips.Values, options ?? new DiscoveryOptions());

    private static void Break(Dictionary<ChipLocation, ChipReading> chips, ChipLocation chip, int link)
    {
        ChipSummaryInfo summary = chips[chip].Summary!.Value;
        chips[chip] = chips[chip] with { Summary = summary with { WorkingLinks = LinkSet.FromMask(summary.WorkingLinks.Mask & ~(1u << link)) } };
    }

    /// <summary>Two by two chips, every link of which works.</summary>
    private static Dictionary<ChipLocation, ChipReading> Whole()
    {
        ChipLocation[] places = [new(0, 0), new(0, 1), new(1, 0), new(1, 1)];
        CoreState[] idle = [.. Enumerable.Repeat(CoreState.Idle, 18)];
        byte[] cores = [.. Enumerable.Range(0, 18).Select(static core => (byte)core)];
        return places.ToDictionary(static place => place, place => new ChipReading(
            place,
            new ChipSummaryInfo(
                place, CoreCount: 18, LinkSet.FromMask(0x3F), FreeRouterEntries: 1023, IsEthernetAvailable: place == default, LargestFreeSdram: 1 << 20,
                LargestFreeSystemRam: 1 << 10, new CoreStates(idle), NearestEthernet: default, place == default ? s_address : null, ParentLink: null),
            CoreMap.Create(cores),
            Error: null));
    }
}
