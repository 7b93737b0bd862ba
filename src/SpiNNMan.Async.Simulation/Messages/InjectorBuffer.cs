namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>The buffer of an injector for messages of later ticks, in their order of arrival.</summary>
internal sealed class InjectorBuffer(uint size)
{
    private readonly Queue<byte[]> _messages = [];
    private uint _used;

    /// <summary>The free room in bytes.</summary>
    public uint Free => size - _used;

    /// <summary>Adds a message at the end.</summary>
    /// <returns><see langword="false"/> if there is no room.</returns>
    public bool TryAdd(ReadOnlyMemory<byte> message)
    {
        if (message.Length > Free || message.Length == 0)
            return false;

        _messages.Enqueue(message.ToArray());
        _used += (uint)message.Length;
        return true;
    }

    /// <summary>Takes the oldest message.</summary>
    public bool TryTake(out LiveMessage message)
    {
        bool taken = _messages.TryDequeue(out byte[]? bytes);
        message = taken ? new LiveMessage(bytes) : default;
        _used -= (uint)(bytes?.Length ?? 0);
        return taken;
    }

    /// <summary>Removes all messages.</summary>
    public void Clear()
    {
        _messages.Clear();
        _used = 0;
    }
}
