using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;
using static SpiNNMan.Async.Tests.Wire.Scp.RequestHex;

namespace SpiNNMan.Async.Tests.Wire.Scp;

/// <summary>Whole datagrams that other software of the field makes of the same requests.</summary>
internal sealed class RequestBytesTests
{
    private static readonly byte[] s_hundred = Convert.FromHexString(
        "cf1c706692a5cf48e8330e1b9307ce20c6d9dfaf04393ae24b219347f0caa11283f36bf5d6ca5a287494e7da1013a19c958d1317cd6e981ecf89a5bd9ff4cb17"
        + "ae5960c5da18a23eda29b2d71bb5a3de7098cd6e731f76570232bbc0b0ca2ebb0e428537");

    private static IEnumerable<TestCaseData> Datagrams() => [.. Monitors(), .. Applications(), .. Resources(), .. Tags()];

    [TestCaseSource(nameof(Datagrams))]
    public void A_request_is_the_datagram_others_make(string actual, string expected) => Assert.That(actual, Is.EqualTo(expected));

    private static TestCaseData Case(string name, string actual, string expected) => new TestCaseData(actual, expected).SetArgDisplayNames(name);

    private static IEnumerable<TestCaseData> Monitors()
    {
        yield return Case("version", Of(new GetVersion(new(143, 199, 4)), 51487, 255, 255), "000087ff04ffc78fffff00001fc9000000000000000000000000");
        yield return Case("version of the root", Of(new GetVersion(ChipLocation.Root), 1, 0, 0), "000087ff00ffffff000000000100000000000000000000000000");
        yield return Case("chip summary", Of(new GetChipInfo(new(211, 121)), 256, 0, 0), "000087ff00ff79d300001f0000015f0000000000000000000000");
        yield return Case("read", Of(new ReadMemory(new ChipLocation(219, 187), 3152940009, 50), 45968, 255, 255), "000087ff00ffbbdbffff020090b3e90beebb3200000000000000");
        yield return Case("read dimensions", Of(new ReadMemory(ChipLocation.Root, 0xF5007F02, 2), 4, 255, 255), "000087ff00ffffffffff02000400027f00f50200000001000000");
        yield return Case(
            "fill",
            Of(new FillMemory(new ChipLocation(250, 106), 1656993100, 547330234, 62028), 31675, 255, 255),
            "000087ff00ff6afaffff0500bb7b4cb5c362ba989f204cf20000");
        yield return Case("read link", Of(new ReadLink(new ChipLocation(169, 179), 2, 1708124956, 93), 2, 255, 255), "000087ff00ffb3a9ffff110002001cebcf655d00000002000000");
        yield return Case(
            "write link",
            Of(new WriteLink(new ChipLocation(135, 2), 3, 1731125524, new byte[] { 0x79, 0x97, 0xDB, 0x58 }), 0, 255, 255),
            "000087ff00ff0287ffff1200000014e12e6704000000030000007997db58");
        yield return Case(
            "LEDs",
            Of(new SetLed(new(198, 130, 11), [(0, LedAction.Off), (2, LedAction.On), (7, LedAction.Toggle)]), 1, 0, 0),
            "000087ff0bff82c6000019000100324000000000000000000000");
        yield return Case("sync", Of(new DoSync(true), 1, 0, 0), "000087ff00ffffff000020000100010000000000000000000000");
    }

    private static IEnumerable<TestCaseData> Applications()
    {
        yield return Case("run", Of(new ApplicationRun(new(243, 128), 229, [2, 8, 17]), 5394, 11, 3), "000087ff00ff80f3030b13001215040102e50000000000000000");
        yield return Case(
            "copy and run",
            Of(new ApplicationCopyRun(new(10, 0), 2, 40208, 99, [15], 657275369, wait: true), 255, 0, 0),
            "000087ff00ff000a00001500ff004acf6939109d000000800463");
        yield return Case("stop", Of(new ApplicationStop(254), 65535, 4, 18), "000087ff00ffffff12041400ffff00003f00feff0250003f0080");
        yield return Case("signal", Of(new SendSignal(88, Signal.Continue), 0, 255, 255), "000087ff00ffffffffff160000000000000058ff0700ffff0000");
        yield return Case("power down", Of(new SendSignal(151, Signal.PowerDown), 0, 14, 16), "000087ff00ffffff100e160000000200000097ff0100ffff0000");
        yield return Case("count", Of(new CountState(229, CoreState.State12), 2, 255, 255), "000087ff00ffffffffff1600020001000000e5ff6c00ffff0000");
        yield return Case("fill start", Of(new FloodFillStart(5, 142), 256, 255, 255), "000087ff00ffffffffff14000001008e0506ffff00001a3f0080");
        yield return Case(
            "fill start for a chip",
            Of(new FloodFillStart(94, 190, new ChipLocation(28, 54)), 25581, 255, 255),
            "000087ff00ffffffffff1400ed6300be5e060001371c1a3f0080");
        yield return Case(
            "fill data",
            Of(new FloodFillData(2, 199, 1621940472, s_hundred.AsMemory(7, 76)), 57188, 0, 0),
            "000087ff00ffffff0000170064df02001e3f0012c700f8d8ac60" + Convert.ToHexStringLower(s_hundred.AsSpan(7, 76)));
        yield return Case(
            "fill data that is sent once",
            Of(new FloodFillData(2, 199, 1621940472, s_hundred.AsMemory(7, 76)) { Repeats = 0 }, 57188, 0, 0),
            "000087ff00ffffff0000170064df0200183f0012c700f8d8ac60" + Convert.ToHexStringLower(s_hundred.AsSpan(7, 76)));
        yield return Case("fill end", Of(new FloodFillEnd(13), 27879, 255, 255), "000087ff00ffffffffff1400e76c0d00000f000000001a3f0000");
        yield return Case("fill end and run", Of(new FloodFillEnd(27, 220, [1, 11]), 0, 255, 255), "000087ff00ffffffffff140000001b00000f020800dc1a3f0000");
    }

    private static IEnumerable<TestCaseData> Resources()
    {
        yield return Case("allocate", Of(new SdramAllocate(new(121, 94), 67, 972496), 0, 14, 19), "000087ff00ff5e79130e1c00000000430000d0d60e0000000000");
        yield return Case(
            "allocate with a tag",
            Of(new SdramAllocate(new(131, 147), 157, 1144513, 46), 0, 0, 0),
            "000087ff00ff938300001c000000009d0400c17611002e000000");
        yield return Case("free", Of(new SdramFree(new(43, 1), 1691502216), 1, 255, 255), "000087ff00ff012bffff1c000100010000008846d26400000000");
        yield return Case("free all", Of(new SdramFreeOfApplication(new(38, 122), 185), 37850, 6, 14), "000087ff00ff7a260e061c00da9302b900000000000000000000");
        yield return Case("router allocate", Of(new RouterAllocate(new(6, 32), 64, 356), 558, 0, 0), "000087ff00ff200600001c002e02034000006401000000000000");
        yield return Case(
            "router load",
            Of(new RouterLoad(new(10, 115), 729, 1630430480, 929, 255), 32854, 255, 255),
            "000087ff00ff730affff1d00568002ffd90210652e61a1030000");
        yield return Case("router clear", Of(new RouterClear(new(95, 49)), 13922, 255, 255), "000087ff00ff315fffff1d006236000000000000000000000000");
        yield return Case(
            "fixed route",
            Of(new FixedRouteSet(new(179, 127), Route.FromWord(3021876), 64), 2, 255, 255),
            "000087ff00ff7fb3ffff1d00020003400000341c2e0000000000");
        yield return Case("read fixed route", Of(new FixedRouteRead(new(132, 29), 22), 0, 5, 7), "000087ff00ff1d8407051d000000031600000000008000000000");
    }

    private static IEnumerable<TestCaseData> Tags()
    {
        yield return Case(
            "set tag",
            Of(new IPTagSet(new(74, 226), 0, IPAddress.Parse("44.182.242.9"), 29259, strip: true), 2, 0, 0),
            "000087ff00ffe24a00001a000200000001104b7200002cb6f209");
        yield return Case(
            "set tag to the sender",
            Of(new IPTagSet(new(0, 0), 1, IPAddress.Any, 0, strip: true, useSender: true), 0, 17, 5),
            "000087ff00ff000005111a000000010001500000000000000000");
        yield return Case(
            "set reverse tag",
            Of(new ReverseIPTagSet(new(241, 133), 4, 9775, new SdpEndpoint(new ChipLocation(178, 67), 1, 2)), 0, 15, 12),
            "000087ff00ff85f10c0f1a000000044101302f2643b200000000");
        yield return Case("get tag", Of(new IPTagGet(new(223, 83), 10), 256, 255, 255), "000087ff00ff53dfffff1a0000010a0002000100000000000000");
        yield return Case("clear tag", Of(new IPTagClear(new(188, 243), 2), 65535, 255, 255), "000087ff00fff3bcffff1a00ffff020003000000000000000000");
        yield return Case("tag pool", Of(new IPTagGetInfo(new(117, 228)), 256, 255, 255), "000087ff00ffe475ffff1a00000100000400ff00000000000000");
        yield return Case(
            "tag time-out",
            Of(new IPTagSetTimeout(new(174, 165), IPTagTimeout.Milliseconds20), 256, 255, 255),
            "000087ff00ffa5aeffff1a000001000004000200000000000000");
    }
}
