using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Benchmarks.Wire;

/// <summary>Every format that is no request.</summary>
internal static class FormatCases
{
    private static readonly byte[] s_block = new byte[SystemVariable.BlockSize];
    private static readonly byte[] s_version = Convert.FromHexString("0e0feed90001ffff199497685343264d502f5370694e4e616b657200332e342e3100");
    private static readonly SdpHeader s_header = new(SdpFlags.ReplyExpected, SdpHeader.NoTag, new SdpEndpoint(new ChipLocation(1, 2), 3, 1), default);
    private static readonly SdpMessage s_message = new(s_header, new byte[256]);
    private static readonly BootMessage s_boot = new(BootOpcode.FloodFillBlock, 0, 1, 2, new byte[1024]);
    private static readonly BootAnnouncement s_hello = new(new SoftwareVersion(1, 0, 0));
    private static readonly EieioDataHeader s_dataHeader = new(EieioType.Key32Bit, 60, prefix: 1);
    private static readonly VersionInfo s_scamp = VersionInfo.TryParse(s_version, out VersionInfo scamp, out _) ? scamp : default;
    private static readonly ChipSummaryInfo s_summary = ChipSummaryInfo.TryParse(default, s_block, out ChipSummaryInfo summary, out _) ? summary : default;
    private static readonly IPTagEntry s_tag = IPTagEntry.TryParse(s_block, out IPTagEntry tag, out _) ? tag : default;
    private static readonly IPTagPoolInfo s_pool = IPTagPoolInfo.TryParse(s_block, out IPTagPoolInfo pool, out _) ? pool : default;
    private static readonly IobufBlockHeader s_iobuf = IobufBlockHeader.TryParse(s_block, out IobufBlockHeader iobuf, out _) ? iobuf : default;
    private static readonly MulticastRoute[] s_routes = new MulticastRoute[16];
    private static readonly P2PTableRoute[] s_column = new P2PTableRoute[60];

    /// <summary>The formats by name.</summary>
    public static IReadOnlyDictionary<string, WireCase> All { get; } = Formats().Concat(Commands()).ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, WireCase> Formats() => new(StringComparer.Ordinal)
    {
        ["SdpHeader"] = Of(static bytes => Wrote(bytes, static one => s_header.Write(one)), Written(SdpHeader.Size, static bytes => s_header.Write(bytes)), static bytes => SdpHeader.TryParse(bytes, out _, out _)),
        ["SdpMessage, 256 bytes"] = Of(static bytes => s_message.Write(bytes), s_message.ToArray(), static bytes => SdpMessage.TryParse(bytes, out _, out _)),
        ["ScpReply, 256 bytes"] = Read([.. Written(SdpHeader.Size, static bytes => s_header.Write(bytes)), 0x80, 0, 1, 0, .. s_block], static bytes => ScpReply.TryParse(bytes, out _, out _)),
        ["TubeMessage"] = Read(
            new TubeMessage(default, "hello\n"u8.ToArray()).ToMessage(default).ToArray(),
            static bytes => SdpMessage.TryParse(bytes, out SdpMessage message, out _) && TubeMessage.TryParse(message, out _, out _)),
        ["BootMessage, 1024 bytes"] = Of(static bytes => s_boot.Write(bytes), s_boot.ToArray(), static bytes => BootMessage.TryParse(bytes, out _, out _)),
        ["BootAnnouncement"] = Of(static bytes => s_hello.ToMessage().Write(bytes), s_hello.ToMessage().ToArray(), static bytes => BootAnnouncement.TryParse(bytes, out _, out _)),
        ["EieioDataHeader"] = Of(static bytes => s_dataHeader.Write(bytes), Written(s_dataHeader.Size, bytes => s_dataHeader.Write(bytes)), static bytes => EieioDataHeader.TryParse(bytes, out _, out _)),
        ["EieioElements, 60 of Key16Bit"] = Elements(EieioType.Key16Bit),
        ["EieioElements, 60 of KeyPayload16Bit"] = Elements(EieioType.KeyPayload16Bit),
        ["EieioElements, 60 of Key32Bit"] = Elements(EieioType.Key32Bit),
        ["EieioElements, 60 of KeyPayload32Bit"] = Elements(EieioType.KeyPayload32Bit),
        ["VersionInfo"] = Of(static bytes => s_scamp.Write(bytes), s_version, static bytes => VersionInfo.TryParse(bytes, out _, out _)),
        ["ChipSummaryInfo"] = Of(static bytes => Wrote(bytes, static one => s_summary.Write(one, default)), s_block, static bytes => ChipSummaryInfo.TryParse(default, bytes, out _, out _)),
        ["SystemVariables"] = Read(s_block, static bytes => SystemVariables.TryParse(bytes, out _, out _)),
        ["ChipStatus"] = Read(s_block, static bytes => ChipStatus.TryParse(bytes, out _, out _)),
        ["CoreInfo"] = Read(s_block, static bytes => CoreInfo.TryParse(default, bytes, out _, out _)),
        ["P2PTable, a column of 60"] = Read(s_block, static bytes => P2PTable.TryParseColumn(bytes, s_column, out _)),
        ["RouterDiagnostics"] = Read(s_block, static bytes => RouterDiagnostics.TryParse(1, 2, bytes, out _, out _)),
        ["MulticastRoute"] = Of(static bytes => Wrote(bytes, static one => s_routes[0].Write(one, 0)), s_block, static bytes => MulticastRoute.TryParse(bytes, out _, out _)),
        ["MulticastRoute, a table of 16"] = Of(static bytes => MulticastRoute.WriteTable(bytes, s_routes), s_block, static bytes => MulticastRoute.ReadTable(bytes, s_routes) == 16),
        ["HeapHeader"] = Read(s_block, static bytes => HeapHeader.TryParse(bytes, out _, out _)),
        ["HeapElement"] = Read(s_block, static bytes => HeapElement.TryParse(0, bytes, out _, out _)),
        ["IobufBlockHeader"] = Of(static bytes => Wrote(bytes, static one => s_iobuf.Write(one)), s_block, static bytes => IobufBlockHeader.TryParse(bytes, out _, out _)),
        ["IPTagEntry"] = Of(static bytes => Wrote(bytes, static one => s_tag.Write(one)), s_block, static bytes => IPTagEntry.TryParse(bytes, out _, out _)),
        ["IPTagPoolInfo"] = Of(static bytes => Wrote(bytes, static one => s_pool.Write(one)), s_block, static bytes => IPTagPoolInfo.TryParse(bytes, out _, out _)),
        ["AdcInfo"] = Read(s_block, static bytes => AdcInfo.TryParse(bytes, out _, out _)),
        ["BmpIdentity"] = Read(s_block, static bytes => BmpIdentity.TryParse(bytes, out _, out _)),
        ["BmpNetworkAddresses"] = Read(s_block, static bytes => BmpNetworkAddresses.TryParse(bytes, out _, out _)),
        ["BmpResetStatus"] = Read(s_block, static bytes => BmpResetStatus.TryParse(bytes, out _, out _)),
    };

    private static IEnumerable<KeyValuePair<string, WireCase>> Commands()
    {
        EieioCommandMessage[] messages =
        [
            new NotificationProtocolDatabaseLocation("/tmp/a/database.sqlite3"), new PaddingRequest(), new EventStopRequest(), new StopRequests(), new StartRequests(),
            new SpinnakerRequestBuffers(default, 1, 2, 3), new HostSendSequencedData(1, 2, Message(EieioType.Key32Bit)),
            new SpinnakerRequestReadData(default, 1, new ReadDataRequest(1, 2, 3, 4)), new HostDataRead(1, new DataRead(1, 2, 3)), new NotificationProtocolPauseStop(),
            new NotificationProtocolStartResume(), new HostDataReadAck(1),
        ];
        foreach (EieioCommandMessage message in messages)
        {
            byte[] bytes = message.ToArray();
            yield return new($"EieioCommandFrame, {message.GetType().Name}", new FormatCase(one => message.Write(one), () => EieioCommandFrame.TryParse(bytes, out _, out _)));
        }
    }

    private static FormatCase Of(Func<byte[], int> write, byte[] bytes, Func<byte[], bool> read) => new(write, () => read(bytes));

    private static FormatCase Read(byte[] bytes, Func<byte[], bool> read) => new(null, () => read(bytes));

    private static FormatCase Elements(EieioType type)
    {
        EieioDataMessage message = Message(type);
        byte[] bytes = message.ToArray();
        return new FormatCase(one => message.Write(one), () => Sum(bytes) != 0);
    }

    private static EieioDataMessage Message(EieioType type)
    {
        EieioDataMessage message = EieioDataMessage.Create(type);
        for (uint key = 1; key <= 60; key++)
        {
            if (type.HasPayload)
                message.Add(key, key);
            else
                message.Add(key);
        }

        return message;
    }

    private static uint Sum(byte[] bytes)
    {
        uint sum = 0;
        if (EieioElements.TryParse(bytes, out EieioElements elements, out _))
        {
            foreach (EieioElement element in elements)
                sum += element.Key;
        }

        return sum;
    }

    private static byte[] Written(int size, Action<byte[]> write)
    {
        var bytes = new byte[size];
        write(bytes);
        return bytes;
    }

    private static int Wrote(byte[] destination, Action<byte[]> write)
    {
        write(destination);
        return destination.Length;
    }
}
