using System.Net;
using CsCheck;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Tests.Machines;

internal sealed class BoardTests
{
    [Test]
    public void A_set_of_boards_is_a_mask()
    {
        BoardSet boards = [5, 1, 5, 23];

        Assert.That((boards.Mask, boards.First, boards.Count), Is.EqualTo((0x800022u, 1, 3)));
        Assert.That(boards, Is.EqualTo(new[] { 1, 5, 23 }));
        Assert.That(boards.Contains(5) && !boards.Contains(2) && !boards.Contains(-1) && !boards.Contains(32));
        Assert.That(boards.ToString(), Is.EqualTo("[1, 5, 23]"));
        Assert.That((BoardSet)3, Is.EqualTo(BoardSet.FromMask(8)));
        Assert.That(BoardSet.FirstOf(24).Mask, Is.EqualTo(0xFFFFFF));
        Assert.That(BoardSet.FromMask(0x80000001), Is.EqualTo(new[] { 0, 31 }));
    }

    [Test]
    public void A_set_names_32_boards_and_a_frame_has_24()
    {
        Assert.That(() => (BoardSet)32, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => BoardSet.Create(-1), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => BoardSet.FirstOf(25), Throws.TypeOf<InvalidParameterException>());
    }

    [Test]
    public void The_bmp_has_the_address_before_that_of_its_board()
    {
        var one = BmpConnectionData.FromHost("192.168.240.253");
        var three = BmpConnectionData.FromHost(IPAddress.Parse("10.0.0.1"), 3);

        Assert.That(one, Is.EqualTo(new BmpConnectionData("192.168.240.252", [0])));
        Assert.That(three, Is.EqualTo(new BmpConnectionData("10.0.0.0", [0, 1, 2], Cabinet: 0, Frame: 0, Port: 17893)));
        Assert.That(BmpConnectionData.FromHost("10.0.0.1", 0).Boards, Is.EqualTo(new[] { 0 }));
        Assert.That(three.ToString(), Is.EqualTo("0:0:10.0.0.0:[0, 1, 2]:17893"));
    }

    [TestCase("10.0.0.0", 1, "host")]
    [TestCase("no-address", 1, "host")]
    [TestCase("::1", 1, "host")]
    [TestCase("10.0.0.1", 25, "boardCount")]
    [TestCase("10.0.0.1", -1, "boardCount")]
    public void What_has_no_address_before_it_is_refused(string host, int count, string parameter) =>
        Assert.That(
            () => BmpConnectionData.FromHost(host, count),
            Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo(parameter));

    [Test]
    public void Configurations_name_bmps_by_text() =>
        Assert.That(
            BmpConnectionData.ParseList("1;2;10.0.0.0/0-3,6: 3;10.0.1.0/7 :bmp"),
            Is.EqualTo(new BmpConnectionData[]
            {
                new("10.0.0.0", [0, 1, 2, 3, 6], Cabinet: 1, Frame: 2),
                new("10.0.1.0", [7], Frame: 3),
                new("bmp", [0]),
            }));

    [Test]
    public void Text_that_names_no_bmp_is_refused([Values("", "a:", "0;0;0;a", "x;a", "a/", "a/1-", "a/1-2-3", "a/-1", "a/24", "a/3-2", "a/1/2")] string text) =>
        Assert.That(() => BmpConnectionData.ParseList(text), Throws.TypeOf<InvalidParameterException>());

    [Test]
    public void Any_text_names_bmps_or_is_refused() => Gen.String["0123;/:-,. a"].Sample(text =>
    {
        try
        {
            return BmpConnectionData.ParseList(text).All(data => data.Boards.Count > 0);
        }
        catch (InvalidParameterException)
        {
            return true;
        }
    });

    [TestCase(2, 2, "0,0")]
    [TestCase(8, 8, "0,0")]
    [TestCase(12, 12, "0,0 4,8 8,4")]
    [TestCase(16, 16, "0,0 4,8 8,4")]
    [TestCase(24, 12, "0,0 12,0 4,8 16,8 8,4 20,4")]
    [TestCase(12, 24, "0,0 0,12 4,8 4,20 8,4 8,16")]
    [TestCase(28, 16, "0,0 12,0 4,8 16,8 8,4 20,4")]
    public void Boards_stand_in_threes(int width, int height, string expected) =>
        Assert.That(string.Join(' ', new MachineGeometry(width, height).PotentialEthernetChips), Is.EqualTo(expected));

    [Test]
    public void Three_boards_have_48_chips_each()
    {
        var machine = new MachineGeometry(12, 12);
        IEnumerable<int> sizes = Chips(12, 12).GroupBy(machine.GetNearestEthernet).Select(board => board.Count());

        Assert.That(sizes, Is.EqualTo(new[] { 48, 48, 48 }));
    }

    [TestCase(8, 8, 48)]
    [TestCase(16, 16, 144)]
    [TestCase(2, 2, 4)]
    [TestCase(28, 16, 288)]
    public void Without_wrapping_only_whole_boards_count(int width, int height, int expected)
    {
        var machine = new MachineGeometry(width, height);

        Assert.That(Chips(width, height).Count(machine.Contains), Is.EqualTo(expected));
        Assert.That(machine.Contains(new ChipLocation((byte)width, 0)), Is.False);
    }

    [Test]
    public void Every_chip_is_nearest_to_an_ethernet_chip_of_the_machine() =>
        Gen.Select(Gen.Int[1, 21], Gen.Int[1, 21], Gen.Byte, Gen.Byte).Sample((columns, rows, x, y) =>
        {
            var machine = new MachineGeometry(12 * columns, 12 * rows);
            var chip = new ChipLocation((byte)(x % (12 * columns)), (byte)(y % (12 * rows)));
            ChipLocation local = MachineGeometry.GetLocationOnBoard(chip);
            return machine.TryGetNearestEthernet(chip, out ChipLocation ethernet)
                && machine.PotentialEthernetChips.Contains(ethernet)
                && MachineGeometry.IsOnBoard(local.X, local.Y)
                && (ethernet.X + local.X) % (12 * columns) == chip.X
                && (ethernet.Y + local.Y) % (12 * rows) == chip.Y;
        });

    [Test]
    public void A_machine_has_at_most_256_by_256_chips()
    {
        Assert.That(() => new MachineGeometry(257, 1), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => new MachineGeometry(1, 0), Throws.TypeOf<InvalidParameterException>());
        Assert.That(new MachineGeometry(12, 24).ToString(), Is.EqualTo("12 x 24 chips"));
    }

    [TestCase(3, 0, 0, false)]
    [TestCase(3, 0, 1, true)]
    [TestCase(3, 4, 0, true)]
    [TestCase(2, 9, 9, false)]
    [TestCase(4, 0, 0, false)]
    public void Monitors_from_3_0_1_on_are_compatible(int major, int minor, int patch, bool expected)
    {
        var version = new SoftwareVersion(major, minor, patch);

        Assert.That(SoftwareCompatibility.IsScampCompatible(version), Is.EqualTo(expected));
        Assert.That(SoftwareCompatibility.IsScampSupported(version), Is.EqualTo(expected || major == 4));
        Assert.That(SoftwareCompatibility.IsBmpCompatible(version), Is.EqualTo(major == 2));
    }

    private static IEnumerable<ChipLocation> Chips(int width, int height) =>
        Enumerable.Range(0, width * height).Select(index => new ChipLocation((byte)(index % width), (byte)(index / width)));
}
