using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Benchmarks.Wire;

/// <summary>Every request there is.</summary>
internal static class RequestCases
{
    private static readonly ChipLocation s_chip = new(1, 2);
    private static readonly byte[] s_data = new byte[256];

    // Something for every field, and bytes enough for any answer.
    private static readonly byte[] s_anything = Reply([.. Enumerable.Repeat((byte)1, 256)]);
    private static readonly byte[] s_nothing = Reply([]);
    private static readonly byte[] s_version = Reply(Convert.FromHexString("0e0feed90001ffff199497685343264d502f5370694e4e616b657200332e342e3100"));
    private static readonly byte[] s_tag = Reply([8, 0, 0, 0]);

    /// <summary>The requests by name.</summary>
    public static IReadOnlyDictionary<string, WireCase> All { get; } = Monitor().Concat(Bmp()).ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, WireCase> Monitor() => new(StringComparer.Ordinal)
    {
        [nameof(GetVersion)] = new RequestCase<GetVersion, VersionInfo>(new(s_chip), s_version),
        [nameof(GetChipInfo)] = new RequestCase<GetChipInfo, ChipSummaryInfo>(new(s_chip), s_anything),
        [nameof(ReadMemory)] = new BytesRequestCase<ReadMemory>(new(s_chip, 0x6000_0000, 256), s_anything),
        [nameof(WriteMemory)] = Done(new WriteMemory(s_chip, 0x6000_0000, s_data)),
        [nameof(FillMemory)] = Done(new FillMemory(s_chip, 0x6000_0000, 0, 256)),
        [nameof(ReadLink)] = new BytesRequestCase<ReadLink>(new(s_chip, 1, 0x6000_0000, 256), s_anything),
        [nameof(WriteLink)] = Done(new WriteLink(s_chip, 1, 0x6000_0000, s_data)),
        [nameof(ApplicationRun)] = Done(new ApplicationRun(s_chip, 30, [1, 2])),
        [nameof(ApplicationStart)] = Done(new ApplicationStart(s_chip, 0x6000_0000, 30, [1, 2])),
        [nameof(ApplicationCopyRun)] = Done(new ApplicationCopyRun(s_chip, 1, 64, 30, [1, 2], 5)),
        [nameof(ApplicationStop)] = Done(new ApplicationStop(30)),
        [nameof(SendSignal)] = Done(new SendSignal(30, Signal.Sync0)),
        [nameof(SignalRegion)] = Done(new SignalRegion(s_chip, 3, 1, 30, Signal.Sync0)),
        [nameof(CountState)] = new RequestCase<CountState, uint>(new(30, CoreState.Running), s_anything),
        [nameof(CountStateOnBoard)] = new RequestCase<CountStateOnBoard, StateCount>(new(s_chip, 30, CoreState.Running), s_anything),
        [nameof(QueryRegionState)] = new RequestCase<QueryRegionState, uint>(new(s_chip, 3, 1, StateQuery.Count, 30, CoreState.Running), s_anything),
        [nameof(FloodFillStart)] = Done(new FloodFillStart(2, 1)),
        [nameof(FloodFillCoreSelect)] = Done(new FloodFillCoreSelect(FloodFillRegion.All, [1])),
        [nameof(FloodFillData)] = Done(new FloodFillData(2, 0, 0x6000_0000, s_data)),
        [nameof(FloodFillEnd)] = Done(new FloodFillEnd(2)),
        [nameof(NearestNeighbourPacket)] = Done(new NearestNeighbourPacket(s_chip, 1, 2, [0, 1])),
        [nameof(SdramAllocate)] = new RequestCase<SdramAllocate, uint>(new(s_chip, 30, 64, 1), s_anything),
        [nameof(SdramFree)] = Done(new SdramFree(s_chip, 0x6000_0000)),
        [nameof(SdramFreeOfApplication)] = new RequestCase<SdramFreeOfApplication, uint>(new(s_chip, 30), s_anything),
        [nameof(SdramFindTag)] = new RequestCase<SdramFindTag, uint>(new(s_chip, 30, 1), s_anything),
        [nameof(SdramGetSpace)] = new RequestCase<SdramGetSpace, SdramSpace>(new(s_chip), s_anything),
        [nameof(RouterAllocate)] = new RequestCase<RouterAllocate, uint>(new(s_chip, 30, 4), s_anything),
        [nameof(RouterFree)] = Done(new RouterFree(s_chip, 4)),
        [nameof(RouterFreeOfApplication)] = new RequestCase<RouterFreeOfApplication, uint>(new(s_chip, 30), s_anything),
        [nameof(RouterLoad)] = Done(new RouterLoad(s_chip, 4, MemoryMap.SystemSdram, 1, 30)),
        [nameof(RouterClear)] = Done(new RouterClear(s_chip)),
        [nameof(RouterClearRange)] = Done(new RouterClearRange(s_chip, 1, 4)),
        [nameof(FixedRouteSet)] = Done(new FixedRouteSet(s_chip, new Route([1], [2]))),
        [nameof(FixedRouteRead)] = new RequestCase<FixedRouteRead, Route>(new(s_chip), s_anything),
        [nameof(SetLed)] = Done(new SetLed(s_chip, 1, LedAction.On)),
        [nameof(DoSync)] = Done(new DoSync(true)),
        [nameof(Remap)] = Done(new Remap(s_chip, 4, isPhysical: true)),
        [nameof(SerialRomRead)] = new BytesRequestCase<SerialRomRead>(new(s_chip, 0, 256), s_anything),
        [nameof(SerialRomWrite)] = Done(new SerialRomWrite(s_chip, 0, s_data)),
        [nameof(IPTagNew)] = new RequestCase<IPTagNew, byte>(new(s_chip, IPAddress.Loopback, 17892, strip: true), s_tag),
        [nameof(IPTagSet)] = Done(new IPTagSet(s_chip, 1, IPAddress.Loopback, 17892, strip: true)),
        [nameof(ReverseIPTagSet)] = Done(new ReverseIPTagSet(s_chip, 1, 12345, new(s_chip, 1, 1))),
        [nameof(IPTagGet)] = new RequestCase<IPTagGet, IPTagEntry>(new(s_chip, 1), s_anything),
        [nameof(IPTagGetRange)] = new RequestCase<IPTagGetRange, IPTagEntries>(new(s_chip, 0, 8), s_anything),
        [nameof(IPTagGetInfo)] = new RequestCase<IPTagGetInfo, IPTagPoolInfo>(new(s_chip), s_anything),
        [nameof(IPTagSetTimeout)] = new RequestCase<IPTagSetTimeout, IPTagPoolInfo>(new(s_chip, IPTagTimeout.Milliseconds20), s_anything),
        [nameof(IPTagClear)] = Done(new IPTagClear(s_chip, 1)),
    };

    private static Dictionary<string, WireCase> Bmp() => new(StringComparer.Ordinal)
    {
        [nameof(BmpGetVersion)] = new RequestCase<BmpGetVersion, VersionInfo>(new(1), s_version),
        [nameof(SetPower)] = Done(new SetPower(PowerCommand.PowerOn, 1)),
        [nameof(BmpSetLed)] = Done(new BmpSetLed(1, LedAction.On, 1)),
        [nameof(BmpReset)] = Done(new BmpReset(BmpResetAction.Pulse, 1)),
        [nameof(ReadAdc)] = new RequestCase<ReadAdc, AdcInfo>(new(1), s_anything),
        [nameof(ReadBmpIdentity)] = new RequestCase<ReadBmpIdentity, BmpIdentity>(new(1), s_anything),
        [nameof(ReadBmpNetworkAddresses)] = new RequestCase<ReadBmpNetworkAddresses, BmpNetworkAddresses>(new(1), s_anything),
        [nameof(ReadBmpResetStatus)] = new RequestCase<ReadBmpResetStatus, BmpResetStatus>(new(1), s_anything),
        [nameof(ReadBmpCanStatus)] = new BytesRequestCase<ReadBmpCanStatus>(new(1), s_anything),
        [nameof(ReadBmpEepromImage)] = new BytesRequestCase<ReadBmpEepromImage>(new(1), s_anything),
        [nameof(ReadBmpMemory)] = new BytesRequestCase<ReadBmpMemory>(new(1, BmpMemory.SerialFlash, 0, 256), s_anything),
        [nameof(WriteBmpMemory)] = Done(new WriteBmpMemory(1, BmpMemory.SerialFlash, 0, s_data)),
        [nameof(ReadBmpSerialFlashCrc)] = new RequestCase<ReadBmpSerialFlashCrc, uint>(new(1, 0, 256), s_anything),
        [nameof(EraseBmpFlash)] = new RequestCase<EraseBmpFlash, uint>(new(1, 0, 4096), s_anything),
        [nameof(WriteBmpFlash)] = Done(new WriteBmpFlash(1, 0, 4096)),
        [nameof(CopyBmpFlash)] = Done(new CopyBmpFlash(1, 0, 4096, 4096)),
        [nameof(ReadFpgaRegister)] = new RequestCase<ReadFpgaRegister, uint>(new(1, 4, 1), s_anything),
        [nameof(WriteFpgaRegister)] = Done(new WriteFpgaRegister(1, 4, 5, 1)),
        [nameof(ResetFpgas)] = Done(new ResetFpgas(FpgaResetLevel.Pulse, 1)),
        [nameof(InitializeFpgas)] = Done(new InitializeFpgas(1)),
        [nameof(SendFpgaBitfile)] = Done(new SendFpgaBitfile(1, s_data)),
        [nameof(SetBmpFan)] = Done(new SetBmpFan(1, 1000, 500)),
    };

    private static RequestCase<TRequest, Acknowledgement> Done<TRequest>(TRequest request)
        where TRequest : struct, IScpRequest<Acknowledgement>
        => new(request, s_nothing);

    private static byte[] Reply(ReadOnlySpan<byte> payload) => [0, 0, 0x07, 8, 0xFF, 0, 0, 0, 2, 1, (byte)ScpResult.Ok, 0, 1, 0, .. payload];
}
