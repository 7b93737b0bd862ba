using System.Net;
using System.Net.Sockets;
using System.Text;
using SpiNNMan.Async.Simulation.Boards;

namespace SpiNNMan.Async.Simulation.Tests.EndToEnd;

/// <summary>From a board without power to a program that has run and is gone, by bytes that nothing of the library has made.</summary>
internal sealed class RawBytesTests
{
    private const int Ver = 0;
    private const int Read = 2;
    private const int Write = 3;
    private const int Count = 15;
    private const int Ar = 19;
    private const int Nnp = 20;
    private const int CopyRun = 21;
    private const int Sig = 22;
    private const int Ffd = 23;
    private const int IPTag = 26;
    private const int Alloc = 28;
    private const int Rtr = 29;
    private const int Info = 31;
    private const int Power = 57;

    private const uint SdramSys = 0x67800000;
    private const uint Vcpu = 0xE5007000;
    private const uint Waiting = 5;
    private const uint Running = 7;
    private const uint Idle = 15;
    private const uint Wait = 1 << 18;
    private const uint TwoCores = 0b110;
    private const int Chips = 48;
    private const int Cores = 856;

    [Test, CancelAfter(60_000)]
    public async Task From_no_power_to_programs_and_back(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Booted = false }, cancellationToken);
        using var bmp = new RawHost(machine.Bmp.EndPoint);
        using var boot = new RawHost(machine.Boards[0].BootEndPoint);
        using var host = new RawHost(machine.Boards[0].EndPoint);

        SwitchOn(bmp);
        Boot(boot, host);
        Dictionary<(byte X, byte Y), byte[]> chips = Discover(host);
        UseMemory(host);
        RunByFloodFill(host, chips.Keys);
        RunByCopies(host, chips);
        UseTags(host);
        UseRoutes(host);

        bmp.Ask(Power, first: 0, second: 1, x: 0, y: 0);
        host.Send(new byte[26]);
        Assert.That(machine.Boards[0].State, Is.EqualTo(BoardState.Off));
    }

    private static void SwitchOn(RawHost bmp)
    {
        byte[] version = bmp.Ask(Ver, x: 0, y: 0);
        Assert.That(Encoding.ASCII.GetString(version[12..]), Does.StartWith("BC&MP/Spin5-BMP\0"));
        bmp.Ask(Power, first: 0, second: 1, x: 0, y: 0);
        bmp.Ask(Power, first: 1, second: 1, x: 0, y: 0);
        Assert.That(RawHost.Word(bmp.Ask(17, first: 0x40004, second: 4, third: 2, x: 0, y: 0)) & 3, Is.EqualTo(2), "the FPGA knows its number");
    }

    private static void Boot(RawHost boot, RawHost host)
    {
        // The first time a block gets lost: the image is not run. Everything again, and only that block is taken.
        IReadOnlyList<byte[]> datagrams = RawImages.BootDatagrams();
        foreach (byte[] datagram in datagrams.Where((_, index) => index != 7).Concat(datagrams))
            boot.Send(datagram);

        byte[] version;
        do
        {
            version = AskPatiently(host);
            Assert.That(Encoding.ASCII.GetString(version[12..]), Is.EqualTo("SC&MP/SpiNNaker\04.0.0\0"));
        }
        while (version[2] == 255);

        Assert.That((version[3], version[2]), Is.EqualTo(((byte)0, (byte)0)));
        Assert.That(RawHost.Word(version, 4), Is.EqualTo(0xFFFF0100));
        Assert.That(RawHost.Word(version, 8), Is.EqualTo(1_700_213_748));
    }

    /// <summary>A board that has just been given an image is silent at first; what was asked then is never answered.</summary>
    private static byte[] AskPatiently(RawHost host)
    {
        host.Patience = 100;
        try
        {
            while (true)
            {
                try
                {
                    return host.Ask(Ver);
                }
                catch (SocketException exception) when (exception.SocketErrorCode is SocketError.TimedOut)
                {
                    // Again.
                }
            }
        }
        finally
        {
            host.Patience = 10_000;
        }
    }

    private static Dictionary<(byte X, byte Y), byte[]> Discover(RawHost host)
    {
        byte[] size = host.Ask(Read, first: 0xF5007F02, second: 2, third: 1);
        Assert.That(size, Is.EqualTo(new byte[] { 8, 8 }));
        var chips = new Dictionary<(byte X, byte Y), byte[]>();
        for (byte x = 0; x < 8; x++)
        {
            uint column = RawHost.Word(host.Ask(Read, first: 0xE1010000 + (128u * x), second: 4, third: 2));
            for (byte y = 0; y < 8; y++)
            {
                if (((column >> (3 * y)) & 7) != 6)
                    chips.Add((x, y), host.Ask(Info, x: x, y: y));
            }
        }

        Assert.That(chips, Has.Count.EqualTo(Chips));
        Assert.That(chips.Values.Sum(info => info[0] & 0x1F), Is.EqualTo(Cores));
        Assert.That(chips.Values.Select(info => info.Length), Is.All.EqualTo(38));
        Assert.That(chips.Values.Count(info => (info[3] & 2) != 0), Is.EqualTo(1), "one Ethernet is up");
        Assert.That(new IPAddress(chips[(0, 0)].AsSpan(32, 4)), Is.EqualTo(IPAddress.Loopback));
        Assert.That(chips[(0, 0)].AsSpan(12, 18).ToArray(), Is.EqualTo(new byte[] { 7 }.Concat(Enumerable.Repeat((byte)15, 17))));
        return chips;
    }

    private static void UseMemory(RawHost host)
    {
        byte[] space = host.Ask(Alloc, first: 6, x: 0, y: 0);
        uint address = RawHost.Word(host.Ask(Alloc, first: 30 << 8, second: 1024, third: 5, x: 0, y: 0));
        Assert.That(address, Is.EqualTo(0x60240018));
        Assert.That(RawHost.Word(host.Ask(Alloc, first: 30 << 8, second: 1024, third: 5, x: 0, y: 0)), Is.Zero, "the tag is taken");
        Assert.That(RawHost.Word(host.Ask(Alloc, first: (4 << 16) | (30 << 8), second: 1024, third: 5, x: 0, y: 0)), Is.EqualTo(address), "unless it is tried again");
        Assert.That(RawHost.Word(host.Ask(Alloc, first: (30 << 8) | 7, second: 5, x: 0, y: 0)), Is.EqualTo(address));
        Assert.That(RawHost.Word(host.Ask(Alloc, first: 6, x: 0, y: 0)), Is.EqualTo(RawHost.Word(space) - 1024 - 8));

        byte[] data = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        host.Ask(Write, first: address, second: 256, third: 2, x: 0, y: 0, data: data);
        Assert.That(host.Ask(Read, first: address, second: 256, third: 2, x: 0, y: 0), Is.EqualTo(data));
        Assert.That(host.Ask(Read, first: address + 1, second: 3, x: 0, y: 0), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    private static void RunByFloodFill(RawHost host, IEnumerable<(byte X, byte Y)> chips)
    {
        const uint application = 30;
        const uint fill = 0x24;
        const uint links = 0x3F;
        const uint newId = 1u << 31;
        byte[] image = RawImages.Application("rig_test");
        byte[][] blocks = [.. image.Chunk(256)];

        host.Ask(Nnp, first: (6u << 24) | (fill << 16) | ((uint)blocks.Length << 8), second: 0, third: newId | (links << 8));
        host.Ask(Nnp, first: (7u << 24) | TwoCores, second: 0x0003FFFF, third: links << 8);
        for (uint block = 0; block < blocks.Length; block++)
            host.Ask(Ffd, first: (links << 24) | fill, second: (block << 16) | ((uint)((blocks[block].Length / 4) - 1) << 8), third: SdramSys + (256 * block), data: blocks[block]);

        host.Ask(Nnp, first: (15u << 24) | fill, second: (application << 24) | Wait, third: newId | (links << 8));
        Run(host, chips, application);

        // Each core has left where it is, printed a line, and runs on.
        foreach ((byte x, byte y) in chips)
        {
            byte[] words = host.Ask(Read, first: 0x60240004, second: 8, third: 2, x: x, y: y);
            Assert.That((RawHost.Word(words), RawHost.Word(words, 4)), Is.EqualTo((((uint)x << 24) | ((uint)y << 16) | 1, ((uint)x << 24) | ((uint)y << 16) | 2)));
        }

        byte[] core = host.Ask(Read, first: Vcpu + 256, second: 128, third: 2, x: 3, y: 4);
        Assert.That((core[0x2E], core[0x2F]), Is.EqualTo(((byte)Running, (byte)application)));
        Assert.That(Encoding.ASCII.GetString(core, 0x48, 16).TrimEnd('\0'), Is.EqualTo("rig_test"));
        uint output = RawHost.Word(core, 0x58);
        byte[] header = host.Ask(Read, first: output, second: 16, third: 2, x: 3, y: 4);
        Assert.That(RawHost.Word(header), Is.Zero, "there is one block");
        Assert.That(Encoding.ASCII.GetString(host.Ask(Read, first: output + 16, second: RawHost.Word(header, 12), x: 3, y: 4)), Is.EqualTo("Rig test APLX started on 3, 4, 2.\n"));
        Stop(host, application);
    }

    private static void RunByCopies(RawHost host, Dictionary<(byte X, byte Y), byte[]> chips)
    {
        const uint application = 31;
        byte[] image = RawImages.Application("rig_test");
        for (int at = 0; at < image.Length; at += 256)
        {
            byte[] piece = image[at..Math.Min(at + 256, image.Length)];
            host.Ask(Write, first: SdramSys + (uint)at, second: (uint)piece.Length, third: 2, x: 0, y: 0, data: piece);
        }

        uint sum = 0;
        for (int at = 0; at < image.Length; at += 4)
            sum += RawHost.Word(image, at);

        host.Ask(Ar, first: (application << 24) | Wait | TwoCores, x: 0, y: 0);

        // Chip by chip away from the root: the link towards it is at the end of INFO, 7 on the root itself.
        HashSet<(byte, byte)> done = [(0, 0)];
        while (done.Count < chips.Count)
        {
            foreach (((byte x, byte y), byte[] info) in chips.Where(chip => !done.Contains(chip.Key)).ToArray())
            {
                int link = info[36];
                if (!done.Contains(Across(x, y, link)))
                    continue;

                (int result, byte[] wrong) = host.Exchange(CopyRun, first: ((sum + 1) << 3) | (uint)link, second: (uint)image.Length, third: (application << 24) | Wait | TwoCores, x: x, y: y);
                Assert.That((result, RawHost.Word(wrong)), Is.EqualTo((0x80, sum)), "a wrong sum starts nothing, and tells the right one");
                Assert.That(host.Ask(CopyRun, first: (sum << 3) | (uint)link, second: (uint)image.Length, third: (application << 24) | Wait | TwoCores, x: x, y: y), Is.Empty);
                done.Add((x, y));
            }
        }

        Run(host, chips.Keys, application);
        Stop(host, application);
    }

    private static (byte, byte) Across(byte x, byte y, int link)
    {
        (int dx, int dy) = link switch { 0 => (1, 0), 1 => (1, 1), 2 => (0, 1), 3 => (-1, 0), 4 => (-1, -1), _ => (0, -1) };
        return ((byte)(x + dx), (byte)(y + dy));
    }

    /// <summary>What was loaded waits on two cores of each chip; it is started and runs.</summary>
    private static void Run(RawHost host, IEnumerable<(byte X, byte Y)> chips, uint application)
    {
        int cores = 2 * chips.Count();
        Assert.That(() => CountOf(host, application, Waiting), Is.EqualTo(cores).After(5000, 10));
        host.Ask(Sig, first: 0, second: (3u << 16) | (0xFFu << 8) | application);
        Assert.That(() => CountOf(host, application, Running), Is.EqualTo(cores).After(5000, 10));
    }

    private static void Stop(RawHost host, uint application)
    {
        host.Ask(Nnp, first: 0x003F0000, second: (5u << 28) | (2u << 16) | (0xFFu << 8) | application, third: 0x80003F00);
        Assert.That(() => CountOf(host, 0, Idle), Is.EqualTo(Cores - Chips).After(5000, 10));
    }

    private static uint CountOf(RawHost host, uint application, uint state) => RawHost.Word(host.Ask(Count, first: application, second: state, x: 0, y: 0));

    private static void UseTags(RawHost host)
    {
        const byte strips = 0x10;
        const byte reverse = 0x20;
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.ReceiveTimeout = 10_000;
        uint port = (uint)((IPEndPoint)listener.LocalEndPoint!).Port;

        Assert.That(host.Ask(IPTag, first: (strips << 24) | 0x00010001, second: port, third: 0x0100007F, x: 0, y: 0)[0], Is.EqualTo(1));
        byte[] entry = host.Ask(IPTag, first: 0x00020001, second: 1, x: 0, y: 0);
        Assert.That(entry, Has.Length.EqualTo(32));
        Assert.That((new IPAddress(entry.AsSpan(0, 4)), BitConverter.ToUInt16(entry, 10), BitConverter.ToUInt16(entry, 14)), Is.EqualTo((IPAddress.Loopback, (ushort)port, (ushort)0x8100)));
        Assert.That(RawHost.Word(host.Ask(IPTag, first: 0x00040000, second: 255, x: 0, y: 0)) >> 8, Is.EqualTo(0x080820), "pool, fixed and entry sizes");

        // A program that sends everything back answers by the tag that the message names, without the header.
        const uint application = 40;
        byte[] image = RawImages.Application("echo");
        for (int at = 0; at < image.Length; at += 256)
            host.Ask(Write, first: SdramSys + (uint)at, second: (uint)Math.Min(256, image.Length - at), third: 2, x: 0, y: 0, data: image[at..Math.Min(at + 256, image.Length)]);
        host.Ask(Ar, first: (application << 24) | 0b1000, x: 0, y: 0);
        Assert.That(() => CountOf(host, application, 7), Is.EqualTo(1).After(5000, 10));
        host.Send([0, 0, 0x07, 1, (2 << 5) | 3, 0xFF, 0, 0, 0, 0, 11, 22, 33]);
        var message = new byte[64];
        Assert.That(message[..listener.Receive(message)], Is.EqualTo(new byte[] { 11, 22, 33 }));

        host.Ask(IPTag, first: (reverse << 24) | (0x43u << 8) | 0x00010002, second: 50_000 + (port % 10_000), x: 0, y: 0);
        byte[] listening = host.Ask(IPTag, first: 0x00020002, second: 1, x: 0, y: 0);
        Assert.That((listening[15] & 0x82, listening[24]), Is.EqualTo((0x82, (byte)0x43)), "valid and reverse, to port 2 of core 3");
        host.Ask(IPTag, first: 0x00030002, x: 0, y: 0);
        Assert.That(host.Ask(IPTag, first: 0x00020002, second: 1, x: 0, y: 0)[14..16], Is.EqualTo(new byte[2]));
        Stop(host, application);
        Assert.That(host.Ask(IPTag, first: 0x00020001, second: 1, x: 0, y: 0)[15] & 0x80, Is.EqualTo(0x80), "STOP leaves tags alone");
    }

    private static void UseRoutes(RawHost host)
    {
        const uint application = 50;
        const uint entries = 4;
        uint first = RawHost.Word(host.Ask(Alloc, first: (application << 8) | 3, second: entries, x: 2, y: 2));
        Assert.That(first, Is.EqualTo(1));
        byte[] table = [.. Enumerable.Range(0, (int)entries).SelectMany(entry => RawHost.Words((uint)entry, 0x80u | (uint)entry, 0x1000u * (uint)entry, 0xFFFFF000))];
        host.Ask(Write, first: SdramSys, second: (uint)table.Length, third: 2, x: 2, y: 2, data: table);
        host.Ask(Rtr, first: (entries << 16) | (application << 8) | 2, second: SdramSys, third: first, x: 2, y: 2);

        uint copy = RawHost.Word(host.Ask(Read, first: 0xF5007FD4, second: 4, third: 2, x: 2, y: 2));
        for (uint entry = 0; entry < entries; entry++)
        {
            byte[] loaded = host.Ask(Read, first: copy + (16 * (first + entry)), second: 16, third: 2, x: 2, y: 2);
            Assert.That((RawHost.Word(loaded, 4), RawHost.Word(loaded, 8), RawHost.Word(loaded, 12)), Is.EqualTo((0x80u | entry, 0x1000u * entry, 0xFFFFF000u)));
            Assert.That(loaded[2], Is.EqualTo(application));
        }

        Assert.That((RawHost.Word(host.Ask(Info, x: 2, y: 2)) >> 14) & 0x7FF, Is.EqualTo(1023 - entries));
        Stop(host, application);
        Assert.That((RawHost.Word(host.Ask(Info, x: 2, y: 2)) >> 14) & 0x7FF, Is.EqualTo(1023));
    }
}
