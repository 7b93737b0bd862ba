using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Tests.Wire.Eieio;

internal sealed class EieioDataHeaderTests
{
    [Test]
    public void Parse_undoes_Write() => EieioGen.Header.Sample(header =>
    {
        Span<byte> bytes = stackalloc byte[EieioDataHeader.MaxSize];
        int written = header.Write(bytes);
        return written == header.Size && EieioDataHeader.TryParse(bytes[..written], out EieioDataHeader parsed, out _) && parsed == header;
    });

    [Test]
    public void Write_undoes_Parse() => Gen.Byte.Array[8].Sample(bytes =>
    {
        if (!EieioDataHeader.TryParse(bytes, out EieioDataHeader header, out _))
            return (bytes[1] & 0xC0) == 0x40;

        Span<byte> again = stackalloc byte[header.Size];
        header.Write(again);
        return again.SequenceEqual(bytes.AsSpan(0, header.Size));
    });

    [TestCase(EieioType.Key16Bit, "02A3" + "3412" + "7856")]
    [TestCase(EieioType.Key32Bit, "02AB" + "3412" + "78560000")]
    public void A_payload_base_is_as_wide_as_a_key(EieioType type, string expected)
    {
        var header = new EieioDataHeader(type, count: 2, tag: 3, prefix: 0x1234, payloadBase: 0x5678);
        var bytes = new byte[header.Size];

        header.Write(bytes);

        Assert.That(Convert.ToHexString(bytes), Is.EqualTo(expected));
    }

    [Test]
    public void Each_flag_has_its_bit()
    {
        static int Flags(EieioDataHeader header)
        {
            var bytes = new byte[header.Size];
            header.Write(bytes);
            return bytes[1];
        }

        Assert.That(Flags(new(EieioType.Key16Bit, prefix: 0)), Is.EqualTo(0x80));
        Assert.That(Flags(new(EieioType.Key16Bit, prefix: 0, prefixType: EieioPrefix.UpperHalfWord)), Is.EqualTo(0xC0));
        Assert.That(Flags(new(EieioType.Key16Bit, payloadBase: 0)), Is.EqualTo(0x20));
        Assert.That(Flags(new(EieioType.Key16Bit, isTime: true)), Is.EqualTo(0x10));
        Assert.That(Flags(new(EieioType.KeyPayload32Bit)), Is.EqualTo(0x0C));
        Assert.That(Flags(new(EieioType.Key16Bit, tag: 3)), Is.EqualTo(0x03));
    }

    [Test]
    public void The_prefix_type_is_only_sent_with_a_prefix()
    {
        var header = new EieioDataHeader(EieioType.Key16Bit, prefixType: EieioPrefix.UpperHalfWord);
        var bytes = new byte[header.Size];

        header.Write(bytes);

        Assert.That(bytes, Is.EqualTo(new byte[] { 0, 0 }), "with it these would be the bytes of a command");
    }

    [Test]
    public void A_command_is_no_data()
    {
        bool parsed = EieioDataHeader.TryParse([0x02, 0x40], out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That((error.Kind, error.Packet), Is.EqualTo((PacketErrorKind.WrongKind, "EieioDataHeader")));
    }

    [TestCase("", 2)]
    [TestCase("05", 2)]
    [TestCase("0580", 4)]
    [TestCase("05803412", 4, true)]
    [TestCase("05A83412" + "000000", 8)]
    public void Too_few_bytes_are_named(string hex, int needed, bool enough = false)
    {
        byte[] bytes = Convert.FromHexString(hex);

        bool parsed = EieioDataHeader.TryParse(bytes, out _, out PacketError error);

        Assert.That(parsed, Is.EqualTo(enough));
        Assert.That(error, Is.EqualTo(enough ? default : PacketError.TooShort("EieioDataHeader", bytes.Length, needed, bytes.Length)));
    }

    private static IEnumerable<TestCaseData> BadArguments()
    {
        yield return new TestCaseData((Func<object>)(() => new EieioDataHeader((EieioType)4)), "type");
        yield return new TestCaseData((Func<object>)(() => new EieioDataHeader(EieioType.Key16Bit, tag: 4)), "tag");
        yield return new TestCaseData((Func<object>)(() => new EieioDataHeader(EieioType.Key16Bit, prefixType: (EieioPrefix)2)), "prefixType");
        yield return new TestCaseData((Func<object>)(() => new EieioDataHeader(EieioType.KeyPayload16Bit, payloadBase: 0x10000)), "payloadBase");
    }

    [TestCaseSource(nameof(BadArguments))]
    public void What_does_not_fit_is_refused_by_name(Func<object> make, string parameter) =>
        Assert.That(make, Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo(parameter));

    [Test]
    public void A_short_destination_is_left_alone()
    {
        var destination = new byte[7];

        Assert.That(() => new EieioDataHeader(EieioType.Key32Bit, 9, 1, 1, payloadBase: 1).Write(destination), Throws.ArgumentException);
        Assert.That(destination, Is.All.Zero);
    }
}
