using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Tests.Wire.Boot;

internal sealed class BootMessageTests
{
    private static readonly Gen<BootMessage> s_message = Gen.Select(
        Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.Byte.Array[0, BootMessage.MaxDataSize],
        (opcode, first, second, third, data) => new BootMessage((BootOpcode)opcode, first, second, third, data));

    [Test]
    public void Every_number_is_big_endian()
    {
        var message = new BootMessage(BootOpcode.FloodFillBlock, 0x0000FF1C, 0x01020304, 0x05060708, new byte[] { 9, 10 });

        Assert.That(Convert.ToHexString(message.ToArray()), Is.EqualTo("0001" + "00000003" + "0000FF1C" + "01020304" + "05060708" + "090A"));
    }

    [Test]
    public void Parse_undoes_Write() => s_message.Sample(message =>
        BootMessage.TryParse(message.ToArray(), out BootMessage parsed, out _)
        && parsed.Opcode == message.Opcode
        && (parsed.Operand1, parsed.Operand2, parsed.Operand3) == (message.Operand1, message.Operand2, message.Operand3)
        && parsed.Data.Span.SequenceEqual(message.Data.Span));

    [Test]
    public void No_bytes_make_the_parser_throw() => Gen.Byte.Array[0, 1100].Sample(bytes =>
        BootMessage.TryParse(bytes, out _, out PacketError error) == (error.Kind == PacketErrorKind.None));

    [Test]
    public void Too_few_bytes_are_named([Values(0, 1, 17)] int length)
    {
        bool parsed = BootMessage.TryParse(new byte[length], out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That(error, Is.EqualTo(PacketError.TooShort("BootMessage", length, 18, length)));
    }

    [Test]
    public void Too_many_bytes_are_named()
    {
        bool parsed = BootMessage.TryParse(new byte[BootMessage.MaxSize + 1], out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That((error.Kind, error.Offset), Is.EqualTo((PacketErrorKind.TooLong, 1042)));
    }

    [Test]
    public void Another_protocol_version_is_refused()
    {
        byte[] bytes = new BootMessage(BootOpcode.Hello).ToArray();
        bytes[1] = 2;

        bool parsed = BootMessage.TryParse(bytes, out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That((error.Kind, error.Offset), Is.EqualTo((PacketErrorKind.BadValue, 0)));
    }

    [Test]
    public void More_than_1024_bytes_of_data_are_refused() => Assert.That(
        () => new BootMessage(BootOpcode.FloodFillBlock, data: new byte[1025]),
        Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("data").And.Property("ActualValue").EqualTo(1025));

    [Test]
    public void A_short_destination_is_left_alone()
    {
        var destination = new byte[19];

        Assert.That(() => new BootMessage(BootOpcode.Hello, data: new byte[] { 1, 2 }).Write(destination), Throws.ArgumentException);
        Assert.That(destination, Is.All.Zero);
    }
}
