using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async.Tests.Machines.Discovery;

/// <summary>Texts that name broken parts.</summary>
internal sealed class IgnoredPartsTests
{
    [Test]
    public void Configurations_name_chips_cores_and_links()
    {
        var parts = IgnoredParts.Parse("1,2 : 3,4,10.11.193.1", "0,0,5-7:2,2,-3:1,1,4,10.0.0.9", "7,7,5");

        var first = IPAddress.Parse("10.11.193.1");
        var second = IPAddress.Parse("10.0.0.9");
        Assert.That(parts.Chips, Is.EqualTo(new IgnoredChip[] { new(new(1, 2)), new(new(3, 4), first) }));
        Assert.That(parts.Cores, Is.EqualTo(new IgnoredCore[] { new(new(0, 0), 5), new(new(0, 0), 6), new(new(0, 0), 7), new(new(2, 2), -3), new(new(1, 1), 4, second) }));
        Assert.That(parts.Cores.Select(static core => core.IsPhysical), Is.EqualTo(new[] { false, false, false, true, false }));
        Assert.That(parts.Links, Is.EqualTo(new IgnoredLink[] { new(new(7, 7), 5) }));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("None")]
    public void Nothing_is_named_in_three_ways(string? text)
    {
        var parts = IgnoredParts.Parse(text, text, text);

        Assert.That(parts.Chips.Count + parts.Cores.Count + parts.Links.Count, Is.Zero);
    }

    [TestCase("1", null, null, "1")]
    [TestCase("1,300", null, null, "300")]
    [TestCase("1,2,host", null, null, "1,2,host")]
    [TestCase(null, "0,0", null, "0,0")]
    [TestCase(null, "0,0,18", null, "18")]
    [TestCase(null, "0,0,7-5", null, "5")]
    [TestCase(null, "0,0,-18", null, "-18")]
    [TestCase(null, null, "0,0,6", "6")]
    public void What_makes_no_sense_is_named(string? chips, string? cores, string? links, string named) =>
        Assert.That(() => IgnoredParts.Parse(chips, cores, links), Throws.InstanceOf<InvalidParameterException>().With.Message.Contains(named));

    [Test]
    public void A_fault_file_of_a_board_is_read()
    {
        const string File = """
            # board 3
            chip 1 2 dead

            chip 0 0 core 17   # physical
            chip 7 7 link 0
            """;
        var board = IPAddress.Parse("10.0.0.1");

        var parts = IgnoredParts.ParseBoardInfo(File, board);

        Assert.That(parts.Chips, Is.EqualTo(new IgnoredChip[] { new(new(1, 2), board) }));
        Assert.That(parts.Cores, Is.EqualTo(new IgnoredCore[] { new(new(0, 0), -17, board) }));
        Assert.That(parts.Links, Is.EqualTo(new IgnoredLink[] { new(new(7, 7), 0, board) }));
        Assert.That(parts.With(parts).Chips, Has.Count.EqualTo(2));
    }

    [TestCase("chip 1 2 broken", "line 1")]
    [TestCase("chip 1 2 dead\nboard 4", "line 2")]
    [TestCase("chip 1 2 core 18", "18")]
    public void A_line_that_makes_no_sense_is_named(string text, string named) =>
        Assert.That(() => IgnoredParts.ParseBoardInfo(text), Throws.InstanceOf<InvalidParameterException>().With.Message.Contains(named));
}
