using System.Net;
using CsCheck;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Tests.Wire.Scp;

internal sealed class ResponseTests
{
    private static readonly ChipLocation s_chip = new(2, 11);

    [Test]
    public void A_version_is_decoded()
    {
        VersionInfo version = Parse<GetVersion, VersionInfo>(
            new(ChipLocation.Root),
            "00000708ff000000000080000100000a00000001fffff433576553" + "43264d502f5370694e4e616b657200342e302e3000");

        Assert.That(version.Name, Is.EqualTo("SC&MP"));
        Assert.That(version.Version, Is.EqualTo(new SoftwareVersion(4, 0, 0)));
        Assert.That(version.PhysicalCore, Is.EqualTo(10));
    }

    [Test]
    public void A_chip_summary_takes_its_chip_from_the_header()
    {
        ChipSummaryInfo chip = Parse<GetChipInfo, ChipSummaryInfo>(
            new(ChipLocation.Root),
            "00000708ff000000020380000200" + "12ffff00e0ff5b07dc560000" + "07" + string.Concat(Enumerable.Repeat("0f", 17)) + "0000000000000400");

        Assert.That(chip.Chip, Is.EqualTo(new ChipLocation(3, 2)));
        Assert.That(chip.CoreCount, Is.EqualTo(18));
        Assert.That(chip.ParentLink, Is.EqualTo(4));
        Assert.That(chip.EthernetAddress, Is.Null);
    }

    [Test]
    public void A_read_of_a_neighbour_is_what_was_asked_for()
    {
        byte[] bytes = Parse<ReadLink, byte[]>(new(s_chip, 3, 0x60000000, 2), "00000707ff00ffff02018000d3ff930b11");

        Assert.That(bytes, Is.EqualTo(new byte[] { 0x93, 0x0B }));
    }

    [Test]
    public void A_count_is_a_word() =>
        Assert.That(Parse<CountState, uint>(new(186, CoreState.Running), "0000070bff00ffffffff80001fc1f9140000"), Is.EqualTo(5369));

    [Test]
    public void A_count_that_is_not_complete_says_so()
    {
        var request = new CountStateOnBoard(new(0, 0), 30, CoreState.Sync0);

        Assert.That(request.AcceptsResult(ScpResult.P2PNoReply), Is.True);
        Assert.That(request.AcceptsResult(ScpResult.P2PBusy), Is.False);
        Assert.That(
            Parse<CountStateOnBoard, StateCount>(request, "00000707ff00ffff00008b00000007000000"),
            Is.EqualTo(new StateCount(7, IsComplete: false)));
        Assert.That(
            Parse<CountStateOnBoard, StateCount>(request, "00000707ff00ffff0000800000000700000008000000" + "00000000"),
            Is.EqualTo(new StateCount(7, IsComplete: true)));
    }

    [Test]
    public void A_fixed_route_has_room_for_26_cores() => Assert.That(
        Parse<FixedRouteRead, Route>(new(s_chip, 47), "00000709ff00ffff0b0080009cc8c915ceff"),
        Is.EqualTo(new Route([0, 3], [0, 1, 2, 4, 6, 11, 12, 13, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25])));

    [Test]
    public void An_allocation_is_an_address() =>
        Assert.That(Parse<SdramAllocate, uint>(new(s_chip, 200, 8278, 1), "0000070dff00ffff06048000574198123860"), Is.EqualTo(0x60381298));

    [Test]
    public void Free_space_is_two_words() => Assert.That(
        Parse<SdramGetSpace, SdramSpace>(new(s_chip), "0000070dff00ffff0604800057410001000080000000"),
        Is.EqualTo(new SdramSpace(256, 128)));

    [Test]
    public void No_router_entry_is_entry_0() =>
        Assert.That(Parse<RouterAllocate, uint>(new(s_chip, 30, 10), "0000070fff00ffff000980005191" + "00000000"), Is.Zero);

    [Test]
    public void Tags_in_a_row_are_decoded()
    {
        string entry = "2cd43e2ca99df65e9baa0100020000800000000000000000" + "2900000000000000";
        IPTagEntries tags = Parse<IPTagGetRange, IPTagEntries>(new(s_chip, 0, 2), "00000707ff00ffff0b088000888b" + entry + entry);

        Assert.That(tags, Has.Count.EqualTo(2));
        Assert.That(tags[1].Address, Is.EqualTo(IPAddress.Parse("44.212.62.44")));
        Assert.That(tags[1].DestinationPort, Is.EqualTo(1));
        Assert.That(tags[1].Destination.Core, Is.EqualTo(9));
    }

    [TestCase("00000700ff00ffff000080000000ff000000", false)]
    [TestCase("00000700ff00ffff00008000000008000000", true)]
    public void A_new_tag_of_255_is_none(string datagram, bool parsed)
    {
        Assert.That(ScpReply.TryParseDatagram(Convert.FromHexString(datagram), out ScpReply reply, out _), Is.True);

        Assert.That(new IPTagNew(s_chip, IPAddress.Loopback, 1, strip: true).TryParseResponse(reply, out byte tag, out PacketError error), Is.EqualTo(parsed));
        Assert.That(error.Kind, Is.EqualTo(parsed ? PacketErrorKind.None : PacketErrorKind.BadValue));
        Assert.That(tag, Is.EqualTo(parsed ? 8 : 255));
    }

    [Test]
    public void A_refusal_in_a_reply_of_OK_is_an_error()
    {
        Assert.That(Fail<SdramAllocate, uint>(new(s_chip, 30, 4), "00000000").Kind, Is.EqualTo(PacketErrorKind.BadValue));
        Assert.That(Fail<SdramFreeOfApplication, uint>(new(s_chip, 30), "00000000").Kind, Is.EqualTo(PacketErrorKind.BadValue));
        Assert.That(Fail<ApplicationCopyRun, Acknowledgement>(new(s_chip, 0, 4, 30, [1], 5), "06000000").Kind, Is.EqualTo(PacketErrorKind.BadValue));
    }

    [Test]
    public void A_reply_of_OK_that_is_too_short_is_an_error()
    {
        Assert.That(Fail<GetVersion, VersionInfo>(new(s_chip), ""), Is.EqualTo(PacketError.TooShort("VersionInfo", 0, 12, 0)));
        Assert.That(Fail<GetChipInfo, ChipSummaryInfo>(new(s_chip), "00"), Is.EqualTo(PacketError.TooShort("ChipSummaryInfo", 1, 36, 1)));
        Assert.That(Fail<ReadMemory, byte[]>(new(s_chip, 0, 2), "00"), Is.EqualTo(PacketError.TooShort("ReadMemory", 1, 2, 1)));
        Assert.That(Fail<ReadLink, byte[]>(new(s_chip, 0, 0, 2), "00"), Is.EqualTo(PacketError.TooShort("ReadLink", 1, 2, 1)));
        Assert.That(Fail<CountState, uint>(new(30, CoreState.Idle), "0102"), Is.EqualTo(PacketError.TooShort("CountState", 2, 4, 2)));
        Assert.That(Fail<CountStateOnBoard, StateCount>(new(s_chip, 30, CoreState.Idle), ""), Is.EqualTo(PacketError.TooShort("CountStateOnBoard", 0, 4, 0)));
        Assert.That(Fail<SdramGetSpace, SdramSpace>(new(s_chip), "00000000"), Is.EqualTo(PacketError.TooShort("SdramGetSpace", 4, 8, 4)));
        Assert.That(Fail<IPTagGet, IPTagEntry>(new(s_chip, 0), new string('0', 48)), Is.EqualTo(PacketError.TooShort("IPTagEntry", 24, 25, 24)));
        Assert.That(Fail<IPTagGetRange, IPTagEntries>(new(s_chip, 0, 2), new string('0', 126)), Is.EqualTo(PacketError.TooShort("IPTagGetRange", 63, 64, 63)));
        Assert.That(Fail<IPTagGetInfo, IPTagPoolInfo>(new(s_chip), "000000"), Is.EqualTo(PacketError.TooShort("IPTagPoolInfo", 3, 4, 3)));
    }

    [Test]
    public void No_bytes_make_a_parser_throw() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        if (!ScpReply.TryParse([7, 8, 255, 0, 0, 0, 2, 3, 0x80, 0, 1, 0, .. bytes], out ScpReply reply, out _))
            Assert.Fail("the header is right");

        Whole(new GetVersion(s_chip), reply, default(VersionInfo));
        Whole(new GetChipInfo(s_chip), reply, default(ChipSummaryInfo));
        Whole(new ReadLink(s_chip, 0, 0, 100), reply, Array.Empty<byte>());
        Whole(new ApplicationCopyRun(s_chip, 0, 4, 30, [1], 0), reply, default(Acknowledgement));
        Whole(new CountState(30, CoreState.Idle), reply, 0u);
        Whole(new CountStateOnBoard(s_chip, 30, CoreState.Idle), reply, default(StateCount));
        Whole(new QueryRegionState(s_chip, 3, 1, StateQuery.Any, 30, CoreState.Idle), reply, 0u);
        Whole(new SdramAllocate(s_chip, 30, 4), reply, 0u);
        Whole(new SdramGetSpace(s_chip), reply, default(SdramSpace));
        Whole(new FixedRouteRead(s_chip), reply, default(Route));
        Whole(new IPTagNew(s_chip, IPAddress.Loopback, 1, strip: true), reply, (byte)0);
        Whole(new IPTagGet(s_chip, 0), reply, default(IPTagEntry));
        Whole(new IPTagGetRange(s_chip, 0, 8), reply, default(IPTagEntries));
        Whole(new IPTagGetInfo(s_chip), reply, default(IPTagPoolInfo));
        Whole(new SerialRomRead(s_chip, 0, 256), reply, Array.Empty<byte>());
    });

    // An error is given exactly when there is no answer, and points into the payload or at its end.
    private static void Whole<TRequest, TResponse>(TRequest request, in ScpReply reply, TResponse none)
        where TRequest : IScpRequest<TResponse>
    {
        bool parsed = request.TryParseResponse(reply, out TResponse response, out PacketError error);
        Assert.That(error.Kind == PacketErrorKind.None, Is.EqualTo(parsed), typeof(TRequest).Name);
        Assert.That(error.Offset, Is.InRange(0, reply.Payload.Length), typeof(TRequest).Name);
        Assert.That(parsed && response is null, Is.False, $"{typeof(TRequest).Name} gives nothing, not even {none}");
    }

    private static TResponse Parse<TRequest, TResponse>(TRequest request, string datagram)
        where TRequest : IScpRequest<TResponse>
    {
        Assert.That(ScpReply.TryParseDatagram(Convert.FromHexString(datagram), out ScpReply reply, out PacketError error), Is.True, error.ToString());
        Assert.That(request.TryParseResponse(reply, out TResponse response, out error), Is.True, error.ToString());
        return response;
    }

    private static PacketError Fail<TRequest, TResponse>(TRequest request, string payload)
        where TRequest : IScpRequest<TResponse>
    {
        Assert.That(ScpReply.TryParseDatagram(Convert.FromHexString("00000708ff00ffff020380000100" + payload), out ScpReply reply, out _), Is.True);
        Assert.That(request.TryParseResponse(reply, out _, out PacketError error), Is.False);
        return error;
    }
}
