using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Tests.Machines;

internal sealed class P2PTableTests
{
    [Test]
    public void Routes_are_three_bits_each()
    {
        ReadOnlyMemory<byte>[] columns = [new byte[] { 0xF2, 0xA7, 0x4F, 0x3B }, new byte[] { 0x1A, 0, 0, 0 }];

        Assert.That(P2PTable.TryParse(2, 2, columns, out P2PTable? table, out _));
        Assert.That((table!.Width, table.Height), Is.EqualTo((2, 2)));
        Assert.That(table.GetRoute(new ChipLocation(0, 0)), Is.EqualTo(P2PTableRoute.North));
        Assert.That(table.GetRoute(new ChipLocation(0, 1)), Is.EqualTo(P2PTableRoute.None));
        Assert.That(table.GetRoute(new ChipLocation(1, 0)), Is.EqualTo(P2PTableRoute.North));
        Assert.That(table.GetRoute(new ChipLocation(1, 1)), Is.EqualTo(P2PTableRoute.West));
        Assert.That(table.Chips, Is.EqualTo(new ChipLocation[] { new(0, 0), new(1, 0), new(1, 1) }));
        Assert.That(table.IsRoute(new ChipLocation(0, 1)), Is.False);
    }

    [Test]
    public void Outside_the_machine_there_is_no_route()
    {
        Assert.That(P2PTable.TryParse(1, 1, [new byte[4]], out P2PTable? table, out _));

        Assert.That(table!.GetRoute(new ChipLocation(1, 0)), Is.EqualTo(P2PTableRoute.None));
        Assert.That(table.GetRoute(ChipLocation.Root), Is.EqualTo(P2PTableRoute.None));
    }

    [TestCase(1, 4)]
    [TestCase(8, 4)]
    [TestCase(9, 8)]
    [TestCase(256, 128)]
    public void Columns_are_read_in_whole_words(int height, int expected) => Assert.That(P2PTable.GetColumnByteCount(height), Is.EqualTo(expected));

    [TestCase(0, 0)]
    [TestCase(7, 896)]
    [TestCase(255, 32640)]
    public void Columns_are_128_bytes_apart(int column, int expected) => Assert.That(P2PTable.GetColumnOffset(column), Is.EqualTo(expected));

    [Test]
    public void What_no_machine_has_is_refused()
    {
        Assert.That(() => P2PTable.GetColumnOffset(256), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => P2PTable.GetColumnByteCount(257), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => P2PTable.TryParse(257, 1, [], out _, out _), Throws.TypeOf<InvalidParameterException>());
    }

    [Test]
    public void A_column_that_is_missing_or_short_is_named()
    {
        Assert.That(P2PTable.TryParse(2, 9, [new byte[8], new byte[7]], out _, out PacketError error), Is.False);
        Assert.That((error.Kind, error.Offset, error.Detail), Is.EqualTo((PacketErrorKind.TooShort, 7, "column 1 takes 8 bytes, 7 are there")));
        Assert.That(P2PTable.TryParse(2, 9, [new byte[8]], out _, out _), Is.False);
    }

    [Test]
    public void Any_bytes_make_a_table() => Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[0, 2], Gen.Int[0, 256]).Sample((bytes, width, height) =>
        P2PTable.TryParse(width, height, [bytes, bytes], out P2PTable? table, out _)
            == (width == 0 || bytes.Length >= P2PTable.GetColumnByteCount(height))
        && (table is null || table.Chips.All(table.IsRoute)));
}
