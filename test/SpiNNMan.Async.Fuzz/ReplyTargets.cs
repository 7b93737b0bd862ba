using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Applications;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Scp.Tags;

namespace SpiNNMan.Async.Fuzz;

/// <summary>Decoders of replies: for every request that gets more than an acknowledgement, what it makes of its reply.</summary>
internal static class ReplyTargets
{
    private static readonly string[] s_seeds = ["scp_responses.json"];
    private static readonly ChipLocation s_chip = new(1, 2);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("scp-reply", s_seeds, DecodeReply) { IsStable = false },
        Reply<RouterClear, Acknowledgement>("acknowledgement", new RouterClear(s_chip)),
        Reply<GetVersion, VersionInfo>("get-version", new GetVersion(s_chip)),
        Reply<GetChipInfo, ChipSummaryInfo>("get-chip-info", new GetChipInfo(s_chip)),
        Reply<ReadMemory, byte[]>("read-memory", new ReadMemory(s_chip, 0x6000_0000, 7)),
        Reply<ReadLink, byte[]>("read-link", new ReadLink(s_chip, 3, 0x6000_0000, 8)),
        Reply<SerialRomRead, byte[]>("serial-rom-read", new SerialRomRead(s_chip, 0, 8)),
        Reply<CountState, uint>("count-state", new CountState(30, CoreState.Running)),
        Reply<CountStateOnBoard, StateCount>("count-state-on-board", new CountStateOnBoard(s_chip, 30, CoreState.Running)),
        Reply<QueryRegionState, uint>("query-region-state", new QueryRegionState(s_chip, 3, 1, StateQuery.Count, 30, CoreState.Running)),
        Reply<SdramAllocate, uint>("sdram-allocate", new SdramAllocate(s_chip, 30, 64, tag: 1)),
        Reply<SdramFindTag, uint>("sdram-find-tag", new SdramFindTag(s_chip, 30, 1)),
        Reply<SdramFreeOfApplication, uint>("sdram-free-of-application", new SdramFreeOfApplication(s_chip, 30)),
        Reply<SdramGetSpace, SdramSpace>("sdram-get-space", new SdramGetSpace(s_chip)),
        Reply<RouterAllocate, uint>("router-allocate", new RouterAllocate(s_chip, 30, 4)),
        Reply<RouterFreeOfApplication, uint>("router-free-of-application", new RouterFreeOfApplication(s_chip, 30)),
        Reply<FixedRouteRead, Route>("fixed-route-read", new FixedRouteRead(s_chip)),
        Reply<IPTagNew, byte>("ip-tag-new", new IPTagNew(s_chip, IPAddress.Loopback, 17892, strip: true)),
        Reply<IPTagGet, IPTagEntry>("ip-tag-get", new IPTagGet(s_chip, 4)),
        Reply<IPTagGetRange, IPTagEntries>("ip-tag-get-range", new IPTagGetRange(s_chip, 0, 4)) with { TextSize = 1 << 16 },
        Reply<IPTagGetInfo, IPTagPoolInfo>("ip-tag-get-info", new IPTagGetInfo(s_chip)),
        Reply<IPTagSetTimeout, IPTagPoolInfo>("ip-tag-set-timeout", new IPTagSetTimeout(s_chip, IPTagTimeout.Milliseconds20)),
        Reply<ApplicationCopyRun, Acknowledgement>("application-copy-run", new ApplicationCopyRun(s_chip, 0, 4, 30, [1], 0)),
        Reply<RawScpRequest, byte[]>("raw-scp-request", new RawScpRequest((ScpCommand)30, new(s_chip, 1, 4), minResponseSize: 5)),
        Reply<BmpGetVersion, VersionInfo>("bmp-get-version", new BmpGetVersion(1)),
        Reply<ReadAdc, AdcInfo>("read-adc", new ReadAdc(1)),
        Reply<ReadFpgaRegister, uint>("read-fpga-register", new ReadFpgaRegister(1, 0x0004_0000, 1)),
        Reply<ReadBmpIdentity, BmpIdentity>("read-bmp-identity", new ReadBmpIdentity(1)),
        Reply<ReadBmpNetworkAddresses, BmpNetworkAddresses>("read-bmp-network-addresses", new ReadBmpNetworkAddresses(1)),
        Reply<ReadBmpResetStatus, BmpResetStatus>("read-bmp-reset-status", new ReadBmpResetStatus(1)),
        Reply<ReadBmpCanStatus, byte[]>("read-bmp-can-status", new ReadBmpCanStatus(1)),
        Reply<ReadBmpEepromImage, byte[]>("read-bmp-eeprom-image", new ReadBmpEepromImage(1)),
        Reply<ReadBmpMemory, byte[]>("read-bmp-memory", new ReadBmpMemory(1, BmpMemory.SerialFlash, 0, 8)),
        Reply<EraseBmpFlash, uint>("erase-bmp-flash", new EraseBmpFlash(1, 0, 4096)),
        Reply<ReadBmpSerialFlashCrc, uint>("read-bmp-serial-flash-crc", new ReadBmpSerialFlashCrc(1, 0, 8)),
    ];

    private static FuzzTarget Reply<TRequest, TResponse>(string name, TRequest request)
        where TRequest : IScpRequest<TResponse>
        => new($"reply-{name}", s_seeds, Decode<TRequest, TResponse>(request)) { IsStable = false };

    private static Decode Decode<TRequest, TResponse>(TRequest request)
        where TRequest : IScpRequest<TResponse>
        => (ReadOnlyMemory<byte> input, out PacketError error) =>
        {
            if (!ScpReply.TryParseDatagram(input.Span, out ScpReply reply, out error) || !request.TryParseResponse(reply, out TResponse response, out error))
                return null;

            // A response with any error code has the right to any payload, so whether it is acceptable is asked too.
            bool accepted = request.AcceptsResult(reply.Result);
            return [.. System.Text.Encoding.UTF8.GetBytes(response?.ToString() ?? ""), accepted ? (byte)1 : (byte)0];
        };

    private static byte[]? DecodeReply(ReadOnlyMemory<byte> input, out PacketError error) =>
        ScpReply.TryParseDatagram(input.Span, out ScpReply reply, out error)
            ? [.. System.Text.Encoding.UTF8.GetBytes($"{reply.Header} {reply.Result} {reply.Sequence}"), .. reply.Payload]
            : null;
}
