namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The answer to a command that has nothing to say but that it was taken.</summary>
public readonly record struct Acknowledgement
{
    /// <summary>Always succeeds: there is nothing to decode.</summary>
    public static bool TryParse(in ScpReply reply, out Acknowledgement response, out PacketError error)
    {
        _ = reply;
        response = default;
        error = default;
        return true;
    }
}
