using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Tests.Wire.Scp;

/// <summary>What may be repeated, and how long boards may take.</summary>
internal sealed class RequestPolicyTests
{
    private static readonly ChipLocation s_chip = new(1, 1);

    private static IEnumerable<TestCaseData> Repeatable() => Cases(
        new GetVersion(s_chip),
        new FillMemory(s_chip, 0, 0, 4),
        new WriteLink(s_chip, 0, 0, new byte[4]),
        new ApplicationRun(s_chip, 30, [1], wait: true),
        new ApplicationCopyRun(s_chip, 0, 4, 30, [], 0),
        new ApplicationStop(30),
        new SendSignal(30, Signal.Start),
        new SendSignal(30, Signal.Sync0),
        new FloodFillStart(2, 1),
        new FloodFillData(2, 0, 0, new byte[4]),
        new FloodFillCoreSelect(FloodFillRegion.All, [1]),
        new FloodFillEnd(2),
        new FloodFillEnd(2, 30, [1], wait: true),
        new SdramAllocate(s_chip, 30, 4, 5) { Repeatability = Repeatability.Repeatable },
        new RouterLoad(s_chip, 1, 0, 1, 30),
        new IPTagSet(s_chip, 1, IPAddress.Loopback, 1, strip: true),
        new SetLed(s_chip, [(0, LedAction.On), (1, LedAction.Off)]),
        new SetBmpFan(0, 10, 5),
        new RawScpRequest((ScpCommand)30, new(s_chip, 1, 4)) { Repeatability = Repeatability.Repeatable });

    private static IEnumerable<TestCaseData> NotRepeatable() => Cases(
        new ApplicationRun(s_chip, 30, [1]),
        new ApplicationStart(s_chip, 0, 30, [1]),
        new ApplicationCopyRun(s_chip, 0, 4, 30, [1], 0),
        new SendSignal(30, Signal.User3),
        new SendSignal(30, Signal.Timer),
        new SignalRegion(s_chip, 3, 1, 30, Signal.User0),
        new FloodFillEnd(2, 30),
        new SdramAllocate(s_chip, 30, 4),
        new SdramAllocate(s_chip, 30, 4, 5),
        new SdramAllocate(s_chip, 30, 4, 0),
        new SdramAllocate(s_chip, 30, 4, 5, retryTag: false),
        new SdramFree(s_chip, 4),
        new SdramFreeOfApplication(s_chip, 30),
        new RouterAllocate(s_chip, 30, 1),
        new RouterFree(s_chip, 1),
        new RouterFreeOfApplication(s_chip, 30),
        new IPTagNew(s_chip, IPAddress.Loopback, 1, strip: true),
        new SetLed(s_chip, [(0, LedAction.On), (1, LedAction.Toggle)]),
        new Remap(s_chip, 1, isPhysical: true),
        new SerialRomWrite(s_chip, 0, new byte[1]),
        new NearestNeighbourPacket(s_chip, 0, 0, [0]),
        new RawScpRequest((ScpCommand)30, new(s_chip, 1, 4)),
        new InitializeFpgas(0),
        new SendFpgaBitfile(0, new byte[1]));

    [TestCaseSource(nameof(Repeatable))]
    public void Doing_it_twice_is_the_same(IScpRequest request) => Assert.That(request.Repeatability, Is.EqualTo(Repeatability.Repeatable));

    [TestCaseSource(nameof(NotRepeatable))]
    public void Doing_it_twice_differs(IScpRequest request) => Assert.That(request.Repeatability, Is.EqualTo(Repeatability.NotRepeatable));

    [Test]
    public void Boards_take_long_over_some_requests()
    {
        Assert.That(Class(new GetVersion(s_chip)), Is.EqualTo(TimeoutClass.Prompt));
        Assert.That(Class(new FillMemory(s_chip, 0, 0, 4096)), Is.EqualTo(TimeoutClass.Prompt));
        Assert.That(Class(new FillMemory(s_chip, 0, 0, 4100)), Is.EqualTo(TimeoutClass.Copying));
        Assert.That(Class(new CountStateOnBoard(s_chip, 30, CoreState.Idle)), Is.EqualTo(TimeoutClass.Gathering));
        Assert.That(Class(new FloodFillData(2, 0, 0, new byte[4])), Is.EqualTo(TimeoutClass.Flooding));
        Assert.That(Class(new ApplicationCopyRun(s_chip, 0, 4, 30, [1], 0)), Is.EqualTo(TimeoutClass.Copying));
    }

    private static TimeoutClass Class<TRequest>(TRequest request)
        where TRequest : IScpRequest
        => request.TimeoutClass;

    private static IEnumerable<TestCaseData> Cases(params IScpRequest[] requests) =>
        requests.Select((request, index) => new TestCaseData(request).SetArgDisplayNames($"{request.GetType().Name} {index}"));
}
