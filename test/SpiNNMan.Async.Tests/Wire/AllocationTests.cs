using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Wire;

/// <summary>Nothing is allocated to turn bytes into values, or values into bytes, of the kinds that come by the thousand.</summary>
internal sealed class AllocationTests
{
    private const int Rounds = 1000;

    private static readonly byte[] s_block = new byte[SystemVariable.BlockSize];
    private static readonly byte[] s_destination = new byte[1500];
    private static readonly byte[] s_scamp = Convert.FromHexString("0e0feed90001ffff199497685343264d502f5370694e4e616b657200332e342e3100");
    private static readonly byte[] s_olderScamp = Convert.FromHexString("030fa1ce00018500be9c8e285343264d502f5370694e4e616b657200");
    private static readonly byte[] s_sark = [.. s_scamp.AsSpan(0, 12), .. "SARK/SpiNNaker\010.20.30\0"u8];
    private static readonly byte[] s_bmp = [.. s_scamp.AsSpan(0, 12), .. "BC&MP/Spin5-BMP\02.1.1\0"u8];
    private static readonly byte[] s_header = [0x87, 0xFF, 0x01, 0xFF, 0, 0, 0, 0];
    private static readonly byte[] s_message = [.. s_header, .. new byte[16]];
    private static readonly byte[] s_reply = [.. s_header, 0x80, 0, 1, 0, 1, 2, 3, 4];
    private static readonly byte[] s_boot = new BootMessage(BootOpcode.FloodFillBlock, 0, 1, 2, new byte[1024]).ToArray();
    private static readonly byte[] s_keys = [3, 0x08, .. new byte[12]];
    private static readonly byte[] s_keysAndTimes = [2, 0x1C, .. new byte[16]];
    private static readonly byte[] s_command = new HostDataRead(1, new DataRead(1, 2, 3)).ToArray();
    private static readonly byte[] s_path = new NotificationProtocolDatabaseLocation("a/b.c").ToArray();
    private static readonly byte[] s_longReply = [.. s_header, 0x80, 0, 1, 0, .. new byte[256]];
    private static readonly byte[] s_tube = new TubeMessage(default, "text"u8.ToArray()).ToMessage(default).ToArray();
    private static readonly byte[] s_hello = new BootAnnouncement(new SoftwareVersion(1, 0, 0)).ToMessage().ToArray();
    private static readonly MulticastRoute[] s_routes = new MulticastRoute[SystemVariable.BlockSize / MulticastRoute.Size];
    private static readonly P2PTableRoute[] s_column = new P2PTableRoute[12];
    private static readonly EieioDataMessage s_eieio = EieioDataMessage.Create(EieioType.Key32Bit);

    private static readonly Dictionary<string, Func<bool>> s_kinds = new(StringComparer.Ordinal)
    {
        ["SDP header"] = () => SdpHeader.TryParse(s_header, out SdpHeader header, out _) && Writes(header, static (in SdpHeader one, Span<byte> bytes) => one.Write(bytes)),
        ["SDP message"] = () => SdpMessage.TryParse(s_message, out SdpMessage message, out _) && message.Data.Length == 16,
        ["reply"] = () => ScpReply.TryParse(s_reply, out ScpReply reply, out _) && reply.Payload.Length == 4,
        ["word"] = () => ScpReply.TryParse(s_reply, out ScpReply reply, out _) && new ReadWord(default, 0).TryParseResponse(reply, out uint word, out _) && word == 0x04030201,
        ["version of SC&MP"] = () => VersionInfo.TryParse(s_scamp, out VersionInfo version, out _) && version.Version.Major == 3,
        ["version of older SC&MP"] = () => VersionInfo.TryParse(s_olderScamp, out VersionInfo version, out _) && version.Version.Minor == 33,
        ["version of SARK"] = () => VersionInfo.TryParse(s_sark, out VersionInfo version, out _) && version.Version.Patch == 30,
        ["version of BC&MP"] = () => VersionInfo.TryParse(s_bmp, out VersionInfo version, out _) && version.Version.Major == 2,
        ["chip summary"] = () => ChipSummaryInfo.TryParse(default, s_block, out ChipSummaryInfo info, out _) && Writes(info, static (in ChipSummaryInfo one, Span<byte> bytes) => one.Write(bytes, default)),
        ["core block"] = () => CoreInfo.TryParse(default, s_block, out CoreInfo info, out _) && info.Registers.Count == 8 && info.UserRegisters[3] == 0,
        ["system variables"] = () => SystemVariables.TryParse(s_block, out SystemVariables variables, out _) && variables.Y == 0 && variables.StatusMap.Length == 20,
        ["chip status"] = () => ChipStatus.TryParse(s_block, out ChipStatus status, out _) && status.Location == default,
        ["IP tag"] = () => IPTagEntry.TryParse(s_block, out IPTagEntry tag, out _) && Writes(tag, static (in IPTagEntry one, Span<byte> bytes) => one.Write(bytes)),
        ["pool of IP tags"] = () => IPTagPoolInfo.TryParse(s_block, out IPTagPoolInfo pool, out _) && Writes(pool, static (in IPTagPoolInfo one, Span<byte> bytes) => one.Write(bytes)),
        ["board status"] = () => AdcInfo.TryParse(s_block, out _, out _),
        ["board identity"] = () => BmpIdentity.TryParse(s_block, out _, out _),
        ["network settings"] = () => BmpNetworkAddresses.TryParse(s_block, out BmpNetworkAddresses addresses, out _) && addresses.Bmp == addresses.Board,
        ["reset status"] = () => BmpResetStatus.TryParse(s_block, out _, out _),
        ["printed block"] = () => IobufBlockHeader.TryParse(s_block, out _, out _),
        ["heap"] = () => HeapHeader.TryParse(s_block, out _, out _) && HeapElement.TryParse(0, s_block, out _, out _),
        ["boot message"] = () => BootMessage.TryParse(s_boot, out BootMessage message, out _) && message.Write(s_destination) == s_boot.Length,
        ["keys"] = () => Sum(s_keys, 3),
        ["keys with times"] = () => Sum(s_keysAndTimes, 2),
        ["command of EIEIO"] = () => EieioCommandFrame.TryParse(s_command, out EieioCommandFrame frame, out _) && frame.Write(s_destination) == s_command.Length,
        ["path in a command of EIEIO"] = () => EieioCommandFrame.TryParse(s_path, out EieioCommandFrame frame, out _) && frame.Data.Length == 5,
        ["router"] = () => RouterDiagnostics.TryParse(1, 2, s_block, out RouterDiagnostics router, out _) && router[RouterRegister.User3] == 0 && router.Errors == default(RouterErrors),
        ["route"] = () => MulticastRoute.TryParse(s_block, out MulticastRoute? route, out _) && Writes(route!.Value, static (in MulticastRoute one, Span<byte> bytes) => one.Write(bytes, 0)),
        ["table of routes"] = () => MulticastRoute.ReadTable(s_block, s_routes) == s_routes.Length && MulticastRoute.WriteTable(s_destination, s_routes) > 0,
        ["column of the P2P table"] = () => P2PTable.TryParseColumn(s_block, s_column, out _) && s_column[11] == P2PTableRoute.East,
        ["range of IP tags"] = () => Reply(out ScpReply reply) && new IPTagGetRange(default, 0, 7).TryParseResponse(reply, out IPTagEntries tags, out _) && tags[6].Port == 0,
        ["memory"] = () => Reply(out ScpReply reply) && new ReadMemory(default, 0, 200).TryCopyResponse(reply, s_destination, out _),
        ["memory of a neighbour"] = () => Reply(out ScpReply reply) && new ReadLink(default, 0, 0, 200).TryCopyResponse(reply, s_destination, out _),
        ["serial ROM"] = () => Reply(out ScpReply reply) && new SerialRomRead(default, 0, 200).TryCopyResponse(reply, s_destination, out _),
        ["serial flash"] = () => Reply(out ScpReply reply) && new ReadBmpMemory(0, BmpMemory.SerialFlash, 0, 200).TryCopyResponse(reply, s_destination, out _),
        ["EEPROM"] = () => Reply(out ScpReply reply) && new ReadBmpMemory(0, BmpMemory.Eeprom, 0, 200).TryCopyResponse(reply, s_destination, out _),
        ["image of an EEPROM"] = () => Reply(out ScpReply reply) && new ReadBmpEepromImage(0).TryCopyResponse(reply, s_destination, out _),
        ["boards on the CAN bus"] = () => Reply(out ScpReply reply) && new ReadBmpCanStatus(0).TryCopyResponse(reply, s_destination, out _),
        ["boot announcement"] = () => BootAnnouncement.TryParse(s_hello, out _, out _),
        ["printed text"] = () => SdpMessage.TryParse(s_tube, out SdpMessage message, out _) && TubeMessage.TryParse(message, out _, out _),
        ["keys written"] = () => s_eieio.Write(s_destination) == s_eieio.Size,
        ["request written"] = () => ScpMessage.WriteDatagram(s_destination, new ReadMemory(default, 0, 4), 1, default) > 0,
    };

    private static IEnumerable<string> Kinds => s_kinds.Keys;

    [TestCaseSource(nameof(Kinds))]
    public void Nothing_is_allocated(string kind)
    {
        Func<bool> round = s_kinds[kind];
        Assert.That(Run(round), Is.EqualTo(Rounds), "it works");

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(round);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void What_is_allocated_is_noticed()
    {
        Func<bool> round = () => EieioDataMessage.TryParse(s_keys, out EieioDataMessage? message, out _) && message.Count == 3;
        Run(round);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(round);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Positive);
    }

    private static int Run(Func<bool> round)
    {
        int worked = 0;
        for (int i = 0; i < Rounds; i++)
            worked += round() ? 1 : 0;

        return worked;
    }

    private static bool Sum(byte[] datagram, int count)
    {
        if (!EieioElements.TryParse(datagram, out EieioElements elements, out _))
            return false;

        uint sum = 0;
        foreach (EieioElement element in elements)
            sum += element.Key + (element.Payload ?? 0);

        return sum == 0 && elements.Count == count;
    }

    private static bool Reply(out ScpReply reply) => ScpReply.TryParse(s_longReply, out reply, out _);

    private static bool Writes<T>(in T value, Write<T> write)
    {
        write(value, s_destination);
        return true;
    }

    private delegate void Write<T>(in T value, Span<byte> destination);
}
