using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Machines.Snapshots;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Machines.Discovery;

/// <summary>Machines written as JSON, read again, and compared.</summary>
internal sealed class MachineSnapshotTests
{
    /// <summary>A machine as other software of the field writes it.</summary>
    private const string Foreign = """
        {"height": 2, "width": 2, "root": [0, 0],
         "standardResources": {"monitors": 1, "routerEntries": 1013, "sdram": 117440512, "virtual": false, "tags": []},
         "ethernetResources": {"monitors": 2, "routerEntries": 1013, "sdram": 117440512, "virtual": false, "tags": [1, 2, 3, 4, 5, 6, 7]},
         "chips": [
           [0, 0, {"cores": 18, "ethernet": [0, 0], "deadLinks": [3, 4], "ipAddress": "192.168.240.253"}, {"monitors": 1}],
           [0, 1, {"cores": 17, "ethernet": [0, 0]}],
           [1, 0, {"cores": 18, "ethernet": [0, 0], "deadLinks": [5], "links": [[0, 1]]}, {"sdram": 1048576, "routerEntries": 12}]]}
        """;

    [Test, CancelAfter(20_000)]
    public async Task What_is_written_is_read([Values] bool torus, CancellationToken cancellationToken)
    {
        var options = new VirtualMachineOptions
        {
            Triads = torus ? new TriadArrangement(1, 1) : null,
            DeadChips = [new(1, 1)],
            DeadCores = [new(2, 2, 7)],
            DeadLinks = [(new(3, 3), 2)],
        };
        await using SimulatedRack machine = await SimulatedRack.StartAsync(options, cancellationToken);
        TransceiverOptions opening = machine.Options with { Discovery = new DiscoveryOptions { Ignored = IgnoredParts.Parse("4,4", "0,1,3", "2,0,0") } };
        await using Transceiver transceiver = await machine.OpenAsync(opening, cancellationToken);

        MachineSnapshot written = transceiver.TakeSnapshot();
        var read = MachineSnapshot.FromJson(written.ToJson());

        Assert.That(MachineChange.Between(transceiver.Machine, read.Machine), Is.Empty);
        Assert.That(read.Machine.Chips.Select(static chip => chip with { EthernetAddress = null }), Is.EqualTo(transceiver.Machine.Chips.Select(static chip => chip with { EthernetAddress = null })));
        Assert.That((read.Taken, read.Software, read.Host), Is.EqualTo((written.Taken, written.Software, written.Host)));
        Assert.That(read.ToJson(), Is.EqualTo(written.ToJson()));
    }

    [Test]
    public void What_other_software_writes_is_read()
    {
        Machine machine = MachineSnapshot.FromJson(Foreign).Machine;

        Assert.That(machine.Dimensions, Is.EqualTo(new MachineDimensions(2, 2)));
        Assert.That(machine.EthernetChips.Single().EthernetAddress!.ToString(), Is.EqualTo("192.168.240.253"));
        Assert.That(machine[new(0, 0)].Links, Is.EqualTo(LinkSet.Create(0, 1, 2, 5)));
        Assert.That((machine[new(0, 1)].Cores.Count, machine[new(0, 1)].LargestFreeSdram), Is.EqualTo((17, 117440512u)));
        Assert.That((machine[new(1, 0)].FreeRouterEntries, machine[new(1, 0)].LargestFreeSdram), Is.EqualTo((12, 1048576u)));
        Assert.That(machine[new(0, 1)].CoreMap, Is.Null);
    }

    [TestCase("", "JSON")]
    [TestCase("[1]", "JSON")]
    [TestCase("null", "null")]
    [TestCase("""{"width": 0, "height": 2}""", "1 to 256")]
    [TestCase("""{"width": 2, "height": 2, "root": [0]}""", "two coordinates")]
    [TestCase("""{"width": 2, "height": 2, "chips": [[5, 0, {"cores": 18}]]}""", "outside")]
    [TestCase("""{"width": 2, "height": 2, "chips": [[0, 0, {"cores": 19}]]}""", "19 cores")]
    [TestCase("""{"width": 2, "height": 2, "chips": [[0, 0, {"cores": 18, "deadLinks": [6]}]]}""", "6")]
    [TestCase("""{"width": 2, "height": 2, "chips": [[0, 0, {"cores": 18, "physicalCores": [3, 3]}]]}""", "physical")]
    [TestCase("""{"width": 2, "height": 2, "chips": [[0, 0, {"cores": 18, "states": {"Asleep": [1]}}]]}""", "Asleep")]
    [TestCase("""{"width": 2, "height": 2, "chips": [[0, 0, {"cores": 18, "ipAddress": "nowhere"}]]}""", "IP")]
    [TestCase("""{"width": 2, "height": 2, "chips": [[0, 0]]}""", "JSON")]
    [TestCase("""{"width": 2, "height": 2, "chips": [[0, 0, {"cores": 18}, {}, 5]]}""", "four")]
    public void What_is_no_machine_is_refused(string json, string named) =>
        Assert.That(() => MachineSnapshot.FromJson(json), Throws.InstanceOf<InvalidParameterException>().With.Message.Contains(named));

    [Test]
    public void Every_difference_is_told()
    {
        Machine before = MachineSnapshot.FromJson(Foreign).Machine;
        string changed = Foreign
            .Replace("[3, 4]", "[4, 5]", StringComparison.Ordinal)
            .Replace("253", "7", StringComparison.Ordinal)
            .Replace("\"cores\": 17", "\"cores\": 18, \"states\": {\"Running\": [1, 2]}", StringComparison.Ordinal)
            .Replace("[1, 0, {", "[1, 1, {", StringComparison.Ordinal)
            .Replace("\"root\": [0, 0]", "\"root\": [0, 1]", StringComparison.Ordinal);

        IReadOnlyList<MachineChange> changes = MachineChange.Between(before, MachineSnapshot.FromJson(changed).Machine);

        Assert.That(changes.Select(static change => (change.Kind, change.Chip?.ToString())), Is.EqualTo(new (MachineChangeKind, string?)[]
        {
            (MachineChangeKind.Shape, null),
            (MachineChangeKind.LinkLost, "0,0"),
            (MachineChangeKind.LinkFound, "0,0"),
            (MachineChangeKind.Ethernet, "0,0"),
            (MachineChangeKind.CoreFound, "0,1"),
            (MachineChangeKind.State, "0,1"),
            (MachineChangeKind.ChipLost, "1,0"),
            (MachineChangeKind.ChipFound, "1,1"),
        }));
        Assert.That(changes.Count(static change => !change.IsStructural), Is.EqualTo(1));
        Assert.That(changes[1].ToString(), Is.EqualTo("Link 5 of chip 0,0 does not work any more."));
    }
}
