using System.Net;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>The sixteen IP tags of a chip. Hosts set eight of them. Each request that wants a reply takes one of the other eight, which form a pool.</summary>
internal sealed class TagTable
{
    public const int Size = 16;
    public const int PoolStart = 8;
    public const int PoolSize = 8;
    public const byte NoTag = 255;

    private const byte DefaultTimeoutCode = 9;
    private const long TickMilliseconds = 10;

    private readonly TagEntry[] _entries = new TagEntry[Size];
    private long _lastTick;

    public TagTable()
    {
        for (int i = 0; i < Size; i++)
            _entries[i] = new TagEntry();
    }

    /// <summary>The lifetime of transient tags as a code: 2 to the power of the code minus one, in ticks of ten milliseconds.</summary>
    public byte TimeoutCode { get; set; } = DefaultTimeoutCode;

    public TagEntry this[int tag] => _entries[tag];

    /// <summary>The number of ticks that a time-out code stands for.</summary>
    public static ushort Ticks(int code) => code == 0 ? (ushort)0 : (ushort)(1 << (code - 1));

    /// <summary>Takes a tag from the pool for the reply to one request.</summary>
    /// <returns>Its number, or <see cref="NoTag"/> if all eight wait for replies.</returns>
    public byte TakeTransient(IPEndPoint sender)
    {
        byte tag = FindFree();
        if (tag == NoTag)
            return NoTag;

        TagEntry entry = _entries[tag];
        entry.Clear();
        entry.PointAt(sender);
        entry.HasHardwareAddress = true;
        entry.Flags = TagFlags.Valid | TagFlags.Transient | (TagFlags)TimeoutCode;
        entry.Timeout = Ticks(TimeoutCode);
        return tag;
    }

    /// <summary>The first free tag of the pool, or <see cref="NoTag"/>.</summary>
    public byte FindFree()
    {
        for (int tag = PoolStart; tag < PoolStart + PoolSize; tag++)
        {
            if (_entries[tag].Flags == TagFlags.None)
                return (byte)tag;
        }

        return NoTag;
    }

    /// <summary>The first tag that takes datagrams from a port, or <see cref="NoTag"/>.</summary>
    public byte FindReverse(ushort port)
    {
        for (int tag = 0; tag < PoolStart; tag++)
        {
            if (_entries[tag].Flags != TagFlags.None && _entries[tag].ReceivePort == port)
                return (byte)tag;
        }

        return NoTag;
    }

    /// <summary>Advances the time-outs of the tags to <paramref name="now"/>.</summary>
    public void Advance(TimeSpan now)
    {
        long tick = now.Ticks / (TickMilliseconds * TimeSpan.TicksPerMillisecond);
        long elapsed = tick - _lastTick;
        if (elapsed == 0)
            return;

        _lastTick = tick;
        foreach (TagEntry entry in _entries)
        {
            if (!entry.Is(TagFlags.Valid) || entry.Timeout == 0)
                continue;

            entry.Timeout = (ushort)Math.Max(0, entry.Timeout - elapsed);
            if (entry.Timeout == 0)
                entry.Flags = TagFlags.None;
        }
    }
}
