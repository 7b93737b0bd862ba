using System.Net;
using System.Net.NetworkInformation;
using CsCheck;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Tests.Wire.Scp;

internal sealed class IPTagEntryTests
{
    private const string Entry = "5b0d95ec72a6851dda8ad066a1000983d41e961c3601cb293700000000000000";

    [Test]
    public void Every_field_is_decoded()
    {
        Assert.That(IPTagEntry.TryParse(Convert.FromHexString(Entry), out IPTagEntry tag, out _), Is.True);

        Assert.That(tag, Is.EqualTo(new IPTagEntry(
            IPAddress.Parse("91.13.149.236"),
            PhysicalAddress.Parse("72-A6-85-1D-DA-8A"),
            26320,
            161,
            (IPTagFlags)33545,
            479600340,
            310,
            new CoreLocation(41, 203, 23),
            1)));
        Assert.That(tag is { IsInUse: true, IsReverse: true, StripsSdp: true, IsTransient: false, IsAddressResolving: false }, Is.True);
    }

    [Test]
    public void Write_gives_the_bytes_back()
    {
        byte[] bytes = Convert.FromHexString(Entry);
        Assert.That(IPTagEntry.TryParse(bytes, out IPTagEntry tag, out _), Is.True);
        var written = new byte[IPTagEntry.Size];
        tag.Write(written);

        Assert.That(written, Is.EqualTo(bytes));
        Assert.That(() => tag.Write(new byte[31]), Throws.ArgumentException);
    }

    [Test]
    public void No_bytes_make_the_parser_throw() => Gen.Byte.Array[0, 40].Sample(bytes =>
        IPTagEntry.TryParse(bytes, out _, out PacketError error) == (bytes.Length >= IPTagEntry.MinSize)
        && (error.Kind == PacketErrorKind.None) == (bytes.Length >= IPTagEntry.MinSize));

    [Test]
    public void A_pool_description_survives()
    {
        Span<byte> bytes = stackalloc byte[IPTagPoolInfo.Size];
        new IPTagPoolInfo(IPTagTimeout.Milliseconds2560, 32, 8, 8).Write(bytes);

        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo("09200808"));
        Assert.That(IPTagPoolInfo.TryParse(bytes, out IPTagPoolInfo pool, out _), Is.True);
        Assert.That(pool.TransientTimeout, Is.EqualTo(IPTagTimeout.Milliseconds2560));
    }
}
