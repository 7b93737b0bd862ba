using System.Net;
using CsCheck;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Tests.Machines;

internal sealed class ChipSummaryInfoTests
{
    private const string Whole = "025450025cb3f2071c78000000000f0f0207070000000b0b050f0f050000f44ded757f230400";
    private static readonly ChipLocation s_chip = new(11, 10);

    [Test]
    public void Every_field_is_decoded()
    {
        Assert.That(ChipSummaryInfo.TryParse(s_chip, Convert.FromHexString(Whole), out ChipSummaryInfo chip, out _), Is.True);

        Assert.That(chip.Chip, Is.EqualTo(s_chip));
        Assert.That(chip.CoreCount, Is.EqualTo(2));
        Assert.That(chip.WorkingLinks, Is.EqualTo(LinkSet.Create(2, 4)));
        Assert.That(chip.FreeRouterEntries, Is.EqualTo(321));
        Assert.That(chip.IsEthernetAvailable, Is.True);
        Assert.That(chip.LargestFreeSdram, Is.EqualTo(133346140));
        Assert.That(chip.LargestFreeSystemRam, Is.EqualTo(30748));
        Assert.That(chip.CoreStates.CoresIn(CoreState.Finished), Is.EqualTo(CoreSet.Create(10, 11)));
        Assert.That(chip.CoreStates[4], Is.EqualTo(CoreState.RunTimeException));
        Assert.That(chip.NearestEthernet, Is.EqualTo(new ChipLocation(77, 244)));
        Assert.That(chip.EthernetAddress, Is.EqualTo(IPAddress.Parse("237.117.127.35")));
        Assert.That(chip.ParentLink, Is.EqualTo(4));
    }

    [TestCase(5, 5)]
    [TestCase(6, null)]
    [TestCase(7, null)]
    [TestCase(256, null)]
    public void Only_links_are_parent_links(int sent, int? expected)
    {
        var bytes = new byte[38];
        bytes[36] = (byte)sent;
        bytes[37] = (byte)(sent >> 8);

        Assert.That(ChipSummaryInfo.TryParse(s_chip, bytes, out ChipSummaryInfo chip, out _), Is.True);
        Assert.That(chip.ParentLink, Is.EqualTo(expected));
    }

    [Test]
    public void The_parent_link_may_be_missing_but_not_half_there()
    {
        Assert.That(ChipSummaryInfo.TryParse(s_chip, new byte[36], out ChipSummaryInfo chip, out _), Is.True);
        Assert.That(chip.ParentLink, Is.Null);
        Assert.That(ChipSummaryInfo.TryParse(s_chip, new byte[37], out _, out PacketError error), Is.False);
        Assert.That(error, Is.EqualTo(PacketError.TooShort("ChipSummaryInfo", 37, 38, 37)));
    }

    [Test]
    public void A_state_that_is_none_is_kept_as_it_is()
    {
        var bytes = new byte[38];
        (bytes[20], bytes[21]) = (16, 255);

        Assert.That(ChipSummaryInfo.TryParse(s_chip, bytes, out ChipSummaryInfo chip, out _), Is.True);
        Assert.That((chip.CoreStates[8], chip.CoreStates[9], $"{chip.CoreStates[9]}"), Is.EqualTo(((CoreState)16, (CoreState)255, "255")));
    }

    [Test]
    public void Write_undoes_parse() =>
        Gen.Select(Gen.UInt, Gen.UInt, Gen.Byte.Array[18], Gen.Byte, Gen.Byte[0, 7]).Sample((flags, sdram, states, y, parent) =>
        {
            byte[] bytes =
            [
                .. BitConverter.GetBytes(flags), .. BitConverter.GetBytes(sdram), 1, 2, 3, 0,
                .. states, y, 9, 127, 0, 0, y, parent, 0,
            ];
            ChipLocation root = parent == 7 ? s_chip : ChipLocation.Root;
            var written = new byte[ChipSummaryInfo.Size];
            if (!ChipSummaryInfo.TryParse(s_chip, bytes, out ChipSummaryInfo chip, out _))
                return false;

            chip.Write(written, root);
            return ChipSummaryInfo.TryParse(s_chip, written, out ChipSummaryInfo again, out _) && again == chip && written[36] == parent;
        });

    [Test]
    public void No_bytes_make_the_parser_throw() => Gen.Byte.Array[0, 64].Sample(bytes =>
        ChipSummaryInfo.TryParse(s_chip, bytes, out _, out PacketError error) == (error.Kind == PacketErrorKind.None) && error.Offset <= bytes.Length);
}
