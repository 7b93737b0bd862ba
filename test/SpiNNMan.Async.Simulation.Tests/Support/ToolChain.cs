using System.Buffers.Binary;
using System.Text.Json;

namespace SpiNNMan.Async.Simulation.Tests.Support;

/// <summary>What the usual tool chain does to load its programs: tables of data, images, signals and control of runs.</summary>
internal static class ToolChain
{
    public const byte Application = 17;
    public const int ControlPort = 3;

    private const uint Vcpu = 0xE5007000;
    private const uint User0 = 0x70;
    private const uint Tables = 0x60300000;
    private const uint TableSize = 0x2000;
    private const uint RegionSize = 0x200;

    /// <summary>Where a region of a core's data is.</summary>
    public static uint RegionOf(int core, int region) => Tables + (TableSize * (uint)core) + 0x400 + (RegionSize * (uint)region);

    /// <summary>Gives a core a table of data with regions from the first on.</summary>
    public static void WriteData(BoardBench bench, int x, int y, int core, params ReadOnlySpan<uint[]> regions)
    {
        uint table = Tables + (TableSize * (uint)core);
        Write(bench, x, y, table, 0xAD130AD6, 0x00010000);
        for (int i = 0; i < regions.Length; i++)
        {
            Write(bench, x, y, table + 8 + (12 * (uint)i), RegionOf(core, i), 0, (uint)regions[i].Length);
            Write(bench, x, y, RegionOf(core, i), regions[i]);
        }

        Write(bench, x, y, Vcpu + (128 * (uint)core) + User0, table);
    }

    /// <summary>Loads an image and starts it on cores of a chip.</summary>
    public static void Start(BoardBench bench, int x, int y, string name, uint cores)
    {
        byte[] image = Images.Make(name);
        bench.Send(Scp.Request(3, first: Images.Address, second: (uint)image.Length, third: 2, x: x, y: y, data: image));
        bench.Send(Scp.Request(19, first: ((uint)Application << 24) | cores, x: x, y: y));
        bench.Wait(TimeSpan.FromMilliseconds(2));
    }

    public static void Signal(BoardBench bench, int signal)
    {
        bench.Send(Scp.Request(22, second: ((uint)signal << 16) | 0xFF00 | Application));
        bench.Wait(TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Sends a command of the simulation library to a core, and returns the answer.</summary>
    public static string Control(BoardBench bench, int x, int y, int core, int command, uint first = 0, uint second = 0, uint third = 0, byte[]? data = null)
    {
        byte[] reply = bench.Send(Scp.Request(command, 9, first, second, third, x, y, core, ControlPort, data: data)).Single().Bytes;
        return Convert.ToHexStringLower(reply[10..]);
    }

    public static int StateOf(BoardBench bench, int x, int y, int core) => Scp.Payload(bench.Send(Scp.Read(Vcpu + (128 * (uint)core) + 0x2E, 1, x, y)).Single().Bytes)[0];

    /// <summary>Reads words of a region.</summary>
    public static uint[] ReadRegion(BoardBench bench, int x, int y, int core, int region, int words) => ReadWords(bench, x, y, RegionOf(core, region), words);

    public static uint[] ReadWords(BoardBench bench, int x, int y, uint address, int words)
    {
        byte[] bytes = Scp.Payload(bench.Send(Scp.Read(address, 4 * (uint)words, x, y, unit: 2)).Single().Bytes);
        return [.. bytes.Chunk(4).Select(static word => BinaryPrimitives.ReadUInt32LittleEndian(word))];
    }

    public static void Write(BoardBench bench, int x, int y, uint address, params ReadOnlySpan<uint> words)
    {
        const int most = 64;
        for (int at = 0; at < words.Length; at += most)
        {
            ReadOnlySpan<uint> part = words[at..Math.Min(at + most, words.Length)];
            var data = new byte[4 * part.Length];
            for (int i = 0; i < part.Length; i++)
                BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4 * i), part[i]);

            bench.Send(Scp.Request(3, first: address + (4 * (uint)at), second: (uint)data.Length, third: 2, x: x, y: y, data: data));
        }
    }

    /// <summary>Points tag 1 at the client, without headers, and returns what comes back.</summary>
    public static byte[] SetTag(BoardBench bench) => Scp.Payload(bench.Send(Scp.Request(26, first: 0x50010001)).Single().Bytes);

    /// <summary>Reads a recording, a record a line.</summary>
    public static Dictionary<string, JsonElement> ReadRecording(string name)
    {
        using var reader = new StreamReader(typeof(ToolChain).Assembly.GetManifestResourceStream(name)!);
        var records = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            JsonElement record = JsonDocument.Parse(line).RootElement;
            string kind = record.GetProperty("kind").GetString()!;
            int number = records.Keys.Count(known => string.Equals(known, kind, StringComparison.Ordinal) || known.StartsWith(kind + " #", StringComparison.Ordinal));
            records.Add(number == 0 ? kind : $"{kind} #{number}", record);
        }

        return records;
    }
}
