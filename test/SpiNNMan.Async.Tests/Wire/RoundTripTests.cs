using System.Net;
using System.Net.NetworkInformation;
using System.Reflection;
using CsCheck;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Tests.Wire.Eieio;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Wire;

/// <summary>What is written is read back as it was: for every type that can do both.</summary>
internal sealed class RoundTripTests
{
    private static readonly Gen<ChipLocation> s_chip = Gen.Select(Gen.Byte, Gen.Byte, (x, y) => new ChipLocation(x, y));

    private static readonly Gen<CoreLocation> s_core = Gen.Select(s_chip, Gen.Byte[0, 31], (chip, core) => new CoreLocation(chip, core));

    private static readonly Gen<SdpEndpoint> s_endpoint = Gen.Select(s_core, Gen.Byte[0, 7], (core, port) => new SdpEndpoint(core, port));

    private static readonly Gen<SdpHeader> s_header =
        Gen.Select(Gen.Enum<SdpFlags>(), Gen.Byte, s_endpoint, s_endpoint, (flags, tag, to, from) => new SdpHeader(flags, tag, to, from));

    private static readonly Gen<EieioCommandMessage> s_command = Gen.OneOf(
        Gen.Select(Gen.UShort[13, 0x3FFF], Gen.Byte.Array[0, 40], (command, data) => EieioCommandMessage.Create((EieioCommand)command, data)),
        Gen.Int[0, 3].Select(EieioCommandMessage (which) => which switch
        {
            0 => new PaddingRequest(),
            1 => new EventStopRequest(),
            2 => new StopRequests(),
            _ => new StartRequests(),
        }),
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 40], path => (EieioCommandMessage)new NotificationProtocolDatabaseLocation(path.Length == 0 ? null : path)),
        Gen.Select(s_core, Gen.Byte, Gen.Byte, Gen.UInt, EieioCommandMessage (core, region, sequence, space) =>
            new SpinnakerRequestBuffers(core, region, sequence, space)),
        Gen.Select(Gen.Byte, Gen.Byte, EieioGen.Message, EieioCommandMessage (region, sequence, message) => new HostSendSequencedData(region, sequence, message)),
        Gen.Select(
            s_core, Gen.Byte, Gen.Select(Gen.Byte, Gen.Byte, Gen.UInt, Gen.UInt, (channel, region, start, space) => new ReadDataRequest(channel, region, start, space)).Array[1, 7],
            EieioCommandMessage (core, sequence, requests) => new SpinnakerRequestReadData(core, sequence, requests)),
        Gen.Select(
            Gen.Byte, Gen.Select(Gen.Byte, Gen.Byte, Gen.UInt, (channel, region, space) => new DataRead(channel, region, space)).Array[1, 7],
            EieioCommandMessage (sequence, requests) => new HostDataRead(sequence, requests)),
        Gen.Select(Gen.Byte, EieioCommandMessage (sequence) => new HostDataReadAck(sequence)),
        Gen.Select(Gen.Byte.Array[0, 9], EieioCommandMessage (data) => new NotificationProtocolPauseStop(data)),
        Gen.Select(Gen.Byte.Array[0, 9], EieioCommandMessage (data) => new NotificationProtocolStartResume(data)));

    // With values that no enumeration lists: they must come back as they are.
    private static readonly Dictionary<Type, Action> s_roundTrips = new()
    {
        [typeof(SdpHeader)] = () => s_header.Sample(header =>
            SdpHeader.TryParse(Bytes(SdpHeader.Size, bytes => header.Write(bytes)), out SdpHeader parsed, out _) && parsed == header),
        [typeof(SdpMessage)] = () => Gen.Select(s_header, Gen.Byte.Array[0, 272], (header, data) => new SdpMessage(header, data)).Sample(message =>
            SdpMessage.TryParse(message.ToArray(), out SdpMessage parsed, out _)
            && SdpMessage.TryParseDatagram(Bytes(SdpMessage.PadSize + message.Size, bytes => message.WriteDatagram(bytes)), out SdpMessage datagram, out _)
            && Same(parsed, message) && Same(datagram, message)),
        [typeof(TubeMessage)] = () => Gen.Select(s_core, Gen.Byte.Array[0, 256], s_chip).Sample((core, data, board) =>
            TubeMessage.TryParse(new TubeMessage(core, data).ToMessage(board), out TubeMessage parsed, out _)
            && parsed.Source == core && parsed.Data.Span.SequenceEqual(data)),
        [typeof(BootMessage)] = () => Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt, Gen.Byte.Array[0, 1024]).Sample((opcode, first, second, third, data) =>
            BootMessage.TryParse(new BootMessage((BootOpcode)opcode, first, second, third, data).ToArray(), out BootMessage parsed, out _)
            && ((uint)parsed.Opcode, parsed.Operand1, parsed.Operand2, parsed.Operand3) == (opcode, first, second, third)
            && parsed.Data.Span.SequenceEqual(data)),
        [typeof(BootAnnouncement)] = () => Gen.Select(Gen.Byte, Gen.Byte).Sample((major, minor) =>
        {
            var announcement = new BootAnnouncement(new SoftwareVersion(major, minor, 0));
            return BootAnnouncement.TryParse(announcement.ToMessage().ToArray(), out BootAnnouncement parsed, out _) && parsed == announcement;
        }),
        [typeof(EieioDataHeader)] = () => EieioGen.Header.Sample(header =>
            EieioDataHeader.TryParse(Bytes(header.Size, bytes => header.Write(bytes)), out EieioDataHeader parsed, out _) && parsed == header),
        [typeof(EieioDataMessage)] = () => EieioGen.Message.Sample(message =>
            EieioDataMessage.TryParse(message.ToArray(), out EieioDataMessage? parsed, out _)
            && parsed.Header == message.Header && parsed.ToArray().AsSpan().SequenceEqual(message.ToArray())),
        [typeof(EieioCommandMessage)] = () => s_command.Sample(message =>
            EieioCommandMessage.TryParse(message.ToArray(), out EieioCommandMessage? parsed, out _) && Same(parsed, message)),
        [typeof(EieioCommandFrame)] = () => s_command.Sample(message =>
            EieioCommandFrame.TryParse(message.ToArray(), out EieioCommandFrame frame, out _)
            && Same(frame.ToMessage(), message) && Bytes(frame.Size, bytes => frame.Write(bytes)).AsSpan().SequenceEqual(message.ToArray())),
        [typeof(EieioMessage)] = () => Gen.OneOf(s_command.Select(EieioMessage (message) => message), EieioGen.Message.Select(EieioMessage (message) => message)).Sample(message =>
            EieioMessage.TryParse(message.ToArray(), out EieioMessage? parsed, out _) && Same(parsed, message)),
        [typeof(VersionInfo)] = () => Gen.Select(s_core, Gen.Byte, Gen.UInt, Gen.Select(Gen.UShort[0, 999], Gen.UShort[0, 999], Gen.UShort[0, 999])).Sample(
            (core, physical, built, version) =>
            {
                byte[] bytes = [core.Core, physical, core.Y, core.X, 0, 1, 0xFF, 0xFF, .. BitConverter.GetBytes(built),
                    .. System.Text.Encoding.UTF8.GetBytes($"SC&MP/SpiNNaker\0{version.Item1}.{version.Item2}.{version.Item3}-é\0")];
                return VersionInfo.TryParse(bytes, out VersionInfo parsed, out _)
                    && Bytes(parsed.Size, destination => parsed.Write(destination)).AsSpan().SequenceEqual(bytes);
            }),
        [typeof(IPTagEntry)] = () => Gen.Select(
            Gen.UInt, Gen.Byte.Array[6], Gen.UShort, Gen.UShort, Gen.UShort, Gen.UInt, Gen.UShort, s_endpoint,
            (address, mac, port, timeout, flags, count, receivePort, destination) => new IPTagEntry(
                new IPAddress(address), new PhysicalAddress(mac), port, timeout, (IPTagFlags)flags, count, receivePort, destination.Location, destination.Port))
            .Sample(entry => IPTagEntry.TryParse(Bytes(IPTagEntry.Size, bytes => entry.Write(bytes)), out IPTagEntry parsed, out _) && parsed == entry),
        [typeof(IPTagPoolInfo)] = () => Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte, Gen.Byte).Sample((timeout, entry, pool, count) =>
        {
            var info = new IPTagPoolInfo((IPTagTimeout)timeout, entry, pool, count);
            return IPTagPoolInfo.TryParse(Bytes(4, bytes => info.Write(bytes)), out IPTagPoolInfo parsed, out _) && parsed == info;
        }),
        [typeof(IobufBlockHeader)] = () => Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt).Sample((next, time, milliseconds, length) =>
        {
            var header = new IobufBlockHeader(next, time, milliseconds, length);
            return IobufBlockHeader.TryParse(Bytes(16, bytes => header.Write(bytes)), out IobufBlockHeader parsed, out _) && parsed == header;
        }),
        [typeof(MulticastRoute)] = () => Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt[0, 0xFF_FFFF], Gen.UShort).Sample((key, mask, route, index) =>
        {
            var entry = new MulticastRoute(key, mask, Route.FromWord(route));
            return MulticastRoute.TryParse(Bytes(16, bytes => entry.Write(bytes, index)), out MulticastRoute? parsed, out _) && parsed == entry;
        }),
        [typeof(ChipSummaryInfo)] = () => Gen.Select(Gen.Byte.Array[38], Gen.Byte.Array[18], Gen.Byte[0, 7], s_chip).Sample((bytes, states, parent, chip) =>
        {
            states.CopyTo(bytes, 12);
            (bytes[36], bytes[37]) = (parent, 0);
            return ChipSummaryInfo.TryParse(chip, bytes, out ChipSummaryInfo first, out _)
                && ChipSummaryInfo.TryParse(chip, Bytes(38, destination => first.Write(destination, new ChipLocation(0, 0))), out ChipSummaryInfo second, out _)
                && second == first;
        }),
    };

    private static IEnumerable<Type> Types => s_roundTrips.Keys;

    [TestCaseSource(nameof(Types))]
    public void Parse_undoes_write(Type type) => s_roundTrips[type]();

    [Test]
    public void Every_type_that_is_read_and_written_is_in_the_table()
    {
        const BindingFlags Members = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        string[] writers = ["Write", "ToArray", "ToMessage"];
        IEnumerable<Type> both = typeof(SdpHeader).Assembly.GetTypes().Where(type =>
            type.GetMethods(Members).Any(method => method is { Name: "TryParse", IsStatic: true })
            && AndBases(type).Any(one => one.GetMethods(Members).Any(method => writers.Contains(method.Name) && !method.IsStatic)));

        Assert.That(both, Is.EquivalentTo(s_roundTrips.Keys));
    }

    [Test]
    public void Numbers_that_no_enumeration_lists_are_kept([Values(21, 77, 255)] byte number)
    {
        byte[] block = new byte[128];
        (block[44], block[46], block[56], block[57]) = (number, number, number, number);

        bool parsed = CoreInfo.TryParse(new CoreLocation(0, 0, 1), block, out CoreInfo info, out _);

        Assert.That(parsed, Is.True);
        Assert.That(
            ((int)info.RunTimeError, (int)info.State, (int)info.ApplicationMailboxCommand, (int)info.MonitorMailboxCommand),
            Is.EqualTo((number, number, number, number)));
    }

    [Test]
    public void Another_command_is_no_printed_text()
    {
        var message = new SdpMessage(default, new byte[] { 63, 0, 0, 0, 65 });

        Assert.That(TubeMessage.TryParse(message, out _, out PacketError error), Is.False);
        Assert.That((error.Kind, error.Offset), Is.EqualTo((PacketErrorKind.WrongKind, 0)));
        Assert.That(TubeMessage.TryParse(message with { Data = new byte[3] }, out _, out error), Is.False);
        Assert.That((error.Kind, error.Offset), Is.EqualTo((PacketErrorKind.TooShort, 3)));
    }

    [Test]
    public void Printed_text_is_after_the_header()
    {
        var message = new TubeMessage(new CoreLocation(1, 2, 3), "hello\n"u8.ToArray()).ToMessage(new ChipLocation(0, 0));

        Assert.That(Convert.ToHexStringLower(message.ToArray()), Is.EqualTo("0700ff03000002014000000068656c6c6f0a"));
        Assert.That(TubeMessage.TryParse(message, out TubeMessage tube, out _), Is.True);
        Assert.That((tube.Source, tube.Text), Is.EqualTo((new CoreLocation(1, 2, 3), "hello\n")));
    }

    private static IEnumerable<Type> AndBases(Type type)
    {
        for (Type? one = type; one is not null && one != typeof(object); one = one.BaseType)
            yield return one;
    }

    private static byte[] Bytes(int size, Action<byte[]> write)
    {
        var bytes = new byte[size];
        write(bytes);
        return bytes;
    }

    private static bool Same(SdpMessage one, SdpMessage other) => one.Header == other.Header && one.Data.Span.SequenceEqual(other.Data.Span);

    private static bool Same(EieioMessage one, EieioMessage other) => one.GetType() == other.GetType() && one.ToArray().AsSpan().SequenceEqual(other.ToArray());
}
