using CsCheck;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Applications;

namespace SpiNNMan.Async.Tests.Wire.Scp;

internal sealed class FloodFillRegionTests
{
    private static readonly Gen<ChipLocation> s_chip = Gen.Select(Gen.Byte, Gen.Byte, (x, y) => new ChipLocation(x, y));

    [Test]
    public void A_region_of_a_chip_has_that_chip_only() =>
        s_chip.Select(s_chip).Sample((chip, other) => FloodFillRegion.Of(chip).Contains(other) == (chip == other) && FloodFillRegion.Of(chip).Contains(chip));

    [Test]
    public void All_chips_are_in_the_region_of_all() =>
        s_chip.Sample(chip => FloodFillRegion.All.Contains(chip) && new FloodFillRegion(0).Contains(chip));

    [TestCase(16, 4, true)]
    [TestCase(19, 7, true)]
    [TestCase(20, 4, false)]
    [TestCase(16, 8, false)]
    [TestCase(0, 4, false)]
    public void A_block_of_level_2_is_four_chips_a_side(byte x, byte y, bool expected) =>
        Assert.That(new FloodFillRegion(0x1002_0010).Contains(new ChipLocation(x, y)), Is.EqualTo(expected));
}
