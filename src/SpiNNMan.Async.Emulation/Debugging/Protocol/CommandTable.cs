using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>Finds what a packet asks for.</summary>
internal sealed class CommandTable(SessionState state)
{
    private readonly DataCommands _data = new(state);
    private readonly RunCommands _run = new(state);
    private readonly QueryCommands _queries = new(state);

    /// <summary>Executes a packet, whatever is in it.</summary>
    /// <param name="packet">Its content.</param>
    /// <returns>The reply; null if it comes later.</returns>
    public string? Execute(string packet)
    {
        if (packet.Length == 0) return Replies.Unknown;
        try
        {
            return packet[0] switch
            {
                'q' or 'Q' => _queries.Execute(packet),
                'g' or 'G' or 'p' or 'P' or 'm' or 'M' or 'X' or 'Z' or 'z' => _data.Execute(packet),
                _ => _run.Execute(packet),
            };
        }
        catch (DebugException refusal)
        {
            return $"E.{refusal.Message}";
        }
    }
}
