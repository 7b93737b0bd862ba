using System.Buffers.Binary;
using System.Text;
using CsCheck;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Tests.Machines;

internal sealed class VersionInfoTests
{
    private const string OldForm = "030fa1ce00018500be9c8e285343264d502f5370694e4e616b657200";
    private const string NewForm = "0e0feed90001ffff199497685343264d502f5370694e4e616b657200332e342e3100";

    [Test]
    public void The_old_form_has_the_version_as_a_number()
    {
        Assert.That(VersionInfo.TryParse(Convert.FromHexString(OldForm), out VersionInfo version, out _), Is.True);

        Assert.That(version, Is.EqualTo(new VersionInfo(
            "SC&MP",
            "SpiNNaker",
            new SoftwareVersion(1, 33, 0),
            "SC&MP/SpiNNaker",
            new CoreLocation(206, 161, 3),
            15,
            256,
            DateTimeOffset.FromUnixTimeSeconds(680434878))));
    }

    [Test]
    public void The_new_form_has_the_version_as_text()
    {
        Assert.That(VersionInfo.TryParse(Convert.FromHexString(NewForm), out VersionInfo version, out _), Is.True);

        Assert.That(version.Version, Is.EqualTo(new SoftwareVersion(3, 4, 1)));
        Assert.That(version.VersionString, Is.EqualTo("3.4.1"));
        Assert.That(version.Core, Is.EqualTo(new CoreLocation(217, 238, 14)));
        Assert.That(version.ToString(), Is.EqualTo("SC&MP 3.4.1 at SpiNNaker:217,238,14 (built 2025-08-09 18:31:53Z)"));
    }

    [TestCase("3.4.1-dev", 3, 4, 1)]
    [TestCase("10.20.30rc1", 10, 20, 30)]
    public void Anything_may_follow_the_three_numbers(string text, int major, int minor, int patch)
    {
        Assert.That(VersionInfo.TryParse(Bytes(0xFFFF, $"BC&MP/Spin5-BMP\0{text}\0"), out VersionInfo version, out _), Is.True);

        Assert.That(version.Version, Is.EqualTo(new SoftwareVersion(major, minor, patch)));
        Assert.That(version.VersionString, Is.EqualTo(text));
    }

    [TestCase(0xFFFF, "SC&MP/SpiNNaker", 12)]
    [TestCase(0xFFFF, "SC&MP/SpiNNaker\0three\0", 28)]
    [TestCase(0xFFFF, "SC&MP/SpiNNaker\03.4\0", 28)]
    [TestCase(0xFFFF, "SC&MP/SpiNNaker\099999999999.4.1\0", 28)]
    [TestCase(0xFFFF, "SC&MP\03.4.1\0", 12)]
    [TestCase(133, "SC&MP\0", 12)]
    [TestCase(133, "SC/MP/SpiNNaker\0", 12)]
    [TestCase(133, "", 12)]
    public void Other_text_is_a_bad_value(int number, string text, int offset)
    {
        Assert.That(VersionInfo.TryParse(Bytes(number, text), out _, out PacketError error), Is.False);

        Assert.That(error.Kind, Is.EqualTo(PacketErrorKind.BadValue));
        Assert.That(error.Offset, Is.EqualTo(offset));
    }

    [Test]
    public void Text_that_is_not_UTF8_is_a_bad_value()
    {
        byte[] bytes = Bytes(133, "SC&MP/SpiNNaker\0");
        bytes[18] = 0xFF;

        Assert.That(VersionInfo.TryParse(bytes, out _, out PacketError error), Is.False);
        Assert.That(error.Offset, Is.EqualTo(18));
    }

    [Test]
    public void Write_gives_the_new_form_back()
    {
        byte[] bytes = Convert.FromHexString(NewForm);
        Assert.That(VersionInfo.TryParse(bytes, out VersionInfo version, out _), Is.True);
        var written = new byte[version.Size];

        Assert.That(version.Write(written), Is.EqualTo(bytes.Length));
        Assert.That(written, Is.EqualTo(bytes));
        Assert.That(() => version.Write(new byte[bytes.Length - 1]), Throws.ArgumentException);
    }

    [Test]
    public void No_bytes_make_the_parser_throw() => Gen.Byte.Array[0, 64].Sample(bytes =>
        VersionInfo.TryParse(bytes, out _, out PacketError error) == (error.Kind == PacketErrorKind.None) && error.Offset <= bytes.Length);

    private static byte[] Bytes(int number, string text)
    {
        byte[] bytes = [.. new byte[12], .. Encoding.UTF8.GetBytes(text)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), (ushort)number);
        return bytes;
    }
}
