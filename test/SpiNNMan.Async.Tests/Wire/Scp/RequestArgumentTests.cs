using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Wire.Scp;

internal sealed class RequestArgumentTests
{
    private static readonly ChipLocation s_chip = new(1, 1);

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("destination", () => _ = new RawScpRequest(ScpCommand.Version, new SdpEndpoint(s_chip, 32, 0)));
        yield return Case("destination", () => _ = new RawScpRequest(ScpCommand.Version, new SdpEndpoint(s_chip, 0, 8)));
        yield return Case("data", () => _ = new RawScpRequest(ScpCommand.Version, default, data: new byte[257]));
        yield return Case("minResponseSize", () => _ = new RawScpRequest(ScpCommand.Version, default, minResponseSize: -1));
        yield return Case("link", () => _ = new ReadLink(s_chip, -1, 0, 4));
        yield return Case("data", () => _ = new WriteLink(s_chip, 0, 0, new byte[257]));
        yield return Case("cores", () => _ = new ApplicationRun(s_chip, 30, [18]));
        yield return Case("cores", () => _ = new ApplicationRun(s_chip, 30, [24]));
        yield return Case("cores", () => _ = new ApplicationStart(s_chip, 0, 30, [18]));
        yield return Case("cores", () => _ = new ApplicationCopyRun(s_chip, 0, 4, 30, [18], 0));
        yield return Case("cores", () => _ = new FloodFillEnd(2, 30, [18]));
        yield return Case("cores", () => _ = new FloodFillCoreSelect(FloodFillRegion.All, [24]));
        yield return Case("size", () => _ = new ReadMemory(s_chip, 0, -1));
        yield return Case("announcedSize", () => _ = new FloodFillData(2, 0, 0, new byte[4], 1028));
        yield return Case("address", () => _ = new ApplicationStart(s_chip, 1, 30, [1]));
        yield return Case("size", () => _ = new ApplicationCopyRun(s_chip, 4, 6, 30, [1], 0));
        yield return Case("link", () => _ = new ApplicationCopyRun(s_chip, 8, 4, 30, [1], 0));
        yield return Case("signal", () => _ = new SendSignal(30, (Signal)16));
        yield return Case("type", () => _ = new SendSignal(30, Signal.Start, SignalType.PointToPoint));
        yield return Case("state", () => _ = new CountState(30, (CoreState)16));
        yield return Case("state", () => _ = new CountStateOnBoard(s_chip, 30, (CoreState)16));
        yield return Case("level", () => _ = new QueryRegionState(s_chip, 4, 1, StateQuery.Any, 30, CoreState.Idle));
        yield return Case("blocks", () => _ = new QueryRegionState(s_chip, 3, 0, StateQuery.Any, 30, CoreState.Idle));
        yield return Case("query", () => _ = new QueryRegionState(s_chip, 3, 1, (StateQuery)3, 30, CoreState.Idle));
        yield return Case("signal", () => _ = new SignalRegion(s_chip, 3, 1, 30, (Signal)16));
        yield return Case("data", () => _ = new FloodFillData(2, 0, 0, new byte[2]));
        yield return Case("data", () => _ = new FloodFillData(2, 0, 0, new byte[260]));
        yield return Case("announcedSize", () => _ = new FloodFillData(2, 0, 0, new byte[4], 0));
        yield return Case("Repeats", () => _ = new FloodFillData(2, 0, 0, new byte[4]) { Repeats = 8 });
        yield return Case("Repeats", () => _ = new FloodFillData(2, 0, 0, new byte[4]) { Repeats = -1 });
        yield return Case("size", () => _ = new ReadLink(s_chip, 0, 0, -1));
        yield return Case("entryCount", () => _ = new RouterLoad(s_chip, 0, 0, 1, 30));
        yield return Case("entryCount", () => _ = new RouterLoad(s_chip, 65536, 0, 1, 30));
        yield return Case("firstEntry", () => _ = new RouterFree(s_chip, 0));
        yield return Case("firstEntry", () => _ = new RouterClearRange(s_chip, 1024, 1));
        yield return Case("entryCount", () => _ = new RouterClearRange(s_chip, 1000, 25));
        yield return Case("leds", () => _ = new SetLed(s_chip, 16, LedAction.On));
        yield return Case("leds", () => _ = new SetLed(s_chip, 0, default(LedAction)));
        yield return Case("core", () => _ = new Remap(s_chip, 0, isPhysical: false));
        yield return Case("core", () => _ = new Remap(s_chip, 18, isPhysical: true));
        yield return Case("host", () => _ = new IPTagSet(s_chip, 1, IPAddress.IPv6Loopback, 1, strip: true));
        yield return Case("host", () => _ = new IPTagNew(s_chip, IPAddress.IPv6Loopback, 1, strip: true));
        yield return Case("count", () => _ = new IPTagGetRange(s_chip, 0, 9));
        yield return Case("count", () => _ = new IPTagGetRange(s_chip, 15, 2));
        yield return Case("timeout", () => _ = new IPTagSetTimeout(s_chip, IPTagTimeout.None));
        yield return Case("timeout", () => _ = new IPTagSetTimeout(s_chip, (IPTagTimeout)16));
        yield return Case("destination", () => _ = new ReverseIPTagSet(s_chip, 1, 1, new SdpEndpoint(s_chip, 32, 1)));
        yield return Case("destination", () => _ = new ReverseIPTagSet(s_chip, 1, 1, new SdpEndpoint(s_chip, 1, 8)));
        yield return Case("size", () => _ = new SerialRomRead(s_chip, 0, 257));
        yield return Case("address", () => _ = new SerialRomRead(s_chip, 1u << 24, 1));
        yield return Case("addressBits", () => _ = new SerialRomRead(s_chip, 0, 1, addressBits: 16));
        yield return Case("data", () => _ = new SerialRomWrite(s_chip, 0, new byte[257]));
    }

    [TestCase(32, 0)]
    [TestCase(0, 8)]
    public void Headers_are_not_written_with_what_does_not_fit(byte core, byte port)
    {
        var header = new SdpHeader(SdpFlags.ReplyExpected, 0, new SdpEndpoint(s_chip, core, port), default);
        var bytes = new byte[SdpHeader.Size];

        Assert.That(() => header.Write(bytes), Throws.TypeOf<InvalidParameterException>().With.Property("ParameterName").EqualTo("Destination"));
        Assert.That(() => (header with { Destination = default, Source = header.Destination }).Write(bytes), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => header.Destination.PortAndCore, Throws.TypeOf<InvalidParameterException>());
        Assert.That(bytes, Is.All.Zero);
    }

    [TestCaseSource(nameof(Refused))]
    public void What_the_protocol_cannot_carry_is_refused_by_name(string parameter, Action make) => Assert.That(
        () => make(),
        Throws.TypeOf<InvalidParameterException>().With.Property(nameof(InvalidParameterException.ParameterName)).EqualTo(parameter));

    private static IEnumerable<TestCaseData> Carried()
    {
        yield return Carries(new ReadMemory(s_chip, 8, 1000), new ScpArguments(8, 1000, 2));
        yield return Carries(new ReadLink(s_chip, 6, 0, 257), new ScpArguments(0, 257, 6));
        yield return Carries(new WriteLink(s_chip, 99, 0, default), new ScpArguments(0, 0, 99));
        yield return Carries(new FloodFillData(2, 1, 0, new byte[5]) { Repeats = 6 }, new ScpArguments(0x3F1E_0002, 0x1_0000, 0));
        yield return Carries(new FloodFillData(2, 1, 0, new byte[4], 1027) { Repeats = 6 }, new ScpArguments(0x3F1E_0002, 0x1_FF00, 0));
        yield return Carries(new ApplicationRun(s_chip, 30, [1, 19, 23], wait: true), new ScpArguments(0x1E8C_0002));
        yield return Carries(new FloodFillCoreSelect(FloodFillRegion.All, [18, 23]), new ScpArguments(0x0784_0000, 0xFFFF, 0x3F18));
        yield return Carries(new FixedRouteSet(s_chip, Route.FromWord(0xFFFF_FFFF), 30), new ScpArguments(0x1E03, 0xFFFF_FFFF));
        yield return Carries(new RouterAllocate(s_chip, 30, 4_000_000_000), new ScpArguments(0x1E03, 4_000_000_000));
        yield return Carries(new RouterLoad(s_chip, 1, 3, 4_000_000_000, 30), new ScpArguments(0x1_1E02, 3, 4_000_000_000));
        yield return Carries(new SetPower(PowerCommand.PowerOn, [0, 31]), new ScpArguments(1, 0x8000_0001));
        yield return Carries(new BmpSetLed(15, LedAction.On, 31), new ScpArguments(0xC000_0000, 0x8000_0000));
        yield return Carries(new ReadFpgaRegister(7, 8, 31), new ScpArguments(8, 4, 7));
        yield return Carries(new FillMemory(s_chip, 2, 7, 5), new ScpArguments(2, 7, 5));
        yield return Carries(new ReadMemory(s_chip, 8, 0), new ScpArguments(8, 0, 2));
        yield return Carries(new ApplicationRun(s_chip, 30, [0, 1]), new ScpArguments(0x1E00_0003));
        yield return Carries(new ApplicationStart(s_chip, 8, 30, [0]), new ScpArguments(8, 0x1E00_0001));
        yield return Carries(new ApplicationCopyRun(s_chip, 7, 4, 30, [0], 1), new ScpArguments(15, 4, 0x1E00_0001));
        yield return Carries(new FloodFillCoreSelect(FloodFillRegion.All, [0]), new ScpArguments(0x0700_0001, 0xFFFF, 0x3F18));
        yield return Carries(new FloodFillEnd(2, 30, [0]), new ScpArguments(0x0F00_0002, 0x1E00_0001, 0x3F1A));
        yield return Carries(new RouterAllocate(s_chip, 30, 0), new ScpArguments(0x1E03, 0));
        yield return Carries(new RouterAllocate(s_chip, 30, 5000), new ScpArguments(0x1E03, 5000));
        yield return Carries(new RouterLoad(s_chip, 65535, 3, 5000, 30), new ScpArguments(0xFFFF_1E02, 3, 5000));
        yield return Carries(new IPTagSet(s_chip, 255, IPAddress.Any, 1, strip: false), new ScpArguments(0x0001_00FF, 1));
        yield return Carries(new ReverseIPTagSet(s_chip, 16, 1, default), new ScpArguments(0x3001_0010, 1));
        yield return Carries(new IPTagGet(s_chip, 16), new ScpArguments(0x0002_0010, 1));
        yield return Carries(new IPTagClear(s_chip, 16), new ScpArguments(0x0003_0010));
    }

    [TestCaseSource(nameof(Carried))]
    public void What_only_boards_refuse_can_be_said(ScpArguments arguments, ScpArguments expected) => Assert.That(arguments, Is.EqualTo(expected));

    private static TestCaseData Carries<TRequest>(TRequest request, ScpArguments expected)
        where TRequest : IScpRequest
        => new TestCaseData(request.Arguments, expected).SetArgDisplayNames(typeof(TRequest).Name, expected.ToString());

    private static TestCaseData Case(string parameter, Action make) => new(parameter, make);
}
