using System.Buffers.Binary;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Health;

/// <summary>Where a packet wanted to go that a router dropped and kept.</summary>
/// <param name="Links">The links that did not take it.</param>
/// <param name="IsForCores">Whether a core of the chip did not take it.</param>
/// <remarks>Protocol: chip.md, "Router".</remarks>
internal readonly record struct DroppedPacket(LinkSet Links, bool IsForCores)
{
    private const uint InterruptsWhenItDrops = 1 << 1;
    private const int OutputsOffset = 12;
    private const int StatusOffset = 16;
    private const int SizeWithStatus = StatusOffset + sizeof(uint);
    private const int TypeShift = 22;
    private const uint TypeMask = 3;
    private const uint NearestNeighbour = 2;
    private const int FirstCore = LinkSet.MaxLinks;
    private const uint Outputs = 0xFFFFFF;

    /// <summary>How many requests a reading takes.</summary>
    public const int Requests = 2;

    private static readonly string[] s_links = ["east", "north-east", "north", "west", "south-west", "south"];

    /// <summary>Reads the packet that a router keeps, and makes room for the next one, unless a program takes them.</summary>
    /// <returns>The packet; nothing if there is none, or if it is one between neighbours, which are not counted as drops.</returns>
    public static async Task<DroppedPacket> ReadAsync(ScampConnection connection, ChipLocation chip, CancellationToken cancellationToken)
    {
        // Reading the status makes room for the next packet. A program that sends dropped packets again is called by an interrupt and reads it by itself: the packet must be left to it.
        var control = new byte[sizeof(uint)];
        await connection.ReadMemoryAsync(chip, MemoryMap.RouterControl, control, progress: null, cancellationToken).ConfigureAwait(false);
        bool isTaken = (BinaryPrimitives.ReadUInt32LittleEndian(control) & InterruptsWhenItDrops) != 0;

        var bytes = new byte[isTaken ? StatusOffset : SizeWithStatus];
        await connection.ReadMemoryAsync(chip, MemoryMap.RouterDump, bytes, progress: null, cancellationToken).ConfigureAwait(false);
        return Parse(bytes);
    }

    /// <summary>Finds what a packet wanted in the registers from 0x18 on, with or without their status.</summary>
    public static DroppedPacket Parse(ReadOnlySpan<byte> bytes)
    {
        bool isThere = bytes.Length < SizeWithStatus || BinaryPrimitives.ReadUInt32LittleEndian(bytes[StatusOffset..]) != 0;
        uint type = (BinaryPrimitives.ReadUInt32LittleEndian(bytes) >> TypeShift) & TypeMask;
        if (!isThere || type == NearestNeighbour)
            return default;

        uint outputs = BinaryPrimitives.ReadUInt32LittleEndian(bytes[OutputsOffset..]) & Outputs;
        return new DroppedPacket(LinkSet.FromMask(outputs), outputs >> FirstCore != 0);
    }

    /// <summary>Where packets wanted to go, in words after a comma; nothing if that is not known.</summary>
    public static string Describe(LinkSet links, bool isForCores)
    {
        string[] names = [.. links.Select(static link => s_links[link])];
        string text = names.Length switch
        {
            0 => "",
            1 => $"link {names[0]}",
            _ => $"links {string.Join(", ", names[..^1])} and {names[^1]}",
        };
        if (isForCores)
            text += text.Length == 0 ? "a core" : " and a core";

        return text.Length == 0 ? "" : $", one of them for {text}";
    }
}
