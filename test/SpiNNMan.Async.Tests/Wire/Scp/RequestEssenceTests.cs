using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;
using static SpiNNMan.Async.Tests.Wire.Scp.RequestHex;

namespace SpiNNMan.Async.Tests.Wire.Scp;

/// <summary>Destination, command, arguments and data of requests, worked out from the tables of the protocol.</summary>
internal sealed class RequestEssenceTests
{
    private static readonly ChipLocation s_chip = new(3, 4);

    [Test]
    public void Applications()
    {
        Assert.That(Essence(new ApplicationStop(30)), Is.EqualTo("00 ffff 1400 00003f00 1eff0250 003f0080"));
        Assert.That(Essence(new SendSignal(30, Signal.Sync0)), Is.EqualTo("00 ffff 1600 00000000 1eff0400 ffff0000"));
        Assert.That(Essence(new SendSignal(30, Signal.Start, SignalType.NearestNeighbour, 0xF0)), Is.EqualTo("00 ffff 1600 02000000 1ef00300 ffff0000"));
        Assert.That(Essence(new CountStateOnBoard(new(0, 0), 30, CoreState.Sync0)), Is.EqualTo("00 0000 0f00 1e000000 08000000 00000000"));
        Assert.That(Essence(new ApplicationStart(s_chip, 0x60001000, 17, [1, 2], wait: true)), Is.EqualTo("00 0403 1800 00100060 06000411 00000000"));
        Assert.That(
            Essence(new QueryRegionState(s_chip, 2, 0x8001, StateQuery.All, 16, CoreState.Running, 0xFE)),
            Is.EqualTo("00 0403 1600 01000000 10fe5708 01800000"));
        Assert.That(Essence(new SignalRegion(s_chip, 3, 1, 16, Signal.User0)), Is.EqualTo("00 0403 1600 01000000 10ff8a0c 01000000"));
    }

    [Test]
    public void Flood_fill()
    {
        Assert.That(
            Essence(new FloodFillCoreSelect(FloodFillRegion.Of(new ChipLocation(5, 6)), [1, 17])),
            Is.EqualTo("00 ffff 1400 02000207 00020704 183f0000"));
        Assert.That(Essence(new FloodFillStart(4, 2, new FloodFillRegion(0))), Is.EqualTo("00 ffff 1400 00020406 00000000 1a3f0080"));
        Assert.That(Essence(new FloodFillEnd(4, 66, [3], wait: true)), Is.EqualTo("00 ffff 1400 0400000f 08000442 1a3f0000"));
    }

    [Test]
    public void Flood_fill_data_can_announce_another_size_than_it_has() => Assert.That(
        Essence(new FloodFillData(2, 1, 0x60000000, new byte[] { 1, 2, 3 }, announcedSize: 8)),
        Is.EqualTo("00 ffff 1700 02001e3f 00010100 00000060 010203"));

    [Test]
    public void Allocation()
    {
        Assert.That(Essence(new SdramAllocate(new(0, 0), 30, 1024, 5)), Is.EqualTo("00 0000 1c00 001e0400 00040000 05000000"));
        Assert.That(Essence(new SdramAllocate(s_chip, 30, 1024, 5, retryTag: false)), Is.EqualTo("00 0403 1c00 001e0000 00040000 05000000"));
        Assert.That(Essence(new SdramAllocate(s_chip, 30, 1024, 0)), Is.EqualTo("00 0403 1c00 001e0400 00040000 00000000"));
        Assert.That(Essence(new SdramGetSpace(s_chip)), Is.EqualTo("00 0403 1c00 06000000 00000000 00000000"));
        Assert.That(Essence(new SdramFindTag(s_chip, 30, 5)), Is.EqualTo("00 0403 1c00 071e0000 05000000 00000000"));
        Assert.That(Essence(new RouterFree(s_chip, 0x123)), Is.EqualTo("00 0403 1c00 04000000 23010000 01000000"));
        Assert.That(Essence(new RouterFree(s_chip, 0x123, clear: false)), Is.EqualTo("00 0403 1c00 04000000 23010000 00000000"));
        Assert.That(Essence(new RouterFreeOfApplication(s_chip, 30)), Is.EqualTo("00 0403 1c00 051e0000 01000000 00000000"));
        Assert.That(Essence(new RouterClearRange(s_chip, 1000, 24)), Is.EqualTo("00 0403 1d00 01001800 e8030000 00000000"));
    }

    [Test]
    public void Tags()
    {
        Assert.That(Essence(new IPTagSet(new(0, 0), 1, IPAddress.Loopback, 17895, strip: true)), Is.EqualTo("00 0000 1a00 01000110 e7450000 7f000001"));
        Assert.That(
            Essence(new ReverseIPTagSet(new(0, 0), 2, 12345, new SdpEndpoint(new ChipLocation(0, 1), 4, 1))),
            Is.EqualTo("00 0000 1a00 02240130 39300100 00000000"));
        Assert.That(Essence(new IPTagNew(s_chip, IPAddress.Loopback, 17895, strip: false)), Is.EqualTo("00 0403 1a00 00000000 e7450000 7f000001"));
        Assert.That(Essence(new IPTagGetRange(s_chip, 8, 8)), Is.EqualTo("00 0403 1a00 08000200 08000000 00000000"));
    }

    [Test]
    public void Hardware()
    {
        Assert.That(Essence(new Remap(s_chip, 5, isPhysical: true)), Is.EqualTo("00 0403 1000 05000000 01000000 00000000"));
        Assert.That(Essence(new SerialRomRead(s_chip, 0x1234, 256)), Is.EqualTo("00 0403 1b00 20000001 34120003 00000000"));
        Assert.That(Essence(new SerialRomRead(s_chip, 0, 1, command: 5, addressBits: 0)), Is.EqualTo("00 0403 1b00 08000100 00000005 00000000"));
        Assert.That(Essence(new SerialRomWrite(s_chip, 0x12, new byte[] { 9, 8 }, addressBits: 8)), Is.EqualTo("00 0403 1b00 d0010200 00001202 00000000 0908"));
        Assert.That(
            Essence(new NearestNeighbourPacket(s_chip, 0x04000800, 0x12345678, [0, 5], retry: 0x1A)),
            Is.EqualTo("00 0403 1400 00080004 78563412 1a210080"));
        Assert.That(Essence(new SetLed(s_chip, 15, LedAction.Toggle)), Is.EqualTo("00 0403 1900 00000040 00000000 00000000"));
        Assert.That(Essence(new DoSync(false)), Is.EqualTo("00 ffff 2000 00000000 00000000 00000000"));
    }

    [Test]
    public void A_command_without_a_type() => Assert.That(
        Essence(new RawScpRequest((ScpCommand)0x1234, new SdpEndpoint(s_chip, 5, 3), new ScpArguments(1, 2, 3), new byte[] { 9 })),
        Is.EqualTo("65 0403 3412 01000000 02000000 03000000 09"));

    [Test]
    public void The_last_action_for_an_LED_counts() => Assert.That(
        new SetLed(s_chip, [(1, LedAction.Toggle), (1, LedAction.Off)]).Arguments,
        Is.EqualTo(new ScpArguments(0b1000)));
}
