using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Tests.Wire.Eieio;

internal sealed class EieioDataMessageTests
{
    [Test]
    public void Elements_are_little_endian_after_the_header()
    {
        var message = EieioDataMessage.Create(EieioType.KeyPayload16Bit, tag: 2);
        message.Add(0x1234, 0x5678);
        message.Add(new EieioElement(1, 2));

        Assert.That(Convert.ToHexString(message.ToArray()), Is.EqualTo("0206" + "34127856" + "01000200"));
        Assert.That(message.Size, Is.EqualTo(10));
    }

    [Test]
    public void Reading_gives_back_what_was_added_and_writing_the_same_bytes() => EieioGen.Message.Sample(message =>
    {
        byte[] bytes = message.ToArray();
        return EieioDataMessage.TryParse(bytes, out EieioDataMessage? read, out _)
            && read.Header == message.Header
            && read.Elements.SequenceEqual(message.Elements)
            && read.ToArray().AsSpan().SequenceEqual(bytes);
    });

    [Test]
    public void No_bytes_make_the_parser_throw() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        bool parsed = EieioMessage.TryParse(bytes, out EieioMessage? message, out PacketError error);
        return parsed ? bytes.AsSpan().StartsWith(message!.ToArray()) : error.Kind != PacketErrorKind.None && error.Offset <= bytes.Length;
    });

    [TestCase(EieioPrefix.LowerHalfWord, 0x0001_0FF3u)]
    [TestCase(EieioPrefix.UpperHalfWord, 0x0FF1_0003u)]
    public void A_key_prefix_is_put_into_every_key(EieioPrefix half, uint expected)
    {
        var message = EieioDataMessage.Create(EieioType.Key32Bit, keyPrefix: 0x0FF0, prefixType: half);
        message.Add(0x0001_0003);

        Assert.That(message.Elements[0], Is.EqualTo(new EieioElement(expected)));
    }

    [Test]
    public void A_payload_base_is_put_into_every_payload()
    {
        var message = EieioDataMessage.Create(EieioType.KeyPayload32Bit, payloadPrefix: 0x0F00);
        message.Add(1, 0x00F0);

        Assert.That(message.Elements[0], Is.EqualTo(new EieioElement(1, 0x0FF0)));
    }

    [Test]
    public void A_timestamp_is_the_payload_of_keys_without_one()
    {
        var message = EieioDataMessage.Create(EieioType.Key16Bit, payloadPrefix: 1, timestamp: 1000);
        message.Add(7);

        Assert.That(message.Elements[0], Is.EqualTo(new EieioElement(7, 1000, PayloadIsTimestamp: true)));
    }

    [Test]
    public void Without_payloads_there_are_no_timestamps()
    {
        var message = new EieioDataMessage(new EieioDataHeader(EieioType.Key16Bit, isTime: true));
        message.Add(7);

        Assert.That(message.Elements[0], Is.EqualTo(new EieioElement(7)));
    }

    private static IEnumerable<TestCaseData> BadElements()
    {
        yield return new TestCaseData(EieioType.Key16Bit, new EieioElement(0x10000), "key");
        yield return new TestCaseData(EieioType.KeyPayload16Bit, new EieioElement(0x10000, 1), "key");
        yield return new TestCaseData(EieioType.KeyPayload16Bit, new EieioElement(1, 0x10000), "payload");
        yield return new TestCaseData(EieioType.KeyPayload32Bit, new EieioElement(1), "type");
        yield return new TestCaseData(EieioType.Key32Bit, new EieioElement(1, 2), "type");
    }

    [TestCaseSource(nameof(BadElements))]
    public void An_element_that_does_not_fit_is_refused_and_not_added(EieioType type, EieioElement element, string parameter)
    {
        var message = EieioDataMessage.Create(type);

        Assert.That(() => message.Add(element), Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo(parameter));
        Assert.That(message.Count, Is.Zero);
    }

    [Test]
    public void A_message_counts_to_255()
    {
        var message = EieioDataMessage.Create(EieioType.Key32Bit);
        for (uint key = 0; key < 255; key++)
            message.Add(key);

        Assert.That(() => message.Add(255), Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("count"));
        Assert.That(message.ToArray(), Has.Length.EqualTo(2 + (255 * 4)));
        Assert.That(message.Elements.Select(element => element.Key), Is.EqualTo(Enumerable.Range(0, 255)));
    }

    [Test]
    public void A_message_that_was_read_is_complete()
    {
        bool parsed = EieioDataMessage.TryParse(new byte[] { 1, 0, 5, 0 }, out EieioDataMessage? message, out _);

        Assert.That(parsed, Is.True);
        Assert.That(message!.IsReadOnly, Is.True);
        Assert.That(() => message.Add(1), Throws.TypeOf<InvalidPacketException>());
        Assert.That(message.Elements, Has.Count.EqualTo(1));
    }

    [Test]
    public void Fewer_elements_than_the_header_counts_are_named()
    {
        bool parsed = EieioDataMessage.TryParse(new byte[] { 3, 0, 1, 0, 2, 0, 3 }, out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That(error, Is.EqualTo(PacketError.TooShort("EieioDataMessage", 7, 8, 7)));
    }

    [Test]
    public void What_follows_the_last_element_is_left()
    {
        bool parsed = EieioDataMessage.TryParse(new byte[] { 1, 0, 5, 0, 0x02, 0x40 }, out EieioDataMessage? message, out _);

        Assert.That(parsed, Is.True);
        Assert.That(message!.Size, Is.EqualTo(4));
        Assert.That(message.ToArray(), Is.EqualTo(new byte[] { 1, 0, 5, 0 }));
    }

    [Test]
    public void There_is_no_element_outside_the_count([Values(-1, 1)] int index)
    {
        var message = EieioDataMessage.Create(EieioType.Key16Bit);
        message.Add(1);

        Assert.That(() => message.Elements[index], Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Going_through_the_elements_allocates_nothing()
    {
        var message = EieioDataMessage.Create(EieioType.KeyPayload32Bit, keyPrefix: 1, timestamp: 5);
        for (uint i = 0; i < 31; i++)
            message.Add(i, i);

        Sum(message);
        long before = GC.GetAllocatedBytesForCurrentThread();
        uint sum = Sum(message);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);
        Assert.That(sum, Is.GreaterThan(0));

        static uint Sum(EieioDataMessage message)
        {
            uint sum = 0;
            foreach (EieioElement element in message.Elements)
                sum += element.Key + (element.Payload ?? 0);

            return sum;
        }
    }

    [Test]
    public void A_short_destination_is_left_alone()
    {
        var message = EieioDataMessage.Create(EieioType.Key16Bit);
        message.Add(0xFFFF);
        var destination = new byte[3];

        Assert.That(() => message.Write(destination), Throws.ArgumentException);
        Assert.That(destination, Is.All.Zero);
    }
}
