using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>What was sent, refused and carried out of the commands that must not be repeated, as the wire and the board saw it.</summary>
internal sealed class Ledger(Action<Finding> report)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Socket, ushort Sequence), Entry> _entries = [];

    /// <summary>Commands that must not be repeated, each counted once.</summary>
    public int Count { get; private set; }

    public static bool Concerns(ReadOnlySpan<byte> datagram) => ScpBytes.IsRequest(datagram) && ScpBytes.MustNotBeRepeated(datagram);

    /// <summary>The client sends a datagram.</summary>
    public void OnSent(int socket, ReadOnlySpan<byte> datagram)
    {
        if (!ScpBytes.IsRequest(datagram))
            return;

        (int Socket, ushort Sequence) key = (socket, ScpBytes.Sequence(datagram));
        lock (_gate)
            Note(key, datagram);
    }

    private void Note((int Socket, ushort Sequence) key, ReadOnlySpan<byte> datagram)
    {
        if (!ScpBytes.MustNotBeRepeated(datagram))
        {
            _entries.Remove(key);
            return;
        }

        if (!_entries.TryGetValue(key, out Entry? entry) || !datagram.SequenceEqual(entry.Request))
        {
            Count++;
            _entries[key] = new Entry(datagram.ToArray()) { Sent = 1 };
            return;
        }

        entry.Sent++;
        if (entry.Sent > entry.Refused + 1 && !entry.IsReported)
        {
            entry.IsReported = true;
            report(new Finding(
                FindingKind.Repeated, $"{(ScpCommand)ScpBytes.Command(datagram)}{(entry.Refused > 0 ? " after a refusal" : "")}",
                $"{Convert.ToHexStringLower(datagram)} was sent {entry.Sent} times, but refused {entry.Refused} times and carried out {entry.Done} times"));
        }
    }

    /// <summary>The board has carried out a command, or refused it, and says so; whether that arrives is another matter.</summary>
    public void OnAnswered(int socket, ReadOnlySpan<byte> datagram)
    {
        lock (_gate)
        {
            if (ScpBytes.IsReply(datagram) && ScpBytes.Command(datagram) == (ushort)ScpResult.Ok && _entries.TryGetValue((socket, ScpBytes.Sequence(datagram)), out Entry? entry))
                entry.Done++;
        }
    }

    /// <summary>The client hears of a refusal.</summary>
    public void OnHeard(int socket, ReadOnlySpan<byte> datagram)
    {
        // Whatever else was changed on the way: whoever takes it for a refusal may send again.
        lock (_gate)
        {
            if (datagram.Length >= ScpBytes.Shortest && ScpBytes.IsRefusal(ScpBytes.Command(datagram)) && _entries.TryGetValue((socket, ScpBytes.Sequence(datagram)), out Entry? entry))
                entry.Refused++;
        }
    }

    /// <summary>How often a command with this first argument was carried out by the board.</summary>
    public int Done(uint firstArgument, uint secondArgument)
    {
        lock (_gate)
            return _entries.Values.Where(entry => ScpBytes.Argument(entry.Request, 0) == firstArgument && ScpBytes.Argument(entry.Request, 1) == secondArgument).Sum(static entry => entry.Done);
    }

    private sealed class Entry(byte[] request)
    {
        public byte[] Request => request;

        public int Sent { get; set; }

        public int Refused { get; set; }

        public int Done { get; set; }

        public bool IsReported { get; set; }
    }
}
