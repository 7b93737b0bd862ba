using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Snapshots;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Tests.Boards;

/// <summary>Links that leave a board: through FPGAs, and to connectors.</summary>
internal sealed class EdgeLinkTests
{
    /// <summary>The links of a board of 48 chips in the order of each FPGA's, as "column,row:link".</summary>
    private static readonly string[] s_ends =
    [
        "7,3:0 7,3:5 6,2:0 6,2:5 5,1:0 5,1:5 4,0:0 4,0:5 4,0:4 3,0:5 3,0:4 2,0:5 2,0:4 1,0:5 1,0:4 0,0:5",
        "0,0:4 0,0:3 0,1:4 0,1:3 0,2:4 0,2:3 0,3:4 0,3:3 0,3:2 1,4:3 1,4:2 2,5:3 2,5:2 3,6:3 3,6:2 4,7:3",
        "4,7:2 4,7:1 5,7:2 5,7:1 6,7:2 6,7:1 7,7:2 7,7:1 7,7:0 7,6:1 7,6:0 7,5:1 7,5:0 7,4:1 7,4:0 7,3:1",
    ];

    [Test, CancelAfter(20_000)]
    public async Task A_lone_board_leads_48_links_out_that_are_free(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions(), cancellationToken);

        IReadOnlyList<FpgaLink> links = machine.Machine.FpgaLinks;

        Assert.That(links.GroupBy(static link => link.Fpga).Select(static fpga => string.Join(' ', fpga.Select(static link => $"{link.Chip}:{link.ChipLink}"))), Is.EqualTo(s_ends));
        Assert.That(links.Select(static link => link.Neighbour), Is.All.Null);
        Assert.That(machine.Machine.SpinnakerLinks, Is.Empty, "nobody tells which link the connector of such a board is on");
    }

    [Test, CancelAfter(20_000)]
    public async Task In_a_torus_each_leads_to_that_of_another_board_which_leads_back(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        var byEnd = machine.Machine.FpgaLinks.ToDictionary(static link => (link.Chip, link.ChipLink));

        // The firmware switches three links of each board off, and with them their other ends.
        FpgaLink[] connected = [.. byEnd.Values.Where(static link => link.Neighbour is not null)];
        Assert.That((byEnd.Count, connected.Length), Is.EqualTo((3 * 48, 3 * (48 - 6))));
        foreach (FpgaLink link in connected)
        {
            FpgaLink other = byEnd[(link.Neighbour!.Value, (link.ChipLink + 3) % LinkSet.MaxLinks)];
            Assert.That((other.Neighbour, other.Board == link.Board), Is.EqualTo(((ChipLocation?)link.Chip, false)), link.ToString());
        }
    }

    [Test, CancelAfter(30_000)]
    public async Task What_a_BMP_stops_is_what_leads_nowhere_after_the_boot(CancellationToken cancellationToken)
    {
        const uint stopBank0 = 0x5C;
        const uint stopBank1 = 0x1005C;
        HashSet<FpgaLink> always = [.. (await BootAsync(static _ => Task.CompletedTask, cancellationToken)).Where(static link => link.Neighbour is null)];
        for (int fpga = 0; fpga < 3; fpga++)
        {
            foreach ((uint register, int first) in new[] { (stopBank0, 0), (stopBank1, 8) })
            {
                IReadOnlyList<FpgaLink> links = await BootAsync(boards => boards.WriteFpgaRegisterAsync(fpga, register, 1, cancellationToken), cancellationToken);

                FpgaLink[] cut = [.. links.Where(link => link.Neighbour is null && !always.Contains(link))];
                FpgaLink[] stopped = [.. links.Where(link => link.Board == default && link.Fpga == fpga && link.Number / 8 == first / 8 && !always.Contains(link))];
                Assert.That(stopped, Has.Length.InRange(5, 8));
                Assert.That(cut, Is.SupersetOf(stopped));
                Assert.That(cut, Has.Length.EqualTo(2 * stopped.Length), "they, and their other ends");
            }
        }
    }

    [Test, CancelAfter(20_000)]
    public async Task A_board_of_4_chips_leads_two_links_to_connectors(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);

        Assert.That(machine.Machine.SpinnakerLinks, Is.EqualTo(new[] { new SpinnakerLink(new(0, 0), 0, new(0, 0), 3), new SpinnakerLink(new(0, 0), 1, new(1, 0), 0) }));
        Assert.That(machine.Machine.FpgaLinks, Is.Empty);
        Assert.That(machine.Machine.SpinnakerLinks[1].ToString(), Is.EqualTo("SpiNNaker link 1 of board 0,0"));
    }

    [Test, CancelAfter(20_000)]
    public async Task One_is_found_by_its_numbers_unless_its_chip_is_dead(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), DeadChips = [new(4, 3)] }, cancellationToken);
        Machine model = machine.Machine;

        Assert.That(model.FindFpgaLink(1, 2)?.Chip, Is.EqualTo(new ChipLocation(0, 1)), "of the board it was booted through");
        Assert.That(model.FindFpgaLink(2, 15, new ChipLocation(8, 4))?.Chip, Is.EqualTo(new ChipLocation(3, 7)), "round the edge of the machine");
        Assert.That(model.FindFpgaLink(2, 7, new ChipLocation(8, 4))?.Chip, Is.EqualTo(new ChipLocation(3, 11)));
        Assert.That(model.FindFpgaLink(2, 4, new ChipLocation(8, 4))?.Chip, Is.EqualTo(new ChipLocation(2, 11)));
        Assert.That(model.FindFpgaLink(0, 0, new ChipLocation(3, 3)), Is.Null, "no board");
        Assert.That(model.FpgaLinks.Where(static link => link.Chip == new ChipLocation(4, 3)), Is.Empty);
        Assert.That(() => model.FindFpgaLink(3, 0), Throws.InstanceOf<InvalidParameterException>());
        Assert.That(() => model.FindFpgaLink(0, 16), Throws.InstanceOf<InvalidParameterException>());
    }

    [Test, CancelAfter(20_000)]
    public async Task Snapshots_have_them_and_a_difference_names_them(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        Machine before = MachineSnapshot.FromJson(machine.Transceiver.TakeSnapshot().ToJson()).Machine;
        IEnumerable<MachineChip> chips = before.Chips.Select(static chip => chip.Location == new ChipLocation(7, 3) ? chip with { Links = [1, 2, 3, 4, 5] } : chip);
        var after = new Machine(before.Dimensions, before.BootChip, chips);

        Assert.That(before.FpgaLinks, Is.EqualTo(machine.Machine.FpgaLinks));
        Assert.That(MachineChange.Between(before, after).Single().Message, Is.EqualTo("Link 0 of chip 7,3 (link 0 of FPGA 0 of board 0,0) does not work any more."));
    }

    /// <summary>Boots three boards that were prepared through the BMP of the first.</summary>
    private static async Task<IReadOnlyList<FpgaLink>> BootAsync(Func<BmpController, Task> prepare, CancellationToken cancellationToken)
    {
        var unbooted = new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), Booted = false };
        await using SimulatedRack rack = await SimulatedRack.StartAsync(unbooted, cancellationToken);
        var options = new BmpControllerOptions { Connection = new() { Network = rack.World.Network, TimeProvider = rack.World.Time } };
        await using (BmpController boards = await rack.RunAsync(BmpController.ConnectAsync([new BmpConnectionData("10.0.0.1", [0])], options, cancellationToken), cancellationToken))
            await rack.RunAsync(prepare(boards), cancellationToken);

        await using Transceiver transceiver = await rack.OpenAsync(rack.Options with { BootImage = new BootImage(VirtualBootImage.Create()) }, cancellationToken);
        return transceiver.Machine.FpgaLinks;
    }
}
