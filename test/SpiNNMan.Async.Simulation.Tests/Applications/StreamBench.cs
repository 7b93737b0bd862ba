using System.Buffers.Binary;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Applications;

/// <summary>A SpiNN-3 with an extra monitor on core 1 of each chip and a gatherer on core 2 of 0,0, loaded as the usual tool chain does it.</summary>
internal sealed class StreamBench : IDisposable
{
    public const uint Address = 0x60643204;
    public const int BlockOut = 264;
    public const int BlockIn = 260;

    private const uint Basic = 0xFFFFFFF9;
    private const uint NewSequence = 0xFFFFFFF8;
    private const uint FirstData = 0xFFFFFFF7;
    private const uint End = 0xFFFFFFF6;
    private const uint Transaction = 0xFFFFFFF5;
    private const uint Broadcast = 40;

    private static readonly (byte X, byte Y, uint Key, uint LinkTo, uint Back)[] s_chips = [(0, 0, 8, 0, 1 << (6 + 2)), (1, 0, 16, 1 << 0, 1 << 3), (0, 1, 24, 1 << 2, 1 << 5), (1, 1, 32, 1 << 1, 1 << 4)];

    public StreamBench(VirtualMachineOptions? options = null)
    {
        Board = new BoardBench(MachineLayout.Spin3, options);
        foreach ((byte x, byte y, uint key, uint _, uint back) in s_chips)
        {
            uint[] routes = Routes(x, y, key);
            ToolChain.WriteData(Board, x, y, 1, [0, 1, 1, 1, Broadcast], [Basic, NewSequence, FirstData, Transaction, End], [key, key + 1, key + 2, (uint)routes.Length / 3, .. routes], new uint[4]);
            Board.Send(Scp.Request(29, first: 3, second: back, x: x, y: y));
        }

        ToolChain.WriteData(Board, 0, 0, 2, [NewSequence, FirstData, Transaction, End, Basic, 1], [4, Broadcast, .. s_chips.SelectMany(static chip => new uint[] { chip.X, chip.Y, chip.Key })], new uint[4]);
        foreach ((byte x, byte y, _, _, _) in s_chips)
            ToolChain.Start(Board, x, y, "extra_monitor_s", cores: 2);
        ToolChain.Start(Board, 0, 0, "data_speed_up_p", cores: 4);
        ToolChain.SetTag(Board);
    }

    public BoardBench Board { get; }

    /// <summary>Loads the routes of the system on all chips.</summary>
    public void LoadSystemRoutes()
    {
        foreach ((byte x, byte y, _, _, _) in s_chips)
            Board.AskResult(Scp.Request(8, x: x, y: y, core: 1, port: 6));
        Board.Wait(TimeSpan.FromMilliseconds(1));
    }

    public void Write(byte x, byte y, uint address, byte[] data) => Board.Inside(machine => machine.TryWrite(new ChipLocation(x, y), address, data));

    public byte[] Read(byte x, byte y, uint address, int length)
    {
        var data = new byte[length];
        Board.Inside(machine => machine.TryRead(new ChipLocation(x, y), address, data));
        return data;
    }

    /// <summary>Sends words to a port of a core, and returns what comes back.</summary>
    public string[] Send(byte x, byte y, int core, int port, params ReadOnlySpan<uint> words)
    {
        var data = new byte[4 * words.Length];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4 * i), words[i]);
        return Send([0, 0, 7, 0xFF, (byte)((port << 5) | core), 0xFF, y, x, 0, 0, .. data]);
    }

    public string[] Send(byte[] datagram)
    {
        List<string> sent = [.. Board.Send(datagram).Select(static answer => answer.Hex)];
        sent.AddRange(Board.Wait(TimeSpan.FromMilliseconds(100)).Select(static answer => answer.Hex));
        return [.. sent];
    }

    /// <summary>Sends a message of a stream from 1,1.</summary>
    public string[] Monitor(params ReadOnlySpan<uint> words) => Send(1, 1, 1, 5, words);

    /// <summary>Sends a message to the gatherer.</summary>
    public string[] Gatherer(params ReadOnlySpan<uint> words) => Send(0, 0, 2, 6, words);

    /// <summary>Says where data from the host go.</summary>
    public void Locate(uint transaction, byte x, byte y, uint address, int blocks) =>
        Assert.That(Gatherer(200, transaction, address, ((uint)x << 16) | y, (uint)blocks - 1), Is.Empty);

    /// <summary>Sends blocks of data.</summary>
    public void SendBlocks(uint transaction, byte[] data, params IEnumerable<int> numbers)
    {
        foreach (int number in numbers)
        {
            byte[] words = [.. BitConverter.GetBytes(2000u), .. BitConverter.GetBytes(transaction), .. BitConverter.GetBytes(number), .. data.Skip(number * BlockIn).Take(BlockIn)];
            Assert.That(Send([0, 0, 7, 0xFF, (6 << 5) | 2, 0xFF, 0, 0, 0, 0, .. words]), Is.Empty);
        }
    }

    /// <summary>Data that differs from block to block.</summary>
    public static byte[] MakeData(int length) => [.. Enumerable.Range(0, length).Select(static at => (byte)((at * 7) + (at >> 8)))];

    public void Dispose() => Board.Dispose();

    /// <summary>Its own key to its monitor, on the first chip all others on their way, and the broadcast to the monitor and on.</summary>
    private static uint[] Routes(byte x, byte y, uint key)
    {
        const uint monitor = 1 << 7;
        List<uint> routes = [key, 0xFFFFFFF8, monitor];
        bool isFirst = (x, y) == (0, 0);
        if (isFirst)
        {
            foreach ((_, _, uint other, uint link, _) in s_chips.Skip(1))
                routes.AddRange([other, 0xFFFFFFF8, link]);
        }

        routes.AddRange([Broadcast, 0xFFFFFFF8, isFirst ? monitor | 7 : monitor]);
        return [.. routes];
    }
}
