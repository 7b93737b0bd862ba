using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Allocation;

/// <summary>Which boards a request gets.</summary>
internal sealed class SearchTests
{
    [Test]
    public void One_board_is_taken_from_a_triad_that_is_broken_already()
    {
        var machine = new MachineBoards("m", [], new BoardGrid(2, 1));
        machine.Take(Holder(), [new BoardCoordinates(1, 0, 0)]);

        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Boards(1))!.Boards, Is.EqualTo(new[] { new BoardCoordinates(1, 0, 1) }));
    }

    [TestCase(2, 1, 1)]
    [TestCase(3, 1, 1)]
    [TestCase(4, 2, 1)]
    [TestCase(9, 3, 1)]
    [TestCase(10, 2, 2)]
    [TestCase(13, 3, 2)]
    public void Several_boards_are_the_smallest_rectangle_of_triads_that_is_square_enough(int boards, int width, int height)
    {
        Placement found = BoardSearch.FindFree(new MachineBoards("m", [], new BoardGrid(5, 4)), BoardRequest.Boards(boards))!;

        Assert.That((found.Width, found.Height), Is.EqualTo((width, height)).Or.EqualTo((height, width)));
        Assert.That(found.Boards, Has.Count.EqualTo(3 * width * height));
    }

    [Test]
    public void A_rectangle_is_never_longer_than_asked_for() =>
        Assert.That(BoardSearch.FindFree(new MachineBoards("m", [], new BoardGrid(5, 1)), BoardRequest.Boards(15) with { MinRatio = 0.5 }), Is.Null);

    [Test]
    public void A_rectangle_goes_round_the_edge_of_a_torus_only()
    {
        BoardCoordinates[] taken = [new(1, 0, 0)];
        var torus = new MachineBoards("m", [], new BoardGrid(3, 1));
        torus.Take(Holder(), taken);
        var plane = new MachineBoards("m", [], new BoardGrid(3, 1, wraps: false));
        plane.Take(Holder(), taken);

        Placement found = BoardSearch.FindFree(torus, BoardRequest.Triads(2, 1))!;
        Assert.That(found.Corner, Is.EqualTo(new BoardCoordinates(2, 0, 0)));
        Assert.That(found.Boards, Does.Contain(new BoardCoordinates(0, 0, 2)));
        Assert.That(found.ToJob(torus.Grid, 0, 0), Is.EqualTo((12, 0)));
        Assert.That(BoardSearch.FindFree(plane, BoardRequest.Triads(2, 1)), Is.Null);
    }

    [Test]
    public void A_dead_board_is_gone_round_unless_it_may_be_there()
    {
        var machine = new MachineBoards("m", [], new BoardGrid(2, 1, deadBoards: [new(0, 0, 2)]));

        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Triads(1, 1))!.Corner, Is.EqualTo(new BoardCoordinates(1, 0, 0)));
        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Triads(2, 1)), Is.Null);
        Placement withDead = BoardSearch.FindFree(machine, BoardRequest.Triads(2, 1) with { MaxDeadBoards = 1 })!;
        Assert.That(withDead.Boards, Has.Count.EqualTo(5).And.No.Member(new BoardCoordinates(0, 0, 2)));
        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Boards(6) with { MaxDeadBoards = null }), Is.Null, "five boards are not six");
        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Boards(5) with { MaxDeadBoards = null })!.Boards, Has.Count.EqualTo(5));
    }

    [Test]
    public void A_rectangle_does_not_begin_with_a_dead_board()
    {
        var machine = new MachineBoards("m", [], new BoardGrid(2, 1, deadBoards: [new(0, 0, 0)]));

        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Triads(1, 1) with { MaxDeadBoards = null })!.Corner, Is.EqualTo(new BoardCoordinates(1, 0, 0)));
        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Triads(2, 1) with { MaxDeadBoards = null })!.Corner, Is.EqualTo(new BoardCoordinates(1, 0, 0)), "a torus can be begun elsewhere");
    }

    [Test]
    public void A_board_that_cannot_be_reached_counts_as_dead()
    {
        var lonely = new BoardCoordinates(0, 0, 2);
        var machine = new MachineBoards("m", [], new BoardGrid(1, 1, wraps: false, deadLinks: Enumerable.Range(0, 6).Select(link => (lonely, link))));

        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Triads(1, 1)), Is.Null);
        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Triads(1, 1) with { MaxDeadBoards = 1 })!.Boards, Has.No.Member(lonely));
    }

    [Test]
    public void Dead_links_can_be_refused()
    {
        var machine = new MachineBoards("m", [], new BoardGrid(1, 1, deadLinks: [(new BoardCoordinates(0, 0, 0), 1)]));

        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Boards(3)), Is.Not.Null);
        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Boards(3) with { MaxDeadLinks = 1 }), Is.Not.Null);
        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Boards(3) with { MaxDeadLinks = 0 }), Is.Null);
    }

    [Test]
    public void A_torus_is_a_whole_machine_that_goes_round()
    {
        Assert.That(Find(wraps: true, BoardRequest.Triads(2, 2))!.ChipWidth(new BoardGrid(2, 2)), Is.EqualTo(24));
        Assert.That(Find(wraps: true, BoardRequest.Triads(2, 1)), Is.Null);
        Assert.That(Find(wraps: true, BoardRequest.Boards(1)), Is.Null);
        Assert.That(Find(wraps: true, BoardRequest.Boards(10)), Is.Not.Null);
        Assert.That(Find(wraps: false, BoardRequest.Triads(2, 2)), Is.Null);

        static Placement? Find(bool wraps, BoardRequest request) => BoardSearch.FindFree(new MachineBoards("m", [], new BoardGrid(2, 2, wraps)), request with { RequireTorus = true });
    }

    [Test]
    public void Sizes_in_chips_have_four_more_where_nothing_goes_round()
    {
        var grid = new BoardGrid(3, 2);
        Placement band = BoardSearch.FindFree(new MachineBoards("m", [], grid), BoardRequest.Triads(3, 1))!;
        Assert.That((band.ChipWidth(grid), band.ChipHeight(grid)), Is.EqualTo((36, 16)));
        Placement one = BoardSearch.FindFree(new MachineBoards("m", [], grid), BoardRequest.Place(new BoardCoordinates(2, 1, 1)))!;
        Assert.That((one.ChipWidth(grid), one.ChipHeight(grid)), Is.EqualTo((8, 8)));
        Assert.That(one.ToMachine(grid, 7, 7), Is.EqualTo((3, 23)));
        Assert.That(one.ToMachine(grid, 0, 7), Is.Null, "a board has no chip there");
        Assert.That(one.ToJob(grid, 3, 23), Is.EqualTo((7, 7)));
    }

    [Test]
    public void The_links_of_one_board_all_leave_the_job_and_those_of_a_torus_never()
    {
        var grid = new BoardGrid(1, 1);
        var machine = new MachineBoards("m", [], grid);

        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Boards(1))!.LinksThatLeave(grid).Count(), Is.EqualTo(6));
        Assert.That(BoardSearch.FindFree(machine, BoardRequest.Boards(3))!.LinksThatLeave(grid), Is.Empty);
    }

    private static Job Holder() => new(1, new JobTicket("me", BoardRequest.Boards(1), null, default));
}
