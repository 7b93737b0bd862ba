using SpiNNMan.Async.Cli.Displays.Pictures;
using SpiNNMan.Async.Cli.Tests.Watching;
using SpiNNMan.Async.Cli.Watching;
using SpiNNMan.Async.Cli.Web;
using SpiNNMan.Async.Web.Serving;

namespace SpiNNMan.Async.Cli.Tests.Web;

/// <summary>The maps that a page may ask for.</summary>
internal sealed class PageMapTests
{
    [TestCase("", "", "boards", TopMode.State)]
    [TestCase("boards", "drops", "boards", TopMode.Drops)]
    [TestCase("chips", "Traffic", "chips", TopMode.Traffic)]
    [TestCase("board:4,8", "errors", "board:4,8", TopMode.Errors)]
    [TestCase("board:4,9", "nonsense", "boards", TopMode.State)]
    [TestCase("board:", "99", "boards", TopMode.State)]
    [TestCase("<script>", "-1", "boards", TopMode.State)]
    public void The_nearest_map_is_taken(string map, string mode, string name, TopMode content)
    {
        var look = new MachineLook(Looks.Of(1, 1));

        Assert.That(PageMap.Choose(look, new PageView(map, mode)), Is.EqualTo(new PageMap(name, content)));
    }

    [Test]
    public void A_board_has_its_chips_where_they_are_on_it()
    {
        var look = new MachineLook(Looks.Of(1, 1));

        Scene scene = PageMap.Choose(look, new PageView("board:8,4", "")).Draw(look);

        Assert.That(scene.Cells, Has.Count.EqualTo(48));
        Assert.That(scene.Cells.Select(static cell => cell.Id), Has.Some.EqualTo("8,4").And.Some.EqualTo("0,5"), "it goes round the edge");
        Assert.That(scene.Cells.Max(static cell => cell.Outline.Max(static corner => corner.X)), Is.LessThan(scene.Width));
    }

    [Test]
    public void Twelve_hundred_boards_are_cells_and_never_chips()
    {
        var look = new MachineLook(Looks.Of(20, 20));

        PageMap map = PageMap.Choose(look, new PageView("chips", ""));

        Assert.That(map.Name, Is.EqualTo("boards"));
        Assert.That(map.Draw(look).Cells, Has.Count.EqualTo(1200));
    }
}
