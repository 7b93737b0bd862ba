using CsCheck;
using SpiNNMan.Async.Connections.Selectors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Tests.Connections.Selectors;

internal sealed class ConnectionSelectorTests
{
    private static readonly MachineGeometry s_threeBoards = new(12, 12);

    [Test]
    public void The_fixed_selector_never_changes()
    {
        var selector = new FixedConnectionSelector<Named>(At(4, 8));

        Assert.That(selector.Select(new ChipLocation(1, 1)), Is.SameAs(selector.Select(ChipLocation.Root)));
    }

    [Test]
    public void The_round_robin_selector_takes_turns()
    {
        Named[] all = [At(0, 0), At(4, 8), At(8, 4)];
        var selector = new RoundRobinConnectionSelector<Named>(all);

        Named[] picks = [.. Enumerable.Range(0, 7).Select(_ => selector.Select(default))];

        Assert.That(picks, Is.EqualTo(new[] { all[0], all[1], all[2], all[0], all[1], all[2], all[0] }));
    }

    [Test]
    public void Without_connections_there_is_nothing_to_select()
    {
        Assert.That(() => new RoundRobinConnectionSelector<Named>([]), Throws.ArgumentException);
        Assert.That(() => new MostDirectConnectionSelector<Named>([]), Throws.ArgumentException);
    }

    [TestCase(4, 8, 1, TestName = "Its own connection")]
    [TestCase(11, 10, 2, TestName = "Around the edge to the board at 8,4")]
    [TestCase(8, 11, 1, TestName = "The board at 4,8")]
    [TestCase(7, 6, 0, TestName = "The first board")]
    [TestCase(255, 255, 0, TestName = "The lead for the root")]
    public void The_most_direct_connection_is_that_of_the_board(byte x, byte y, int expected)
    {
        Named[] all = [At(0, 0), At(4, 8), At(8, 4)];
        var selector = new MostDirectConnectionSelector<Named>(all, s_threeBoards);

        Assert.That(selector.Select(new ChipLocation(x, y)), Is.SameAs(all[expected]));
    }

    [Test]
    public void Without_a_machine_the_lead_takes_what_has_no_connection_of_its_own()
    {
        Named[] all = [At(8, 4), At(0, 0), At(4, 8)];
        var selector = new MostDirectConnectionSelector<Named>(all);

        Assert.That(selector.Select(new ChipLocation(5, 9)), Is.SameAs(all[1]));
        Assert.That(selector.Select(new ChipLocation(4, 8)), Is.SameAs(all[2]));
    }

    [Test]
    public void Without_a_connection_to_the_origin_the_first_leads()
    {
        Named[] all = [At(8, 4), At(4, 8)];

        Assert.That(new MostDirectConnectionSelector<Named>(all).Select(new ChipLocation(1, 1)), Is.SameAs(all[0]));
    }

    [Test]
    public void Of_two_connections_to_one_chip_the_last_is_used()
    {
        Named[] all = [At(0, 0), At(0, 0)];

        Assert.That(new MostDirectConnectionSelector<Named>(all).Select(default), Is.SameAs(all[1]));
    }

    [Test]
    public void Connections_that_are_not_placed_yet_are_found_for_the_root()
    {
        Named[] all = [At(0, 0), At(255, 255)];

        Assert.That(new MostDirectConnectionSelector<Named>(all, s_threeBoards).Select(ChipLocation.Root), Is.SameAs(all[1]));
    }

    [Test]
    public void Every_destination_gets_one_of_the_connections() =>
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Int[1, 256], Gen.Int[1, 256]).Sample((x, y, width, height) =>
        {
            Named[] all = [At(0, 0), At(4, 8), At(8, 4)];
            return all.Contains(new MostDirectConnectionSelector<Named>(all, new MachineGeometry(width, height)).Select(new ChipLocation(x, y)));
        });

    private static Named At(byte x, byte y) => new() { Chip = new ChipLocation(x, y) };

    private sealed class Named : IHasChipLocation
    {
        public required ChipLocation Chip { get; init; }
    }
}
