namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>Where an injector keeps messages of later ticks, in the order in which they came.</summary>
internal sealed class InjectorBuffer(uint size)
{
    private readonly Queue<byte[]> _messages = [];
    private uint _used;

    /// <summary>How much room there is, in bytes.</summary>
    public uint Free => size - _used;

    /// <summary>Puts a message behind the others.</summary>
    /// <returns><see langword="false"/> if there is no room.</returns>
    public bool TryAdd(ReadOnlyMemory<byte> message)
    {
        if (message.Length > Free || message.Length == 0)
            return false;

        _messages.Enqueue(message.ToArray());
        _used += (uint)message.Length;
        return true;
    }

    /// <summary>Takes the message that came first.</summary>
    public bool TryTake(out LiveMessage message)
    {
        bool taken = _messages.TryDequeue(out byte[]? bytes);
        message = taken ? new LiveMessage(bytes) : default;
        _used -= (uint)(bytes?.Length ?? 0);
        return taken;
    }

    /// <summary>Forgets all messages.</summary>
    public void Clear()
    {
        _messages.Clear();
        _used = 0;
    }
}
