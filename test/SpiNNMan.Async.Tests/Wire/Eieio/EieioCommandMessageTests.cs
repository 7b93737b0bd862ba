using CsCheck;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Tests.Wire.Eieio;

internal sealed class EieioCommandMessageTests
{
    private static EieioDataMessage OneKey
    {
        get
        {
            var message = EieioDataMessage.Create(EieioType.Key16Bit);
            message.Add(0x0102);
            return message;
        }
    }

    private static IEnumerable<TestCaseData> Golden()
    {
        static TestCaseData Case(EieioCommandMessage message, string hex) => new TestCaseData(message, hex).SetArgDisplayNames(message.GetType().Name, hex);

        yield return Case(new PaddingRequest(), "0240");
        yield return Case(new EventStopRequest(), "0340");
        yield return Case(new StopRequests(), "0440");
        yield return Case(new StartRequests(), "0540");
        yield return Case(new NotificationProtocolPauseStop(), "0A40");
        yield return Case(new NotificationProtocolStartResume(), "0B40");
        yield return Case(new HostDataReadAck(0xEA), "0C40EA");
        yield return Case(new NotificationProtocolDatabaseLocation(null), "0140");
        yield return Case(new NotificationProtocolDatabaseLocation("/a/\u00E4"), "01402F612FC3A4");
        yield return Case(new SpinnakerRequestBuffers(new CoreLocation(11, 201, 31), 12, 206, 0x01020304), "0640C90BF8000CCE04030201");
        yield return Case(new HostSendSequencedData(36, 39, OneKey), "07402427" + "01000201");
        yield return Case(new SpinnakerRequestReadData(new CoreLocation(1, 2, 3), 4, new ReadDataRequest(5, 6, 7, 8)), "0840" + "02011904" + "05060700000008000000");
        yield return Case(
            new SpinnakerRequestReadData(new CoreLocation(1, 2, 3), 4, new ReadDataRequest(5, 6, 7, 8), new ReadDataRequest(9, 10, 11, 12)),
            "0840" + "02011A04" + "05060700000008000000" + "0000" + "090A0B0000000C000000");
        yield return Case(new HostDataRead(20, new DataRead(17, 186, 0x01020304), new DataRead(1, 2, 3)), "09400214" + "000011BA04030201" + "0000010203000000");
        yield return Case(EieioCommandMessage.Create((EieioCommand)0x3FFF, new byte[] { 1, 2 }), "FF7F0102");
    }

    [TestCaseSource(nameof(Golden))]
    public void A_command_has_its_bytes_and_they_are_read_as_it(EieioCommandMessage message, string hex)
    {
        Assert.That(Convert.ToHexString(message.ToArray()), Is.EqualTo(hex));

        bool parsed = EieioMessage.TryParse(Convert.FromHexString(hex), out EieioMessage? read, out _);

        Assert.That(parsed, Is.True);
        Assert.That(read, Is.TypeOf(message.GetType()));
        Assert.That(Convert.ToHexString(read!.ToArray()), Is.EqualTo(hex));
        Assert.That(((EieioCommandMessage)read).Command, Is.EqualTo(message.Command));
    }

    [Test]
    public void The_fields_of_a_command_come_back()
    {
        var buffers = Read<SpinnakerRequestBuffers>("0640C90B58000CCE04030201");
        Assert.That((buffers.Core, buffers.RegionId, buffers.Sequence, buffers.SpaceAvailable), Is.EqualTo((new CoreLocation(11, 201, 11), (byte)12, (byte)206, 0x01020304u)));

        var data = Read<HostSendSequencedData>("0740242701000201");
        Assert.That((data.RegionId, data.Sequence, data.Message.Elements.Single()), Is.EqualTo(((byte)36, (byte)39, new EieioElement(0x0102))));

        var request = Read<SpinnakerRequestReadData>("0840" + "02011A04" + "05060700000008000000" + "0000" + "090A0B0000000C000000");
        Assert.That((request.Core, request.Sequence, request.RequestCount), Is.EqualTo((new CoreLocation(1, 2, 3), (byte)4, 2)));
        Assert.That((request[0], request[1]), Is.EqualTo((new ReadDataRequest(5, 6, 7, 8), new ReadDataRequest(9, 10, 11, 12))));

        var answer = Read<HostDataRead>("09400214" + "000011BA04030201" + "0000010203000000");
        Assert.That((answer.Sequence, answer.RequestCount, answer[1]), Is.EqualTo(((byte)20, 2, new DataRead(1, 2, 3))));

        Assert.That(Read<HostDataReadAck>("0C40B6").Sequence, Is.EqualTo(0xB6));
        Assert.That(Read<NotificationProtocolDatabaseLocation>("01402F612FC3A4").DatabasePath, Is.EqualTo("/a/\u00E4"));
        Assert.That(Read<NotificationProtocolDatabaseLocation>("0140").DatabasePath, Is.Null);
    }

    [TestCase("", "EieioMessage", 0)]
    [TestCase("02", "EieioMessage", 1)]
    [TestCase("0640C90B58000CCE040302", "SpinnakerRequestBuffers", 11)]
    [TestCase("074024", "HostSendSequencedData", 3)]
    [TestCase("0740242701", "EieioDataHeader", 5)]
    [TestCase("07402427010002", "EieioDataMessage", 7)]
    [TestCase("084002011904050607000000080000", "SpinnakerRequestReadData", 15)]
    [TestCase("09400214000011BA04030201", "HostDataRead", 12)]
    [TestCase("0C40", "HostDataReadAck", 2)]
    public void What_is_cut_off_is_named_with_where_it_ends(string hex, string packet, int offset)
    {
        bool parsed = EieioMessage.TryParse(Convert.FromHexString(hex), out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That((error.Kind, error.Packet, error.Offset), Is.EqualTo((PacketErrorKind.TooShort, packet, offset)));
    }

    [TestCase("0740242702400000", PacketErrorKind.WrongKind, 5)]
    [TestCase("08400201180405060700000008000000", PacketErrorKind.BadValue, 4)]
    [TestCase("01402F61FF62", PacketErrorKind.BadValue, 4)]
    public void What_makes_no_sense_is_named_with_its_place(string hex, PacketErrorKind kind, int offset)
    {
        bool parsed = EieioMessage.TryParse(Convert.FromHexString(hex), out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That((error.Kind, error.Offset), Is.EqualTo((kind, offset)));
    }

    [Test]
    public void What_follows_the_fields_of_a_command_is_left([Values("0240", "0C40EA", "0640C90B58000CCE04030201", "0740242701000201")] string hex)
    {
        bool parsed = EieioMessage.TryParse(Convert.FromHexString(hex + "0340"), out EieioMessage? message, out _);

        Assert.That(parsed, Is.True);
        Assert.That(Convert.ToHexString(message!.ToArray()), Is.EqualTo(hex));
    }

    [Test]
    public void Bits_15_and_14_tell_commands_from_data() =>
        Gen.UShort.Sample(header => EieioMessage.IsCommand(header) == (header is >= 0x4000 and < 0x8000));

    [Test]
    public void Data_is_no_command()
    {
        bool parsed = EieioCommandMessage.TryParse(new byte[] { 1, 0, 5, 0 }, out _, out PacketError error);

        Assert.That(parsed, Is.False);
        Assert.That(error.Kind, Is.EqualTo(PacketErrorKind.WrongKind));
    }

    private static IEnumerable<TestCaseData> BadArguments()
    {
        static TestCaseData Case(Func<object> make, string parameter) => new TestCaseData(make, parameter).SetArgDisplayNames(parameter);

        yield return Case(() => EieioCommandMessage.Create((EieioCommand)0x4000), "command");
        yield return Case(() => new SpinnakerRequestBuffers(new CoreLocation(0, 0, 32), 0, 0, 0), "core");
        yield return Case(() => new SpinnakerRequestReadData(new CoreLocation(0, 0, 32), 0, new ReadDataRequest(0, 0, 0, 0)), "core");
        yield return Case(() => new SpinnakerRequestReadData(default, 0), "requests");
        yield return Case(() => new SpinnakerRequestReadData(default, 0, new ReadDataRequest[8]), "requests");
        yield return Case(() => new HostDataRead(0, new DataRead[8]), "requests");
        yield return Case(() => new HostDataRead(0, new DataRead[2])[2].ToString(), "requestId");
        yield return Case(() => new SpinnakerRequestReadData(default, 0, new ReadDataRequest[2])[-1].ToString(), "requestId");
        yield return Case(() => new NotificationProtocolDatabaseLocation("\uD800"), "databasePath");
    }

    [TestCaseSource(nameof(BadArguments))]
    public void What_does_not_fit_is_refused_by_name(Func<object> make, string parameter) =>
        Assert.That(make, Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo(parameter));

    [Test]
    public void Sequenced_data_is_a_copy()
    {
        EieioDataMessage events = OneKey;
        var message = new HostSendSequencedData(1, 2, events);

        events.Add(3);

        Assert.That(message.Size, Is.EqualTo(8));
        Assert.That(message.Message.Elements, Has.Count.EqualTo(1));
    }

    private static T Read<T>(string hex)
        where T : EieioCommandMessage
    {
        bool parsed = EieioCommandMessage.TryParse(Convert.FromHexString(hex), out EieioCommandMessage? message, out PacketError error);
        Assert.That(parsed, Is.True, error.ToString);
        return (T)message!;
    }
}
